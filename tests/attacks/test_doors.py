"""Attacks on the doors: guessing passwords, forged requests, poisoned addresses, sessions, missing second factors."""

from __future__ import annotations

import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from rest_framework.throttling import AnonRateThrottle

from tests.attacks.test_url_walk import addresses
from tests.cast import cast, client_of

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Gia Dang muoi ca com 1945"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
)


def with_password(name: str):
    person = cast(name)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(name: str, password: str = PASSWORD, *, browser: Client | None = None, **headers):
    browser = browser or Client()
    answer = browser.post(reverse("account_login"), {"login": name, "password": password}, **headers)
    return answer, "_auth_user_id" in browser.session


def words(answer) -> str:
    """What a page says, without what differs from page to page anyway."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*"', "", answer.content.decode())


# ---------------------------------------------------------------- guessing


SPELLINGS = {
    "one name": ["hanh"] * 6,
    "capitals": ["hanh", "HANH", "Hanh", "hAnh", "haNh", "hanH"],
    "blanks": ["hanh", " hanh", "hanh ", "  hanh", "hanh  ", " hanh "],
    "phone": ["0900000000", "090 000 0000", "090.000.0000", "+84900000000", "84900000000", "(090) 000-0000"],
    "every name": ["hanh", "hanh@example.vn", "0900000000", "HANH@example.vn", "090 0000 000", "+84 900 000 000"],
}


@pytest.mark.parametrize("names", SPELLINGS.values(), ids=SPELLINGS)
def test_an_account_is_closed_to_guessing_however_its_name_is_spelled(world, names):
    with_password("hanh")
    for number, name in enumerate(names):
        assert not sign_in(name, "wrong", REMOTE_ADDR=f"10.0.0.{number}")[1]
    assert not sign_in("hanh", REMOTE_ADDR="10.0.1.1")[1]
    assert sign_in_of_another(), "only the account under attack is closed"


def sign_in_of_another() -> bool:
    with_password("cuc")
    return sign_in("cuc", REMOTE_ADDR="10.0.1.2")[1]


def test_the_limit_is_not_lifted_by_another_host_name_or_a_forged_address(world):
    with_password("hanh")
    for number in range(6):
        sign_in("hanh", "wrong", HTTP_HOST=f"host{number}.example", HTTP_X_FORWARDED_FOR=f"10.9.0.{number}")
    assert not sign_in("hanh", HTTP_HOST="fresh.example", HTTP_X_FORWARDED_FOR="10.9.1.1")[1]


def test_one_address_cannot_try_many_accounts(world):
    with_password("hanh")
    for number in range(11):
        sign_in(f"nobody{number}", "wrong", HTTP_X_FORWARDED_FOR=f"10.9.0.{number}")
    assert not sign_in("hanh")[1]


def test_a_stranger_cannot_tell_an_account_from_none(world):
    with_password("hanh")
    for _attempt in range(6):
        known, unknown = sign_in("hanh", "wrong", REMOTE_ADDR="10.0.0.1")[0], sign_in("nobody", "wrong")[0]
        assert words(known) == words(unknown)
        assert known.status_code == unknown.status_code


def test_asking_for_a_new_password_does_not_tell_an_account_from_none(world):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": address}, follow=True, REMOTE_ADDR=place)
        for address, place in (("hanh@example.vn", "10.0.0.1"), ("nobody@example.vn", "10.0.0.2"))
    ]
    assert words(answers[0]) == words(answers[1])
    assert answers[0].redirect_chain == answers[1].redirect_chain


def test_mail_boxes_cannot_be_flooded_by_asking_for_new_passwords(world):
    for number in range(20):
        Client().post(reverse("account_reset_password"), {"email": "hanh@example.vn"}, REMOTE_ADDR=f"10.0.0.{number}")
    assert len(mail.outbox) == 5


# ---------------------------------------------------------------- poisoned addresses


def test_a_new_password_is_chosen_on_the_public_address_whatever_host_was_asked(world, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://ocop.example"
    Client().post(reverse("account_reset_password"), {"email": "hanh@example.vn"}, HTTP_HOST="evil.example")
    [message] = mail.outbox
    assert "evil.example" not in message.body
    assert "https://ocop.example/account/password/reset/key/" in message.body


def test_an_installation_with_its_hosts_named_answers_to_no_other(world, settings):
    settings.ALLOWED_HOSTS = ["ocop.example"]
    for path in (reverse("front"), reverse("account_login"), f"/v/{world.certificate.code}"):
        assert Client().get(path, HTTP_HOST="evil.example").status_code == 400


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_leads_nowhere_else(world, place):
    with_password("hanh")
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": "hanh", "password": PASSWORD, "next": place})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))


@pytest.mark.parametrize("place", ELSEWHERE)
def test_choosing_a_language_leads_nowhere_else(world, place):
    browser = client_of("hanh")
    answer = browser.post(reverse("set_language"), {"language": "en", "next": place}, HTTP_REFERER=place)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_out_leads_nowhere_else(world, place):
    answer = client_of("hanh").post(reverse("account_logout"), {"next": place})
    assert (answer.status_code, answer["Location"]) == (302, reverse("front"))


def test_the_way_to_sign_in_comes_back_to_this_site_only(world):
    answer = Client().get(f"{reverse('home')}?next=//evil.example")
    assert answer["Location"] == f"{reverse('account_login')}?next=/home/%3Fnext%3D//evil.example"


# ---------------------------------------------------------------- forged requests and sessions


def test_no_post_happens_without_a_token_of_our_own_pages(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast("giang"))
    outcomes = {
        label: browser.post(path).status_code for label, path, permission, _object in addresses(world) if permission
    }
    assert {label: status for label, status in outcomes.items() if status != 403} == {}


def test_a_session_planted_before_signing_in_is_not_the_one_afterwards(world):
    with_password("hanh")
    browser = Client()
    planted = browser.session
    planted["planted"] = True
    planted.save()
    before = planted.session_key
    assert sign_in("hanh", browser=browser)[1]
    assert browser.session.session_key != before
    spy = Client()
    spy.cookies["sessionid"] = before
    assert spy.get(reverse("home")).status_code == 302


def test_a_new_password_ends_the_sessions_of_a_thief(world):
    with_password("hanh")
    thief, owner = Client(), Client()
    assert sign_in("hanh", browser=thief)[1]
    assert sign_in("hanh", browser=owner)[1]
    new = "Nuoc mam chum sanh 12 thang"
    owner.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert thief.get(reverse("home")).status_code == 302


def test_a_closed_account_works_no_further(world):
    browser = client_of("cuc")
    assert browser.get(reverse("home")).status_code == 200
    person = cast("cuc")
    person.is_active = False
    person.save()
    assert browser.get(reverse("home")).status_code == 302


def test_nobody_is_signed_out_by_a_link(world):
    browser = client_of("hanh")
    browser.get(reverse("account_logout"))
    assert browser.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("name", ["cuc", "duc", "giang", "quoc", "bo", "quan_tri", "tv1", "tv4", "thu", "lan"])
def test_officers_councils_and_authorities_work_only_with_a_second_factor(world, settings, name):
    settings.SECOND_FACTOR = "required"
    browser = client_of(name)
    for page in (reverse("home"), reverse("scoring"), reverse("api-dossier-list")):
        answer = browser.get(page)
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_activate_totp"))


def test_a_producer_is_not_held_up_for_a_second_factor(world, settings):
    settings.SECOND_FACTOR = "required"
    assert client_of("hanh").get(reverse("home")).status_code == 200


# ---------------------------------------------------------------- programs


def test_a_forged_address_does_not_lift_the_throttle_of_the_api(world, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "3/min"})
    statuses = [
        Client().get(reverse("api-province-list"), HTTP_X_FORWARDED_FOR=f"10.9.0.{number}").status_code
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 429, 429]


def test_methods_are_not_overridden(world):
    number = world.scoring.number
    for header in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"):
        for path in (f"/api/v1/dossiers/{number}/", f"/api/v1/products/{world.product.public_id}/"):
            for method in ("DELETE", "PUT", "PATCH"):
                answer = client_of("giang").post(path, {"_method": method, "state": "recognised"}, **{header: method})
                assert answer.status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_api_writes_nothing_but_moves(world, method):
    for path in (f"/api/v1/dossiers/{world.draft.number}/", f"/api/v1/products/{world.product.public_id}/"):
        answer = getattr(client_of("hanh"), method)(path, {"state": "recognised", "name": "X"}, "application/json")
        assert answer.status_code == 405


# ---------------------------------------------------------------- production


def _manage(*command, **environment):
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ocop.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_is_clean_with_a_secret_and_its_hosts_and_refuses_without(tmp_path):
    safe = {
        "SECRET_KEY": (string.ascii_letters + string.digits)[:50],
        "PRODUCTION": "1",
        "ALLOWED_HOSTS": "ocop.example",
        "OCOP_VAR": str(tmp_path),
    }
    clean = _manage("check", "--deploy", "--fail-level", "WARNING", **safe)
    assert (clean.returncode, clean.stdout) == (0, "System check identified no issues (0 silenced).\n"), clean.stderr
    lax = _manage("check", **{**safe, "ALLOWED_HOSTS": "*", "SECOND_FACTOR": "offered", "DEMO": "1", "SECRET_KEY": "x"})
    assert re.findall(r"ocop\.E\d+", lax.stderr) == ["ocop.E001", "ocop.E002", "ocop.E003", "ocop.E004"]
    del safe["SECRET_KEY"]
    assert "PRODUCTION needs a SECRET_KEY of its own." in _manage("check", **safe).stderr
