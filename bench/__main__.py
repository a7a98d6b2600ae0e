"""`make bench` prints one line a budget: name, measured, limit, ok or SHORT. `make bench ONLY=verify` runs one."""

from __future__ import annotations

import importlib
import sys

from bench.measure import Measure

BUDGETS = ("verify", "certificate", "council", "catalogue", "queries", "weight", "notifications")


def main(only: list[str]) -> int:
    unknown = set(only) - set(BUDGETS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BUDGETS)}", file=sys.stderr)
        return 2
    short = 0
    for name in only or BUDGETS:
        for measure in importlib.import_module(f"bench.{name}").run():
            print(measure.line(), flush=True)
            short += not measure.ok
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
