"""Vietnamese first; English for whoever chose it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "accepted", "expected"),
    [("", "en-US,en", "vi"), ("en", "vi", "en"), ("xx", "en", "vi"), ("", "", "vi")],
)
def test_the_language_is_the_persons_choice_not_the_browsers(cookie, accepted, expected):
    browser = Client(headers={"accept-language": accepted})
    if cookie:
        browser.cookies["django_language"] = cookie
    answer = browser.get("/account/login/")
    assert answer.headers["Content-Language"] == expected
    assert f'<html lang="{expected}"' in answer.content.decode()
