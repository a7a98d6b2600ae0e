"""Certificates of one product never overlap: a constraint of the database, not a check of the program.

PostgreSQL excludes overlapping ranges (a one-point range stands for the product, so no extension is needed); SQLite,
which serialises writers, looks for an overlap before each write.
"""

from __future__ import annotations

from registry.access.guards import Guard, declare, refuse_when

_OVERLAP = (
    "EXISTS (SELECT 1 FROM ratings_certificate AS other WHERE other.product_id = NEW.product_id AND other.id IS NOT NEW.id "
    "AND other.valid_from < NEW.valid_until AND NEW.valid_from < other.valid_until "
    "AND other.valid_from < other.valid_until AND NEW.valid_from < NEW.valid_until)"
)
_MESSAGE = "certificates of one product overlap"
_EXCLUSION = (
    "ALTER TABLE ratings_certificate ADD CONSTRAINT certificates_do_not_overlap EXCLUDE USING gist ("
    "int8range(product_id, product_id, '[]') WITH &&, daterange(valid_from, valid_until) WITH &&)"
)

declare(
    Guard(
        app="ratings",
        name="certificates_do_not_overlap",
        table="ratings_certificate",
        sqlite=(
            (
                f"CREATE TRIGGER certificates_do_not_overlap BEFORE INSERT ON ratings_certificate WHEN {_OVERLAP} "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            ),
        ),
        postgresql=(_EXCLUSION,),
        constraint=True,
    )
)
declare(
    Guard(
        app="ratings",
        name="certificates_do_not_overlap_later",
        table="ratings_certificate",
        sqlite=(
            (
                f"CREATE TRIGGER certificates_do_not_overlap_later BEFORE UPDATE ON ratings_certificate WHEN {_OVERLAP} "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            ),
        ),
        postgresql=(),
    )
)
refuse_when(
    "certificates_are_never_deleted",
    app="ratings",
    table="ratings_certificate",
    event="DELETE",
    message="certificates are never deleted",
)
_PRINTED = (
    "code",
    "product_id",
    "product_code",
    "product_name",
    "producer_name",
    "producer_address",
    "place",
    "set_number",
    "stars",
    "decision_number",
    "authority",
    "issued_on",
    "valid_from",
    "first_until",
)
refuse_when(
    "certificates_keep_what_is_printed",
    app="ratings",
    table="ratings_certificate",
    event="UPDATE",
    condition=" OR ".join(
        (
            *(f"NEW.{column} <> OLD.{column}" for column in _PRINTED),
            "(OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id)",
            "(OLD.decision_id IS DISTINCT FROM NEW.decision_id)",
        )
    ),
    message="what a certificate says cannot be changed",
)
