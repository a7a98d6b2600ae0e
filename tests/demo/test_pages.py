"""Every page of the demonstration, for everybody, opens and says that its data are illustrations."""

import io

import pypdfium2
import pytest
import time_machine
from django.test import Client

from registry.accounts.models import User
from tests.demo.crawling import STARTS, pages
from tests.demo.loaded import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.no_cover]
MARK = "DỮ LIỆU MINH HỌA"
PEOPLE = [
    "hanh",
    "bien",
    "cuc",
    "dung",
    "duc",
    "em",
    "giang",
    "hung",
    "lan",
    "tv1",
    "tv6",
    "tv7",
    "thu",
    "quoc",
    "bo",
    None,
]


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(document[0].get_textpage().get_text_range().split())


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_opens_and_is_marked_as_illustration(demo, name):
    with time_machine.travel(NOW, tick=False):
        client = Client()
        if name:
            client.force_login(User.objects.get(username=name))
        broken, unmarked, seen = [], [], 0
        for address, answer in pages(client, *STARTS):
            kind = answer.get("Content-Type", "")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.status_code in {301, 302}:
                continue
            if answer.status_code != 200:
                # What is linked must open; the starts may be somebody else's.
                broken += [(address, answer.status_code)] if address not in STARTS else []
            elif "html" in kind and b"<html" in body:
                seen += 1
                unmarked += [address] if MARK not in body.decode() else []
            elif kind == "application/pdf" and not address.startswith("/evidence/") and "/scan/" not in address:
                unmarked += [address] if MARK not in words_of(body) else []
    assert broken == []
    assert unmarked == []
    assert seen >= 4
