"""Every address of the resolver, with the real objects of xã Triệu Cơ, asked by the whole cast: read, and an empty POST.

Nothing fails, nothing opens to the public that is not declared so, no office reaches what its permission does not name,
and to strangers no object exists. What a walk cannot know - which people *may* see an object - the scope tests of each
concept say; here at least one of the cast reads every object, so that the walk does not pass on pages that are empty.
"""

from __future__ import annotations

import re
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils.http import int_to_base36

from ocop.third_party import _BY_NAME
from ratings.councils.models import CouncilPerson, Regulation
from ratings.dossiers.models import Citation, PlanItem
from ratings.scoring.models import MemberSheet
from registry.access.permissions import declared_permission
from registry.producers.models import Membership
from tests.access.test_closed_by_default import all_patterns
from tests.cast import PEOPLE, TWINS, body_of, cast

pytestmark = pytest.mark.no_cover
STRANGERS = ("bien", "khoa", "em", "sen", "tam", "stranger")
"""Another producer, commune and province, and somebody with an account and nothing else."""
WALK_THE_PUBLIC_PAGES = (None, "hanh", "giang")
"""A page that asks nothing of the person is the same for everybody; the schema alone takes half a second."""
_REGISTER = (
    "register-import", "register-import-columns", "register-import-write", "register-import-remaining",
    "register-import-row", "register-import-row-leave",
)  # fmt: skip
_RE_RANKING = ("dossier-renewal", "dossier-base", "dossier-start-agency-report", "dossier-agency-report")
_LINKS = ("producer-link-confirm", "producer-link-end")
FOR_EVERYBODY = {"evidence-help-kind", "line-guidance", "join-ask"}
"""Advice, and the producer one may ask to join: their arguments name nothing that only some may see."""
WALKING = [None, *(name for name in PEOPLE if name not in TWINS)]


def _arguments(world):
    """Real arguments: by name of the address where they matter, else by name of the argument."""
    cited = Citation.objects.filter(dossier=world.recognised).select_related("version").first()
    member = Membership.objects.get(user=cast("hanh"), producer=world.producer)
    person = CouncilPerson.objects.get(council=world.council, user=cast("tv6"))
    own = MemberSheet.objects.get(scoring_round=world.scoring_round, person__user=cast("tv4"))
    session = world.scoring_round.session
    by_argument = {
        "public_id": world.product.public_id,
        "number": world.recognised.number,
        "code": world.certificate.code,
        "council": world.council.pk,
        "dossier": world.scoring.number,
        "version": world.version.pk,
        "page": 1,
        "photo": world.photo.pk,
        "width": 480,
        "membership": member.pk,
        "citation": cited.pk,
        "form": "form-02",
        "person": person.pk,
        "uidb36": int_to_base36(cast("hanh").pk),
        "key": "set-password",
        "item": PlanItem.objects.filter(dossier=world.recognised).first().pk,
        "no": 7,
        "slip": "control-slip",
        "commune": world.producer.commune_id,
        "law": world.recognised.criteria_set.law.code,
        "line": "3.5",
        "upload": world.upload.pk,
        "move": world.handed.pk,
        "link": world.link.pk,
    }
    producer, council = {"pk": world.producer.pk}, {"pk": world.council.pk}
    decision, sheet = {"pk": world.signed.pk}, {"pk": own.pk}
    room = {"council": world.council.pk, "number": session.number}
    document = {"pk": world.version.document_id}
    join = {"pk": world.join.pk}
    register = {"pk": world.register.pk, "row": world.register.rows.get().number}
    account = {"pk": cast("stranger").pk}
    field = {"number": world.late.number, "photo": world.seen.pk}
    sampled = {"number": world.scoring.number}
    by_name = {
        **dict.fromkeys(("person", "person-contact", "person-password", "person-close", "person-reopen"), account),
        "office-end": {"pk": cast("cuc").pk, "office": cast("cuc").role_assignments.get().pk},
        **dict.fromkeys(("join-accept", "join-refuse"), join),
        **dict.fromkeys(_REGISTER, register),
        **dict.fromkeys(("dossier-samples", "dossier-sample-labels", "dossier-sample-record"), sampled),
        "dossier-read-back": {"number": world.typed.number},
        **dict.fromkeys(
            ("dossier-field", "dossier-field-photo-add", "dossier-field-photo-remove"), field
        ),
        "dossier-field-photo": {**field, "width": 160},
        "work-handover-minutes": {"pk": world.passed.pk},
        **{key: {"number": world.recognised.number, "pk": world.entered.pk} for key in ("strike-document", "document-scan")},
        "filter-drop": {"pk": world.kept.pk},
        "join-ask": {"pk": world.producer.pk},
        "dossier-return-slip": {"number": world.returned.number, "returned": world.returned.returns.get().pk},
        "dossier-apology": {"number": world.late.number},
        "notification_again": {"pk": world.failed.pk},
        "notification_read": {"pk": world.told.pk},
        "photo": {"pk": world.photo.pk},
        "regulation": {"pk": Regulation.objects.get().pk},
        "result-notice": {"pk": world.notice.pk},
        "session-knock-out-vote": {"pk": world.knock_out.pk},
        "line-guidance": {"number": 9},
        **{name: {"number": world.renewed.number} for name in _RE_RANKING},
        **{name: {"pk": world.producer.pk} for name in ("producer-links", *_LINKS)},
        **{name: {"pk": world.scan.pk} for name in ("paper-file", "paper-file-page")},
        "dossier-recheck": {"number": world.answered.number},
        "api-law-detail": {"code": world.recognised.criteria_set.law.code},
        "api-criteria-set-detail": {"pk": world.recognised.criteria_set_id},
        "api-province-detail": {"pk": world.recognised.province_id},
        "api-commune-detail": {"pk": world.recognised.commune_id},
        "api-producer-detail": producer,
        **dict.fromkeys(("evidence", "evidence-edit", "evidence-version-new", "evidence-cited"), document),
        **dict.fromkeys(("council", "council-confirm", "council-person-add", "council-person-remove"), council),
        **dict.fromkeys(("session-new", "council-statistics"), council),
        **dict.fromkeys(("decision", "decision-scan", "decision-certificates", "decision-sign"), decision),
        **dict.fromkeys(("sheet", "sheet-save", "sheet-send", "sheet-dossier", "sheet-evidence"), sheet),
        **dict.fromkeys(
            (
                "producer", "producer-edit", "producer-members", "producer-member-end", "producer-years",
                "evidence-list", "evidence-new", "producer-products", "producer-end", "producer-resume",
            ),
            producer,
        ),
    }  # fmt: skip
    return by_argument, by_name, room


def addresses(world):
    """Every pattern as (name, path, permission); routes that this project does not offer keep ``None``."""
    by_argument, by_name, room = _arguments(world)
    found = []
    for route, pattern in all_patterns():
        wanted = list(pattern.pattern.converters) or list(getattr(pattern.pattern, "regex", re.compile("")).groupindex)
        given = dict(by_argument)
        if (pattern.name or "").startswith("session") and pattern.name != "session-new":
            given |= room
        given |= by_name.get(pattern.name, {})
        path = reverse(pattern.name, kwargs={name: given[name] for name in wanted})
        match = resolve(path)
        permission = declared_permission(match.func) or _BY_NAME.get(match.url_name or "")
        found.append((pattern.name or route, path, permission, bool(wanted) and pattern.name not in FOR_EVERYBODY))
    return found


class Walker:
    """One person's browser; every request is taken back, the sign-out too."""

    def __init__(self, name):
        self.client = Client()
        if name:
            self.client.force_login(cast(name))
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method, path, data=None):
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer = getattr(self.client, method)(path, data)
            answer.body = body_of(answer)
            transaction.set_rollback(True)
        return answer


def _allowed(name, path, permission, *, is_object):
    """Return the statuses that an address may answer to somebody, or nothing where only failing is wrong."""
    if permission is None:
        return {403}
    if permission.public:
        return set()
    if name is None:
        return {401} if path.startswith("/api/") else {302}
    if not permission.test(cast(name)):
        return {403}
    # 405 says which methods the address knows, and is answered before any object is looked for.
    return {403, 404, 405} if is_object and name in STRANGERS else set()


def _fault(answer, name, path, permission, *, is_object):
    """Return what is wrong with an answer, or nothing."""
    status, allowed = answer.status_code, _allowed(name, path, permission, is_object=is_object)
    if status >= 500 or (allowed and status not in allowed):
        return f"answers {status}"
    if name is None and allowed == {302} and not answer["Location"].startswith(f"{reverse('account_login')}?next="):
        return f"leads to {answer['Location']}"
    return ""


# No database changes what a permission says. PostgreSQL answers every page in the test below, every form in its own.
@pytest.mark.any_engine
@pytest.mark.parametrize("name", WALKING)
def test_every_address_answers_as_its_permission_says(world, name):
    walker = Walker(name)
    faults = []
    for label, path, permission, is_object in addresses(world):
        if permission and permission.public and name not in WALK_THE_PUBLIC_PAGES:
            continue
        for method in ("get", "post"):
            try:
                answer = walker.ask(method, path)
            except Exception as error:  # noqa: BLE001 - every failure is reported with its address
                faults.append(f"{method} {label} {path}: {type(error).__name__}: {error}")
                continue
            wrong = _fault(answer, name, path, permission, is_object=is_object)
            if wrong:
                faults.append(f"{method} {label} {path}: {wrong}")
    assert faults == []


def test_somebody_of_the_cast_reads_every_object(world):
    """The walk holds data that could leak: each object that can be read at all is read by somebody it belongs to."""
    left = {(label, path) for label, path, permission, is_object in addresses(world) if permission and is_object}
    for name in ("cuc", "giang", "tv4", "hanh", "thu", "quoc", "quan_tri"):
        walker = Walker(name)
        left = {
            (label, path) for label, path in left if walker.ask("get", path).status_code not in {200, 302, 405, 409}
        }
    # No dossier of the world has gone up to the ministry.
    assert {label for label, _path in left} == {"dossier-ministry-accept", "dossier-to-central-council"}
