from tests.decisions.conftest import _own_law, law

__all__ = ["_own_law", "law"]
