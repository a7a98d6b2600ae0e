"""One budget on one database, in a process of its own (started by ``bench.__main__``)."""

from __future__ import annotations

import importlib
import sys

from bench.measure import SHORT
from bench.project import start


def main(budget: str) -> int:
    start()
    short = 0
    for measure in importlib.import_module(f"bench.{budget}").run():
        print(measure.line(), flush=True)
        short += not measure.ok
    return SHORT if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
