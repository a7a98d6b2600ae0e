"""What was sent, opened or concluded stays: the database refuses the rest, whoever writes (users.md 3, defects 2, 10)."""

from __future__ import annotations

from ratings.criteria.guards import refuse_where
from registry.access.guards import Guard, refuse_when

GUARDS: list[Guard] = [
    refuse_when(
        "ratings_scoringround_opened_no_update",
        app="ratings",
        table="ratings_scoringround",
        event="UPDATE",
        condition="OLD.opened_at IS NOT NULL",
        message="an opened scoring does not change",
    ),
    refuse_when(
        "ratings_membersheet_sent_once",
        app="ratings",
        table="ratings_membersheet",
        event="UPDATE",
        condition="OLD.sent_at IS NOT NULL AND (NEW.sent_at IS NULL OR NEW.sent_at <> OLD.sent_at)",
        message="a sheet is sent once",
    ),
    refuse_when(
        "ratings_membersheet_stays_its_member_s",
        app="ratings",
        table="ratings_membersheet",
        event="UPDATE",
        condition=(
            "NEW.person_id <> OLD.person_id OR NEW.sheet_id <> OLD.sheet_id "
            "OR NEW.scoring_round_id <> OLD.scoring_round_id"
        ),
        message="a sheet stays with its member and its scoring",
    ),
    refuse_where(
        "ratings_membersheet_opened_no_update",
        table="ratings_membersheet",
        event="UPDATE",
        exists=("SELECT 1 FROM ratings_scoringround r WHERE r.id = OLD.scoring_round_id AND r.opened_at IS NOT NULL",),
        message="the sheets of an opened scoring do not change",
    ),
    refuse_when(
        "ratings_knockout_concluded_once",
        app="ratings",
        table="ratings_knockout",
        event="UPDATE",
        condition="OLD.concluded_at IS NOT NULL",
        message="a knock-out is concluded once",
    ),
    *(
        refuse_when(f"{table}_no_delete", app="ratings", table=table, event="DELETE", message=f"{table} is kept")
        for table in ("ratings_scoringround", "ratings_membersheet", "ratings_knockout")
    ),
]
