"""`make bench` prints one line a budget: name, measured, limit, ok or SHORT. `make bench ONLY=verify` runs one.

Each budget runs in a process of its own, once for every database on which it is stated; a run that breaks off counts
as short and does not stop the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from bench.measure import SHORT

BUDGETS = {
    "verify": ("sqlite",),
    "certificate": ("sqlite",),
    "council": ("sqlite", "postgresql"),
    "queries": ("sqlite",),
    "weight": ("sqlite",),
    "catalogue": ("postgresql",),
    "notifications": ("postgresql",),
    "register": ("sqlite", "postgresql"),
}


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - set(BUDGETS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BUDGETS)}", file=sys.stderr)
        return 2
    kept = [_is_kept(budget, engine) for budget in wanted or BUDGETS for engine in BUDGETS[budget]]
    return 0 if all(kept) else 1


def _is_kept(budget: str, engine: str) -> bool:
    begin = time.monotonic()
    status = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.one", budget],
        env={**os.environ, "OCOP_BENCH_ENGINE": engine},
        check=False,
    ).returncode
    print(f"# {budget} on {engine}: {time.monotonic() - begin:.0f} s", flush=True)
    if status not in {0, SHORT}:
        print(f"{budget}: broke off with status {status}: SHORT", flush=True)
    return status == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
