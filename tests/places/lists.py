"""The real lists of units, as rows for the pure functions and as a small folder for the database."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.conf import settings

from registry.places.resolve import FormerUnit, Places, Unit

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "places"
QUANG_TRI_AND_HUE = {"now": {"44", "46"}, "before": {"44", "45", "46"}}


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def all_places() -> Places:
    now = {row["code"]: row["province_code"] for row in read("communes")}
    became = defaultdict(list)
    for row in read("commune-successors"):
        became[row["old_code"]].append((row["new_code"], row["extent"]))
    former = read("communes-before-2025-07")
    successor = {row["province_code"]: now[became[row["code"]][0][0]] for row in former if became[row["code"]]}
    return Places(
        provinces=[Unit(row["code"], row["name"], row["kind"]) for row in read("provinces")],
        communes=[Unit(row["code"], row["name"], row["kind"], row["province_code"]) for row in read("communes")],
        former_provinces=[
            Unit(row["code"], row["name"], row["kind"], successor[row["code"]])
            for row in read("provinces-before-2025-07")
        ],
        former_districts=[
            Unit(row["code"], row["name"], row["kind"], row["province_code"])
            for row in read("districts-before-2025-07")
        ],
        former_communes=[
            FormerUnit(
                row["code"],
                row["name"],
                row["kind"],
                row["province_code"],
                row["district_code"],
                tuple(became[row["code"]]),
            )
            for row in former
        ],
    )


def write_some(folder: Path) -> Path:
    """Write the lists of Quảng Trị and Huế (with what was Quảng Bình) to ``folder``; loading them is quick."""
    now, before = QUANG_TRI_AND_HUE["now"], QUANG_TRI_AND_HUE["before"]
    kept = {
        "provinces": [row for row in read("provinces") if row["code"] in now],
        "communes": [row for row in read("communes") if row["province_code"] in now],
        "provinces-before-2025-07": [row for row in read("provinces-before-2025-07") if row["code"] in before],
        "districts-before-2025-07": [row for row in read("districts-before-2025-07") if row["province_code"] in before],
        "communes-before-2025-07": [row for row in read("communes-before-2025-07") if row["province_code"] in before],
    }
    codes = {row["code"] for row in kept["communes-before-2025-07"]}
    kept["commune-successors"] = [row for row in read("commune-successors") if row["old_code"] in codes]
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in kept.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder
