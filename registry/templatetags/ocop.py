"""What templates use to show things: every component once, and how numbers and dates are written.

Each component tag renders one file of ``templates/components``; ``/components/`` shows them all. Tags take plain
values, so a missing one is noticed where it is passed, not deep in a component.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from registry.calendar.phrases import dmy, in_days, in_working_days

if TYPE_CHECKING:
    from django.core.paginator import Page

    from registry.access.answers import Answer
    from registry.accounts.models import User

register = template.Library()

SPRITE = "vendor/bootstrap-icons/sprite.svg"
TONES = ("neutral", "info", "success", "warning", "danger")
TONE_ICONS = {
    "neutral": "info-circle",
    "info": "info-circle",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-circle-fill",
}
STARS_AT_MOST = 5


# ---------------------------------------------------------------- numbers, dates, clocks


@register.filter
def in_sentence(place: str) -> str:
    """Write the name of a place as it stands after another word: "Tỉnh Quảng Trị" -> "tỉnh Quảng Trị"."""
    return place[:1].lower() + place[1:]


@register.filter
def points(value: int | Decimal | Fraction | None) -> str:
    """Write points with a decimal comma: ``79`` for an integer, ``79,60`` for a mean, ``-`` for none.

    A mean is cut after two decimals, never rounded: 69,996 must not read as 70,00 (a star depends on it).
    """
    if value is None:
        return "–"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        hundredths = (value * 100).__floor__()
    else:
        hundredths = int((Decimal(value) * 100).to_integral_value(rounding=ROUND_FLOOR))
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100},{abs(hundredths) % 100:02d}"


@register.filter
def number(value: int | None) -> str:
    """Write an integer with dots between thousands: ``18.000``."""
    return "–" if value is None else f"{value:,}".replace(",", ".")


@register.filter
def vndate(value: dt.date | dt.datetime | None) -> str:
    """Write a date as offices do, dd/mm/yyyy, in the time of Viet Nam, whatever the language of the page."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return dmy(value)


@register.filter
def vnmoment(value: dt.datetime | None) -> str:
    """Write a moment as ``14:05 01/12/2026``, in the time of Viet Nam."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M %d/%m/%Y}"


working_days_left = register.filter("working_days_left", in_working_days)
days_left = register.filter("days_left", in_days)


@register.filter
def urgency(days: int | None) -> str:
    """Tone of a clock: late is danger, the last two days are a warning."""
    if days is None:
        return "neutral"
    if days < 0:
        return "danger"
    return "warning" if days <= 2 else "neutral"


@register.filter
def star_words(stars: int | None) -> str:
    """``4 sao``; without a star, say so in words."""
    return _("%(count)s stars") % {"count": stars} if stars else _("no star")


@register.filter
def initials(name: str) -> str:
    """First letters of the last two words: a Vietnamese given name stands at the end."""
    return "".join(word[0] for word in str(name).split()[-2:]).upper()


_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@register.filter
def device_name(user_agent: str) -> str:
    """What a person calls a device: "Chrome · Android" out of what its browser says of itself."""
    found = [next((name for sign, name in table if sign in user_agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, found)) or _("unknown device")


@register.filter
def share_of(value: float, total: float) -> str:
    """``value`` as a percentage of ``total`` for the width of a bar, held between 0 and 100."""
    if not total:
        return "0%"
    return f"{max(0, min(100, round(100 * value / total)))}%"


@register.filter
def unsuffixed(label: str) -> str:
    """A label without the colon that Django adds; our labels stand above their fields."""
    text = str(label).removesuffix(":")
    return SafeString(text) if isinstance(label, SafeString) else text


# ---------------------------------------------------------------- small things, rendered without a template


@cache
def known_icons() -> frozenset[str]:
    """Names in the sprite that is delivered with the system."""
    sprite = Path(settings.BASE_DIR) / "static" / SPRITE
    return frozenset(re.findall(r'<symbol id="([^"]+)"', sprite.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A picture beside a word; with ``label`` it speaks for itself. Unknown names show a dot, never an error."""
    shown = name if name in known_icons() else "dot"
    speaks = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>', classes, speaks, static(SPRITE), shown
    )


_STAR = SafeString('<path d="M8 .6l2.3 4.66 5.14.75-3.72 3.62.88 5.12L8 12.33l-4.6 2.42.88-5.12L.56 6.01 5.7 5.26z"/>')


@register.simple_tag
def stars(count: int | None, size: str = "", *, word: bool = True) -> SafeString:
    """Stars as drawing and word; readers hear "4 sao" once."""
    reached = count or 0
    drawn = format_html_join(
        "",
        '<svg viewBox="0 0 16 16" aria-hidden="true"{}>{}</svg>',
        ((_EMPTY if n >= reached else "", _STAR) for n in range(STARS_AT_MOST)),
    )
    words = format_html('<span class="{}">{}</span>', "stars-word" if word else "visually-hidden", star_words(count))
    return format_html('<span class="stars{}">{}{}</span>', " stars-large" if size == "large" else "", drawn, words)


_EMPTY = SafeString(' class="empty"')


@register.simple_tag
def chip(state: Any = None, *, label: str = "", tone: str = "neutral", picture: str = "") -> SafeString:
    """State as icon, word and colour: an object with ``label``, ``icon`` and ``tone``, or the three themselves."""
    if state is not None:
        label, tone, picture = state.label, str(state.tone), state.icon
    tone = tone if tone in TONES else "neutral"
    return format_html(
        '<span class="chip chip-{}">{}<span>{}</span></span>', tone, icon(picture or TONE_ICONS[tone]), label
    )


# ---------------------------------------------------------------- components with a template of their own


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    url: str = "",
    *,
    kind: str = "primary",
    picture: str = "",
    name: str = "",
    value: str = "",
    confirm: str = "",
    refusal: Answer | None = None,
    form: str = "",
    small: bool = False,
) -> dict[str, Any]:
    """A link with ``url``, else a submit button. ``kind``: primary, quiet, danger, link.

    ``refusal`` (an ``Answer``) disables it and says why; ``confirm`` names the consequence before it happens.
    """
    return {
        "label": label, "url": url, "kind": kind, "picture": picture, "name": name, "value": value,
        "confirm": confirm, "refused": refusal is not None and not refusal,
        "refusal": refusal, "form": form, "small": small,
    }  # fmt: skip


@register.inclusion_tag("components/whose_turn.html")
def whose_turn(who: str, *, days: int | None = None, due: dt.date | None = None, left: str = "") -> dict[str, Any]:
    """Whose turn it is and until when: ``days`` left, ``left`` the same in words (else working days), ``due`` the last."""
    said = left or ("" if days is None else in_working_days(days))
    return {"who": who, "left": said, "due": due, "tone": urgency(days)}


@register.inclusion_tag("components/clock_bar.html")
def clock_bar(
    label: str,
    *,
    used: int,
    total: int,
    started: dt.date | None = None,
    due: dt.date | None = None,
    law: str = "",
    left: str = "",
) -> dict[str, Any]:
    """How much of a legal period of ``total`` working days is used, with its start, end and article.

    ``left`` says in words how much is left, where the caller knows the day; else it follows from the count.
    """
    return {
        "label": label, "used": used, "total": total, "started": started, "due": due, "law": law,
        "left": left or in_working_days(total - used), "tone": urgency(total - used), "width": share_of(used, total),
    }  # fmt: skip


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """History: entries with ``title``, ``at`` and, where there are any, ``who``, ``note``, ``icon``, ``tone``, ``url``."""
    return {"entries": entries}


@register.inclusion_tag("components/person.html")
def person(name: str, role: str = "", place: str = "") -> dict[str, Any]:
    return {"name": name, "role": role, "place": place}


@register.inclusion_tag("components/evidence_card.html")
def evidence_card(
    title: str,
    *,
    url: str = "",
    kind: str = "",
    number: str = "",
    issuer: str = "",
    valid_until: dt.date | None = None,
    expired: bool = False,
    compared: bool = False,
    pages: int | None = None,
    thumbnail: str = "",
) -> dict[str, Any]:
    """One paper of the vault; ``compared`` means the commune has seen the original."""
    return {
        "title": title, "url": url, "kind": kind, "number": number, "issuer": issuer, "valid_until": valid_until,
        "expired": expired, "compared": compared, "pages": pages, "thumbnail": thumbnail,
    }  # fmt: skip


@register.inclusion_tag("components/figure_tile.html")
def figure_tile(value: object, label: str, *, url: str = "", trend: str = "", tone: str = "neutral") -> dict[str, Any]:
    return {"value": value, "label": label, "url": url, "trend": trend, "tone": tone}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(title: str, rows: Iterable[tuple[str, int]], *, unit: str = "") -> dict[str, Any]:
    """Bars with their table behind them; ``title`` is the answer that the chart gives."""
    listed = list(rows)
    most = max((value for _label, value in listed), default=0)
    bars = [{"label": label, "value": value, "width": share_of(value, most)} for label, value in listed]
    return {"title": title, "bars": bars, "unit": unit}


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab or step: for ``tabs`` a link, for ``stepper`` a stage (``done``, ``current``, ``todo``)."""

    label: str
    url: str = ""
    active: bool = False
    count: int | None = None
    state: str = "todo"


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Tabs are links: items with ``label``, ``url``, ``active`` and ``count`` (or none)."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Steps with ``label`` and ``state``: done, current, todo."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("components/refusal.html")
def refusal(answer: Answer, *, title: str = "") -> dict[str, Any]:
    """Chưa thực hiện được / Căn cứ / Cần làm; ``title`` names what is not possible, where nobody has tried it yet."""
    return {"answer": answer, "title": title}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", *, url: str = "", action: str = "", picture: str = "check2-all"
) -> dict[str, Any]:
    """What this page is for and one thing to do."""
    return {"title": title, "text": text, "url": url, "action": action, "picture": picture}


@register.inclusion_tag("components/facts.html")
def facts(items: Mapping[str, object] | Sequence[tuple[str, object]]) -> dict[str, Any]:
    """A definition list; pairs without a value are left out."""
    pairs = items.items() if isinstance(items, Mapping) else items
    return {"pairs": [(term, value) for term, value in pairs if value not in (None, "")]}


@register.inclusion_tag("components/save_state.html")
def save_state(state: str = "saved") -> dict[str, Any]:
    """Indicator of autosave: saved, waiting, offline, failed. ``autosave.js`` moves it on."""
    return {"state": state}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong in these forms, each line a link to its field."""
    return {"forms": [form for form in forms if form is not None and form.errors]}


@register.inclusion_tag("components/upload.html")
def upload(field: Any, *, accept: str = "", uploaded: Iterable[Any] = ()) -> dict[str, Any]:
    """A file field with drop area, thumbnails and progress; ``uploaded`` have ``name``, ``url``, ``thumbnail``."""
    return {"field": field, "accept": accept, "uploaded": uploaded}


@register.simple_tag
def device_seal(user: User) -> SafeString:
    """Name the person to her own browser, and give it the key under which it keeps what she typed (drafts.js).

    Both follow from the installation's secret and the account: another account on the same device reads neither.
    """
    who, key = (salted_hmac(f"ocop.drafts.{part}", str(user.pk), algorithm="sha256") for part in ("person", "key"))
    return format_html('data-person="{}" data-seal="{}"', who.hexdigest()[:16], base64.b64encode(key.digest()).decode())


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page) -> dict[str, Any]:  # type: ignore[type-arg]
    """Pages of a list; keeps the other parameters of the address."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "elided": list(elided), "ellipsis": page.paginator.ELLIPSIS, "request": context["request"]}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: Mapping[str, Any], label: str, key: str, *, css: str = "", parameter: str = "sort"
) -> dict[str, Any]:
    """A column's head that sorts by ``key``; a second use turns the order round (``-key``)."""
    request = context["request"]
    present = request.GET.get(parameter, "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(present, "none")
    query = request.GET.copy()
    query[parameter] = f"-{key}" if present == key else key
    query.pop("page", None)
    return {"label": label, "direction": direction, "query": query.urlencode(), "css": css}


# ---------------------------------------------------------------- components around other content


@register.simple_block_tag
def card(content: str, title: str = "", *, anchor: str = "", folds: bool = False, opened: bool = True) -> SafeString:
    """A section on a card; ``folds`` makes it open and close (long forms)."""
    context = {"content": content, "title": title, "anchor": anchor, "opened": opened}
    return render_to_string("components/card_folding.html" if folds else "components/card.html", context)


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "") -> SafeString:
    tone = tone if tone in TONES else "info"
    context = {"content": content, "tone": tone, "title": title, "picture": TONE_ICONS[tone]}
    return render_to_string("components/callout.html", context)


@register.simple_block_tag
def fact(content: str, term: str) -> SafeString:
    """One pair inside ``<dl class="facts">`` whose value is more than plain text."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", term, content)


@register.simple_block_tag
def data_table(content: str, caption: str = "", *, kind: str = "cards", hide_caption: bool = False) -> SafeString:
    """A table. ``cards`` turns rows into cards on a phone (cells carry ``data-label``); ``board`` keeps its head in sight."""
    context = {"content": content, "caption": caption, "kind": kind, "hide_caption": hide_caption}
    return render_to_string("components/data_table.html", context)


@register.simple_block_tag
def filters(content: str, *, active: int = 0, action: str = "", target: str = "") -> SafeString:
    """A filter panel: beside the list on a desktop, a drawer on a phone. ``target``: htmx replaces that part only."""
    return render_to_string(
        "components/filters.html", {"content": content, "active": active, "action": action, "target": target}
    )
