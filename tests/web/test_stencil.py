"""Rows from a stencil are what their template would have drawn for each of them."""

import pytest
from django.template import Context, engines
from django.utils import translation
from django.utils.safestring import mark_safe

from boxholder.web import stencil
from boxholder.web.stencil import WordChanged, draw_alike, draw_rows

ROW = (
    "{% load i18n %}<p title='{{ row.name }}'>{{ row.name }}{% if row.shelf %} 100 % on {{ row.shelf }}{% endif %}"
    "{% if row.is_ticked %} {{ row.look.words }}{% endif %} {{ row.said }} {{ stranger }}</p>"
)


class Look(tuple):
    words = "Ticked"


@pytest.fixture
def row_of(monkeypatch):
    def make(source: str):
        template = engines["django"].from_string(source)
        monkeypatch.setattr(stencil, "get_template", lambda name: template)
        return template

    return make


def row(name="Ann", shelf="", is_ticked=False, said="") -> dict:
    return {"name": name, "shelf": shelf, "is_ticked": is_ticked, "said": said, "look": Look()}


def test_every_sort_of_row_is_drawn_as_by_its_template(row_of):
    template = row_of(ROW)
    rows = [
        row(), row("Ben", "A-1"), row("Chen", "A-2"), row("", "", True), row("<b> & 'x' \"y\"", "%s {} %(name)s"),
        row("Dee", said=mark_safe("<time>Today</time>")), row(stencil.MARK.format("shelf"), "B"),
    ]  # fmt: skip

    one_by_one = "".join(template.template.render(Context({"row": each})) for each in rows)
    assert draw_rows("row.html", rows) == one_by_one
    assert "&lt;b&gt; &amp; &#x27;x&#x27;" in one_by_one


def test_rows_alike_are_drawn_once(row_of):
    template = row_of(ROW)
    drawn = []
    original, template.template.render = template.template.render, lambda context: drawn.append(1) or original(context)

    draw_rows("row.html", [row(f"Ann {n}", shelf="A" * (n % 2)) for n in range(50)])

    assert len(drawn) == 2


def test_a_page_in_another_language_has_its_own(row_of):
    row_of("{% load i18n %}{% get_current_language as language %}{{ language }} {{ row.name }}")

    for language in ("en", "de"):
        with translation.override(language):
            assert draw_rows("row.html", [row()]) == f"{language} Ann"


@pytest.mark.parametrize("change", ["slice:':2'", "upper", "cut:'a'", "urlencode"])
def test_a_word_that_the_template_changes_is_refused(row_of, change):
    row_of(f"{{{{ row.name|{change} }}}}")

    with pytest.raises(WordChanged):
        draw_rows("row.html", [row()])


def test_a_piece_that_is_alike_everywhere_needs_no_row(row_of):
    row_of("{% load i18n %}{% translate 'Search' %} {{ row.name }}")

    assert draw_alike("piece.html") == "Search "
    assert draw_alike("piece.html", row("<Ben>")) == "Search &lt;Ben&gt;"
