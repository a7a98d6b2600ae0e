from __future__ import annotations

from django.urls import path

from ratings.signing import book_views, letter_views

urlpatterns = [
    path("dossiers/signing-book/<slug:commune>/", book_views.signing_book, name="signing-book"),
    path("dossiers/request-letter/<slug:commune>/", letter_views.request_letter_choose, name="request-letter"),
    path(
        "dossiers/request-letter/<slug:commune>/letter.docx",
        letter_views.request_letter_file,
        name="request-letter-file",
    ),
    path(
        "dossiers/request-letter/<slug:commune>/template/",
        letter_views.request_letter_template,
        name="request-letter-template",
    ),
    path(
        "dossiers/request-letter/<slug:commune>/template.docx",
        letter_views.request_letter_template_file,
        name="request-letter-template-file",
    ),
    path(
        "dossiers/request-letter/<slug:commune>/template/default/",
        letter_views.request_letter_default,
        name="request-letter-default",
    ),
]
