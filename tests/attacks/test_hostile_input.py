"""Attacks by what is typed and uploaded: broken numbers and signs, markup, programs in names, files that lie."""

from __future__ import annotations

import html
import io
import re
from html.parser import HTMLParser

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ratings.councils.models import Council
from ratings.dossiers.models import CommuneReport, Dossier
from ratings.scoring.models import KnockOut
from ratings.sheets.models import Answer
from registry.access.guards import lifted
from registry.accounts.models import RoleAssignment, User
from registry.evidence.models import EvidenceDocument
from registry.notifications.mailing import message_of
from registry.notifications.models import Notification
from registry.producers.models import Producer
from registry.products.models import Product, ProductPhoto
from tests.attacks.test_url_walk import Walker, addresses
from tests.cast import body_of, cast, client_of
from tests.files.made import pdf, picture

pytestmark = pytest.mark.no_cover
BROKEN = ("\x00", "²", "9" * 5_000, "9" * 21, "-1")
"""What no field expects: a sign databases refuse, a digit that is no number, numbers too long for any column."""
PARAMETERS = (
    "q", "page", "kind", "version", "set_number", "wanted_set", "producer", "product", "name", "paper", "on", "commune",
    "province", "state", "evaluation_round", "stars", "line", "dossier", "code", "field", "limit", "offset", "year",
    "from", "until", "sort", "status", "set", "lang", "size", "ordering", "law", "number", "product__public_id",
)  # fmt: skip
PEOPLE = ("cuc", "giang", "tv4", "hanh", "thu", "quoc", "quan_tri")


class _Forms(HTMLParser):
    """Every form of a page: where it goes and what it sends; revisions are kept, so that a form gets past them."""

    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append((given.get("method", "get").lower(), given.get("action", ""), {}))
        elif tag in {"input", "select", "textarea", "button"} and self.forms and given.get("name"):
            kept = given.get("type") == "hidden" and given["name"].endswith("revision")
            self.forms[-1][2][given["name"]] = given.get("value", "") if kept else None


def _forms(path, answer):
    if "text/html" not in answer.get("Content-Type", ""):
        return []
    page = _Forms()
    page.feed(answer.body.decode())
    return [(action or path, fields) for method, action, fields in page.forms if method == "post"]


def _failures(walker, asked):
    failed = []
    for method, path, data in asked:
        try:
            status = walker.ask(method, path, data).status_code
        except Exception as error:  # noqa: BLE001 - every failure is reported with its address
            failed.append(f"{method} {path} {str(data)[:60]}: {type(error).__name__}: {str(error)[:200]}")
        else:
            if status >= 500:
                failed.append(f"{method} {path} {str(data)[:60]}: {status}")
    return failed


def _pages(world):
    """Every page that can be read, once, with somebody who reads it."""
    left = [
        (label, path)
        for label, path, permission, _object in addresses(world)
        if permission
        and label not in {"api-schema", "api-docs", "components", "dossier-paper", "certificate-pdf"}
        and not label.startswith(("account_", "mfa_", "usersessions"))
    ]
    drafts = ("dossier-forms", "dossier-self-score", "dossier-checks", "dossier-file", "dossier-retract")
    left += [(page, reverse(page, args=[world.draft.number])) for page in drafts]
    left += [(page, reverse(page, args=[world.prepared.pk])) for page in ("decision", "decision-sign")]
    left.append(("product-new", f"{reverse('product-new')}?producer={world.producer.pk}"))
    for name in PEOPLE:
        walker, still = Walker(name), []
        for label, path in left:
            answer = walker.ask("get", path)
            if answer.status_code == 200:
                yield walker, path, answer
            else:
                still.append((label, path))
        left = still


def test_no_broken_parameter_breaks_a_page(world):
    failed = []
    for walker, path, _answer in _pages(world):
        failed += _failures(walker, [("get", path, dict.fromkeys(PARAMETERS, value)) for value in BROKEN])
    assert failed == []


def test_no_broken_field_breaks_a_form(world):
    seen, failed = set(), []
    for walker, path, answer in _pages(world):
        for action, fields in _forms(path, answer):
            if (action, *fields) not in seen:
                seen.add((action, *fields))
                filled = [
                    {field: value if kept is None else kept for field, kept in fields.items()} for value in BROKEN
                ]
                failed += _failures(walker, [("post", action, data) for data in filled])
                failed += _failures(walker, [("post", action, dict.fromkeys(fields, "9" * 21))])
    assert len(seen) > 30
    assert failed == []


@pytest.mark.parametrize("number", [2**31, 2**63])
def test_a_number_too_large_for_a_column_is_not_found(world, number):
    walkers = [Walker(name) for name in ("cuc", "giang", "tv4", "quan_tri")]
    found = []
    for _label, path, permission, is_object in addresses(world):
        if not permission or not is_object:
            continue
        for digits in re.finditer(r"(?<=/)\d{1,4}(?=/|$)", path):
            huge = f"{path[: digits.start()]}{number}{path[digits.end() :]}"
            for walker in walkers:
                found += _failures(walker, [("get", huge, None), ("post", huge, None)])
    assert found == []


SEARCHES = (
    "/catalogue/", "/api/v1/catalogue/", "/api/v1/communes/", "/api/v1/dossiers/", "/api/v1/products/",
    "/api/v1/producers/", "/dossiers/", "/products/", "/producers/", "/certificates/", "/places/communes",
)  # fmt: skip


@pytest.mark.parametrize("path", SEARCHES)
def test_a_search_of_a_thousand_words_is_answered(world, path):
    words = " ".join(f"w{number}" for number in range(2_000))
    assert _failures(Walker("giang"), [("get", path, {"q": words}), ("get", path, {"q": "%" * 2_000})]) == []


def test_a_name_of_a_thousand_words_is_compared(world):
    asked = {"producer": world.producer.pk, "name": " ".join(f"w{number}" for number in range(2_000))}
    assert _failures(Walker("cuc"), [("get", reverse("product-duplicates"), asked)]) == []


def test_a_page_of_the_api_has_a_largest_size(world):
    for page in ("communes", "catalogue", "certificates", "criteria-sets"):
        answer = client_of(None).options(f"/api/v1/{page}/?limit=1000000")
        assert answer.status_code in {200, 405}
    body = client_of(None).get("/api/v1/criteria-sets/?limit=3").json()
    assert body["next"].endswith("limit=3&offset=3")
    Product.objects.bulk_create(
        Product(
            producer=world.producer, commune=world.product.commune, name=f"Mắm {number}", folded=f"mam {number}",
            search=f"mam {number}", set_number=9, created_by=cast("cuc"), created_at=world.product.created_at,
        )
        for number in range(210)
    )  # fmt: skip
    assert len(client_of("cuc").get("/api/v1/products/?limit=1000000").json()["results"]) == 200


# ---------------------------------------------------------------- markup in what is typed


MARK = "\"'><i id=xss>&"
RAW = "<i id=xss>"
TYPED = {
    Producer: ("name", "address", "history", "structure", "representative_name", "representative_position"),
    Product: ("name", "description", "specification", "standard", "story"),
    EvidenceDocument: ("title", "number", "issuer"),
    Dossier: ("materials_and_technology", "quality_change", "markets", "business_results", "plan", "changes"),
    CommuneReport: ("local_materials", "local_labour", "idea_origin", "local_identity"),
    Council: ("name",),
    KnockOut: ("reason",),
    Answer: ("remark",),
    User: ("full_name",),
    RoleAssignment: ("position", "signs_as"),
}


def _written_everywhere(text: str) -> None:
    """Put ``text`` wherever people type, as rows: what a form would have kept out must not be trusted to have been."""
    with lifted("default"):
        for model, fields in TYPED.items():
            sizes = {name: getattr(model._meta.get_field(name), "max_length", None) for name in fields}
            model.objects.update(**{name: text[: size or None] for name, size in sizes.items()})
        for row in Notification.objects.all():
            row.values = {
                name: text if isinstance(said, str) and not name.endswith("_on") else said
                for name, said in row.values.items()
            }
            row.save(update_fields=["values"])


@pytest.mark.any_engine
@pytest.mark.parametrize("name", ["hanh", "cuc", "duc", "giang", "quoc", "tv1", "thu", "lan", "quan_tri", None])
def test_what_people_type_is_never_markup(world, name):
    _written_everywhere(MARK)
    walker = Walker(name)
    shown = []
    for label, path, permission, _object in addresses(world):
        if permission is None or label in {"api-schema", "dossier-paper", "components", "certificate-pdf"}:
            continue
        answer = walker.ask("get", path)
        if "text/html" in answer.get("Content-Type", "") and RAW in answer.body.decode():
            shown.append(label)
    assert shown == []
    profile = walker.ask("get", reverse("producer", args=[world.producer.pk])).body.decode()
    assert (html.escape(MARK) in profile) is (name in {"hanh", "cuc", "duc", "giang", "quoc", "thu"})


def test_letters_carry_names_as_words(world):
    _written_everywhere(MARK)
    for row in Notification.objects.filter(channel="email").select_related("recipient")[:20]:
        message = message_of(row)
        [(rich, kind)] = message.alternatives
        assert kind == "text/html"
        assert RAW not in rich
        assert html.escape(MARK) in rich


def test_a_name_writes_no_header(world):
    _written_everywhere("Mắm\r\nBcc: evil@example.vn\r\nSet-Cookie: a=b")
    row = Notification.objects.filter(channel="email").select_related("recipient").first()
    sent = message_of(row).message()
    assert "Bcc" not in sent
    assert sent["To"] == row.recipient.email
    answer = client_of("cuc").get(reverse("evidence-file", args=[world.version.pk]))
    body_of(answer)
    assert [value for _name, value in answer.items() if "\n" in value or "\r" in value] == []
    assert "a" not in answer.cookies


PROGRAM = '#panic("typst") #read("/etc/passwd") ]$*_`<a>'


def test_a_name_is_no_program_on_paper(world):
    _written_everywhere(PROGRAM)
    for form in ("form-01", "form-02", "form-03"):
        answer = client_of("giang").get(reverse("dossier-paper", args=[world.recognised.number, form]))
        assert answer["Content-Type"] == "application/pdf"
        document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
        text = "".join("".join(page.get_textpage().get_text_range() for page in document).split())
        assert '#panic("typst")#read("/etc/passwd")]$*_`<a>' in text.replace("“", '"').replace("”", '"')
        assert "root:" not in text


# ---------------------------------------------------------------- files


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PAGE = b"<!doctype html><script>alert(1)</script>"
LIARS = {
    "svg": SVG,
    "html": PAGE,
    "html behind the mark of a gif": b"GIF89a" + PAGE,
    "html behind the mark of a pdf": b"%PDF-1.7\n" + PAGE,
    "html behind the mark of a jpeg": b"\xff\xd8\xff\xe0" + PAGE,
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "zip": b"PK\x03\x04" + PAGE,
}


@pytest.mark.parametrize("data", LIARS.values(), ids=LIARS)
def test_a_file_that_lies_is_kept_nowhere(world, data):
    browser = client_of("hanh")
    photos = ProductPhoto.objects.count()
    for name, kind in (("anh.jpg", "image/jpeg"), ("giay.pdf", "application/pdf"), ("hinh.svg", "image/svg+xml")):
        sent = {"photo": SimpleUploadedFile(name, data, kind), "camera": SimpleUploadedFile(name, data, kind)}
        browser.post(reverse("product-photo-add", args=[world.product.public_id]), sent)
        paper = {"kind": "1", "title": "Giấy", "file": SimpleUploadedFile(name, data, kind)}
        assert browser.post(reverse("evidence-new", args=[world.producer.pk]), paper).status_code == 422
    assert not EvidenceDocument.objects.filter(title="Giấy").exists()
    assert ProductPhoto.objects.count() == photos


def test_a_photo_that_is_also_a_page_is_shown_as_our_own_picture(world):
    browser = client_of("hanh")
    twofold = SimpleUploadedFile("a.html", picture() + PAGE, content_type="text/html")
    browser.post(reverse("evidence-new", args=[world.producer.pk]), {"kind": "1", "title": "Hai mặt", "file": twofold})
    version = EvidenceDocument.objects.get(title="Hai mặt").versions.get()
    shown = browser.get(reverse("evidence-page", args=[version.pk, 1]))
    assert PAGE not in body_of(shown)
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Type"].startswith("image/")
    original = browser.get(reverse("evidence-file", args=[version.pk]))
    body_of(original)
    assert original["Content-Disposition"].startswith("attachment;")
    assert original["Content-Type"] == "image/jpeg"
    assert "sandbox" in original["Content-Security-Policy"]


def test_stored_files_have_no_address_of_their_own(world):
    name = world.version.file.content.name
    places = (
        f"/media/{name}",
        f"/{name}",
        f"/static/{name}",
        f"/static/../media/{name}",
        "/static/..%2f..%2fmanage.py",
    )
    assert {client_of("cuc").get(path).status_code for path in places} == {404}


def test_every_page_forbids_foreign_and_inline_script(world):
    for name, path in ((None, "/"), (None, f"/v/{world.certificate.code}"), ("hanh", reverse("home"))):
        policy = client_of(name).get(path)["Content-Security-Policy"]
        assert re.search(r"script-src 'self'(;|$)", policy)
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_a_token_of_a_kept_file_cannot_be_forged_or_borrowed(world):
    sent = {"kind": "", "title": "", "file": SimpleUploadedFile("a.pdf", pdf(), content_type="application/pdf")}
    own = client_of("hanh").post(reverse("evidence-new", args=[world.producer.pk]), sent).content.decode()
    [field] = re.findall(r'<input[^>]*name="kept"[^>]*>', own)
    token = re.search(r'value="([^"]+)"', field).group(1)
    for stolen, name in ((token, "bien"), (str(world.version.file_id), "hanh"), (f"{token}x", "hanh")):
        place = Producer.objects.get(memberships__user=cast(name)).pk
        paper = {"kind": "1", "title": "Mượn", "kept": stolen}
        assert client_of(name).post(reverse("evidence-new", args=[place]), paper).status_code == 422
    assert not EvidenceDocument.objects.filter(title="Mượn").exists()
