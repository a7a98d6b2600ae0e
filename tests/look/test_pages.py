import pytest
from django.template.loader import render_to_string
from django.utils import translation

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"]


@pytest.mark.parametrize("name", ERROR_PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_error_page_needs_no_context_and_shows_a_way_on(name, language):
    with translation.override(language):
        html = render_to_string(name)
    assert 'class="btn" href="' in html
    assert "<script" not in html
    assert len(html.encode()) < 4096


@pytest.mark.django_db
def test_sign_in_explains_which_names_are_understood(client):
    html = client.get("/account/login/").content.decode()
    assert "Số điện thoại, e-mail hoặc tên đăng nhập" in html
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html


@pytest.mark.django_db
def test_a_wrong_password_keeps_the_name_and_says_so_in_vietnamese(client):
    html = client.post("/account/login/", {"login": "0912345678", "password": "sai"}).content.decode()
    assert 'value="0912345678"' in html
    assert "mật khẩu chưa đúng" in html
    assert 'href="#' not in html.split('id="error-summary"')[1].split("</div>")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/account/logout/", "/account/2fa/", "/account/sessions/", "/account/password/change/",
        "/account/reauthenticate/", "/account/2fa/totp/activate/",
    ],
)  # fmt: skip
def test_pages_of_the_account_speak_vietnamese(client, django_user_model, path):
    user = django_user_model.objects.create_user("minhhoa", "mat-khau-dai", full_name="Nguyễn Thị Minh Họa")
    client.force_login(user)
    response = client.get(path, follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert not [
        word for word in ("Password", "password", "Sign in", "Sign out", "Cancel", "Code<") if f">{word}" in html
    ]
    assert "Placeholder" not in html


@pytest.mark.django_db
def test_setting_up_the_second_factor_shows_picture_key_and_recovery_codes(client, django_user_model, settings):
    settings.LOGIN_REDIRECT_URL = "components"
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    user = django_user_model.objects.create_user("minhhoa", "mat-khau-dai", full_name="Nguyễn Thị Minh Họa")
    client.post("/account/login/", {"login": "minhhoa", "password": "mat-khau-dai"})
    client.post("/account/reauthenticate/", {"password": "mat-khau-dai"})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert f'value="{secret}"' in page.content.decode()
    assert 'src="data:image/svg+xml' in page.content.decode()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    after = client.post("/account/2fa/totp/activate/", {"code": code}, follow=True).content.decode()
    assert "Còn 10/10 mã chưa dùng." in after
    assert after.count("<li>") >= 10
    assert user.authenticator_set.count() == 2
