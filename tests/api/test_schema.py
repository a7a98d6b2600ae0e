"""The schema is what the API does: generated without warnings, and every address tried with made-up values."""

from __future__ import annotations

import io

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from tests.cast import client_of


@pytest.mark.django_db
def test_the_schema_is_valid_without_a_warning():
    written = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)
    assert "openapi: 3" in written.getvalue()


@pytest.mark.django_db
def test_the_page_to_try_it_brings_no_inline_script():
    page = client_of(None).get("/api/docs/").content.decode()
    assert "swagger-ui" in page
    assert "<style" not in page
    assert "<script>" not in page


@pytest.fixture
def _one_connection():
    """Requests through WSGI close the connection that holds the test's transaction, as the test client knows."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("name", [None, "cuc"])
def test_every_address_answers_as_its_schema_says(name):
    schema = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
    headers = {"Cookie": f"sessionid={client_of(name).session.session_key}"} if name else {}
    tried = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method != "get":
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=8,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case):
            answer = case.call(headers=headers)
            assert answer.status_code < 500, case.as_curl_command()
            if answer.status_code == 200:
                case.validate_response(answer)

        ask()
        tried.add(operation.path)
    assert {"/api/v1/catalogue/", "/api/v1/certificates/{code}/", "/api/v1/dossiers/", "/api/v1/communes/"} <= tried
