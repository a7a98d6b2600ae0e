"""What pages call the fields of a sheet. Pure."""

from __future__ import annotations

NONE_FITS = "none"
"""Value of the radio that answers a line with no option: none fits, 0 points."""


def remark_name(code: str) -> str:
    """Name of the remark of a line: "1.1" is ``remark-1.1``."""
    return f"remark-{code}"
