import datetime as dt
import re
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from registry.access.answers import ALLOWED, refuse


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def shown(source, **context):
    request = RequestFactory().get(context.pop("path", "/list/"))
    html = engines["django"].from_string("{% load ocop sheets %}" + source).render(context, request)
    return re.sub(r"\s+", " ", html).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_chip_carries_icon_word_and_colour():
    state = SimpleNamespace(label="Đang soạn", icon="pencil", tone="info")
    html = shown("{% chip state %}", state=state)
    assert 'class="chip chip-info"' in html
    assert "sprite.svg#pencil" in html
    assert words(html) == "Đang soạn"


def test_a_chip_of_unknown_colour_or_icon_still_speaks():
    html = shown("{% chip state %}", state=SimpleNamespace(label="Lạ", icon="no-such-icon", tone="purple"))
    assert 'class="chip chip-neutral"' in html
    assert "sprite.svg#dot" in html
    assert words(html) == "Lạ"


@pytest.mark.parametrize(("count", "empty", "word"), [(5, 0, "5 sao"), (3, 2, "3 sao"), (0, 5, "chưa có hạng sao")])
def test_stars_are_drawn_and_read_once(count, empty, word):
    html = shown("{% stars n %}", n=count)
    assert (html.count("<svg"), html.count('class="empty"'), words(html)) == (5, empty, word)
    assert html.count('aria-hidden="true"') == 5


def test_whose_turn_says_who_how_long_and_until_when():
    html = shown('{% whose_turn "UBND xã Cam Lộ" days=6 due=due %}', due=dt.date(2026, 12, 1))
    assert words(html) == "Đang chờ: UBND xã Cam Lộ còn 6 ngày làm việc hạn 01/12/2026"
    assert 'datetime="2026-12-01"' in html


def test_a_refused_button_is_disabled_and_says_why():
    answer = refuse("hộ chưa có giấy đăng ký kinh doanh.", article="khoản 3 Điều 2", remedy="Cần nhập số.")
    html = shown('{% button "Nộp hồ sơ" name="move" value="file" refusal=answer %}', answer=answer)
    assert "disabled" in html
    assert "submit" not in html
    assert words(html) == "Nộp hồ sơ hộ chưa có giấy đăng ký kinh doanh. (khoản 3 Điều 2) Cần nhập số."


def test_an_allowed_button_sends_its_value_and_names_the_consequence():
    source = '{% button "Nộp hồ sơ" name="move" value="file" refusal=answer confirm=consequence %}'
    html = shown(source, answer=ALLOWED, consequence="Không sửa được <nữa>.")
    assert html == (
        '<button type="submit" class="btn btn-primary" name="move" value="file" '
        'data-confirm="Không sửa được &lt;nữa&gt;.">Nộp hồ sơ</button>'
    )


def test_a_button_with_an_address_is_a_link():
    assert shown('{% button "Xem" url="/x/" kind="quiet" %}') == '<a class="btn btn-quiet" href="/x/">Xem</a>'


def test_a_refusal_has_its_three_parts_and_leaves_out_what_is_missing():
    assert words(shown("{% refusal a %}", a=refuse("thiếu.", article="Điều 2", remedy="bổ sung."))) == (
        "Chưa thực hiện được: thiếu. Căn cứ: Điều 2 Cần làm: bổ sung."
    )
    assert words(shown("{% refusal a %}", a=refuse("thiếu."))) == "Chưa thực hiện được: thiếu."


def test_text_of_people_is_never_markup():
    evil = "<script>alert(1)</script>"
    html = shown(
        "{% chip label=x %}{% person x x x %}{% facts f %}{% callout 'info' title=x %}{{ x }}{% endcallout %}"
        "{% card x %}{{ x }}{% endcard %}{% fact x %}{{ x }}{% endfact %}{% button x confirm=x %}{% empty_state x x %}",
        x=evil,
        f={evil: evil},
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 16


def test_pages_and_sorting_keep_the_other_parameters():
    page = Paginator(range(100), 10).get_page(3)
    html = shown("{% pagination page %}", page=page, path="/list/?q=mam&page=3")
    assert 'href="?q=mam&amp;page=4"' in html
    assert words(html).startswith("21–30 trong tổng số 100")
    head = shown('{% sort_header "Điểm" "points" %}', path="/list/?q=mam&page=3&sort=points")
    assert 'aria-sort="ascending"' in head
    assert 'href="?q=mam&amp;sort=-points"' in head


def test_one_page_needs_no_pagination():
    assert shown("{% pagination page %}", page=Paginator(range(3), 10).get_page(1)) == ""


def test_a_chart_has_its_figures_as_a_table():
    html = shown('{% bar_chart "Ba sao nhiều nhất" rows %}', rows=[("3 sao", 200), ("4 sao", 50)])
    assert re.findall(r'<rect width="(\d+%)"', html) == ["100%", "25%"]
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    assert words(table) == "3 sao 200 4 sao 50"


def sheet_line(**more):
    line = SimpleNamespace(code="3.1", text="Nguyên liệu", maximum=3)
    options = [SimpleNamespace(value=7, text="ít", points=1), SimpleNamespace(value=8, text="nhiều", points=3)]
    source = "{% sheet_line line options name='l' chosen=chosen none_fits=none_fits closed=closed remark_name='r' %}"
    return shown(source, line=line, options=options, **{"chosen": "", "none_fits": False, "closed": "", **more})


def test_a_line_is_a_native_radio_group_with_its_question_as_legend():
    html = sheet_line(chosen=8)
    assert words(html[html.index("<legend>") : html.index("</legend>")]) == "3.1 Nguyên liệu"
    assert re.findall(r'type="radio" name="l" value="(\w+)" id="(\w+)"( checked)?', html) == [
        ("7", "l_1", ""),
        ("8", "l_2", " checked"),
    ]
    assert "3 điểm" in words(html)


def test_none_fits_is_offered_only_where_the_law_prints_no_zero():
    assert 'value="none"' not in sheet_line()
    assert re.search(r'value="none" id="l_0" checked', sheet_line(none_fits=True, chosen="none"))


def test_a_line_that_does_not_apply_says_so_and_has_no_choices():
    html = sheet_line(closed="Không áp dụng vì sản phẩm không có câu chuyện.")
    assert "radio" not in html
    assert "Không áp dụng vì sản phẩm không có câu chuyện." in words(html)


def test_the_foot_shows_parts_total_and_expected_star():
    parts = [("A", 34, 40), ("B", 18, 25), ("C", 27, 35)]
    html = shown("{% total_foot parts total stars=4 answered=24 lines=26 %}", parts=parts, total=Fraction(398, 5))
    assert words(html) == "A 34/40 B 18/25 C 27/35 Tổng 79,60 Hạng dự kiến: 4 sao đã trả lời 24/26 tiêu chí"


class Example(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trên nhãn.")
    kind = forms.ChoiceField(label="Loại", widget=forms.RadioSelect, choices=[("a", "Lần đầu"), ("b", "Nâng hạng")])
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Đồng ý")

    def clean(self):
        if self.data.get("note") == "trùng":
            self.add_error(None, "Hồ sơ này đã có.")


def test_a_field_is_tied_to_its_label_help_and_error():
    html = shown("{{ form }}", form=Example({"kind": "a", "note": "giữ lại", "agreed": "on"}))
    assert '<label for="id_name">Tên<' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_summary_links_to_every_wrong_field_and_nothing_typed_is_lost():
    html = shown("{{ form }}", form=Example({"name": "Mắm", "note": "trùng"}))
    summary = html[html.index('id="error-summary"') : html.index("</ul>")]
    assert re.findall(r'href="#(\w+)"', summary) == ["id_kind", "id_agreed"]
    assert "Hồ sơ này đã có." in summary
    assert all(f'id="{target}"' in html for target in ("id_kind", "id_agreed"))
    assert 'value="Mắm"' in html
    assert "trùng</textarea>" in html


def test_a_choice_is_a_fieldset_with_a_legend():
    html = shown("{{ form }}", form=Example())
    assert re.search(r'<fieldset[^>]* id="id_kind">\s*<legend>Loại', html)
    assert len(re.findall(r'<label class="choice" for="id_kind_\d">', html)) == 2


def test_only_required_fields_are_marked():
    html = shown("{{ form }}", form=Example())
    assert html.count('class="required"') == 3
    assert 'class="required"' not in html[html.index('for="id_note"') : html.index("<textarea")]


def test_ids_are_unique_in_a_form():
    ids = re.findall(r' id="([^"]+)"', shown("{{ form }}", form=Example({})))
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.django_db
def test_the_gallery_shows_every_component(client):
    html = client.get("/components/").content.decode()
    for sign in (
        "chip-warning", "stars", "whose-turn", "clock-danger", "timeline", "evidence", "person-name", "table-cards",
        "board", "drawer", "tabs", "pagination", "stepper", "callout-success", "refusal", "empty-state", "toast-template",
        'id="confirm"', "save-state", "tile-value", "chart-rows", "facts", "sheet-line", "total-foot", "upload-list",
        "error-summary", "verdict-success", "worklist", "product-card",
    ):  # fmt: skip
        assert sign in html, sign


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_names_its_language(client, language):
    client.cookies["django_language"] = language
    html = client.get("/components/").content.decode()
    assert f'<html lang="{language}">' in html


@pytest.mark.django_db
def test_illustrative_data_is_marked_on_every_page(client, settings):
    settings.DEMO = True
    assert "DỮ LIỆU MINH HỌA" in client.get("/components/").content.decode()
    settings.DEMO = False
    assert "DỮ LIỆU MINH HỌA" not in client.get("/components/").content.decode()
