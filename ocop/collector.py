"""How often Python looks for cycles of garbage: what is imported once is not looked at again, the rest less often.

Thousands of rows that are alive at once (an import, a list of a province) made the collector walk all of them again and
again, for an eighth of the time and nothing found. What holds no cycle is freed at once as ever.
"""

from __future__ import annotations

import gc

THRESHOLDS = (50_000, 20, 50)


def settle() -> None:
    """Call this once in a process, when everything is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
