from tests.scoring.conftest import _own_law, law  # noqa: F401 - fixtures of the law
