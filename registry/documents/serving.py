"""Hand out what was just made. The caller has asked whether this person may have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from registry.documents.workbook import MEDIA_TYPE, table


def as_workbook(name: str, *, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with the rows as an .xlsx that no cache keeps; ``name`` is plain letters without extension."""
    response = HttpResponse(table(title, headings, rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
