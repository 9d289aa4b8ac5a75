"""Fifty rows of a list from a template that is drawn once for each sort of row.

    {% draw_rows "operator_site/mail/lists/_table_row.html" rows %}
    {% draw_alike "web/_keyboard.html" %}

A row is a mapping, and its template knows nothing else: `{{ row.sender }}`. What is a `str` in it is a word, which the
template puts somewhere; anything else is a fact, which it decides by. Of a word it may only decide whether there is
one. Rows that agree in that, and in their facts, differ in nothing but their words: their template is drawn once, with
a mark where each word goes, and each row's words, escaped, are put there.

What is drawn is kept for the next page. It holds no word of anybody's: those of a page come and go with it. So what is
alike on every page needs to be drawn only once, too.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.template import Context, Template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

MARK = "\ue000stencilled_{}\ue001"
MARKED = re.compile(MARK.format(r"(\w+)"))
BROKEN = re.compile("\ue000|stencilled_|\ue001", re.IGNORECASE)


class WordChanged(Exception):
    """A row's template has cut or changed a word, or measured it: it may only put it somewhere. Make it a fact."""


class Stencil(NamedTuple):
    # For the % operator, and the words it takes.
    form: str
    takes: list[str]

    def fill(self, row: Mapping[str, Any]) -> str:
        return self.form % tuple([_escaped(row[name]) for name in self.takes])


def draw_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> SafeString:
    template, language = get_template(name).template, get_language() or "en"
    return mark_safe("".join([_stencil(template, language, _sort(row)).fill(row) for row in rows]))


def draw_alike(name: str, row: Mapping[str, Any] | None = None) -> SafeString:
    """A piece of which there is one on a page."""
    return draw_rows(name, [row or {}])


def _sort(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The row with marks for its words."""
    return tuple([(name, _mark(name, value) if isinstance(value, str) else value) for name, value in row.items()])


def _mark(name: str, word: str) -> str:
    return MARK.format(name) if word else ""


# A template that was edited is another object, and drawn anew.
@lru_cache(maxsize=1024)
def _stencil(template: Template, language: str, sort: tuple[tuple[str, Any], ...]) -> Stencil:
    with override(language):
        drawn = template.render(Context({"row": dict(sort)}))
    *around, rest = MARKED.split(drawn)
    texts, takes = [*around[::2], rest], around[1::2]
    if not set(takes) <= {name for name, _fact in sort} or BROKEN.search("".join(texts)):
        raise WordChanged(template.name)
    return Stencil("%s".join(text.replace("%", "%%") for text in texts), takes)


def _escaped(word: str) -> str:
    return word if isinstance(word, SafeString) else escape(word)
