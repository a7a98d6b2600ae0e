"""What is sent after the session ended: nobody reads "saved", and signing in leads back to the page of the form."""

import pytest

from tests import builders
from tests.cast import client_of

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/?next="


def test_a_part_that_htmx_asks_for_is_refused_not_led_to_the_sign_in():
    dossier = builders.a_draft()
    answer = client_of(None).post(f"/dossiers/{dossier.number}/forms/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "Chưa thực hiện được" in answer.content.decode()


def test_something_sent_leads_back_to_the_page_on_which_it_was_filled_in():
    dossier = builders.a_draft()
    page = f"/dossiers/{dossier.number}/checks/"
    answer = client_of(None).post(
        f"/dossiers/{dossier.number}/consent/", headers={"Referer": f"http://testserver{page}?from=list#consent"}
    )
    assert answer["Location"] == f"{SIGN_IN}{page}%3Ffrom%3Dlist"


@pytest.mark.parametrize("sender", ["", "https://example.org/dossiers/", "http://testserver.example.org/"])
def test_no_other_site_says_where_one_goes_on(sender):
    dossier = builders.a_draft()
    place = f"/dossiers/{dossier.number}/forms/"
    answer = client_of(None).post(place, headers={"Referer": sender})
    assert answer["Location"] == f"{SIGN_IN}{place}"


def test_a_page_that_is_only_read_is_itself_where_one_goes_on():
    answer = client_of(None).get("/producers/?q=gia", headers={"Referer": "http://testserver/home/"})
    assert answer["Location"] == f"{SIGN_IN}/producers/%3Fq%3Dgia"
