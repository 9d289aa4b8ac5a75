"""Words on the screen go through gettext, from the first template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import TokenType
from django.utils.text import smart_split

from tests.architecture import html, sources

SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "data-shortcut-label"}
SPEECHLESS_TAGS = {"translate", "trans", "url", "extends", "load", "static", "now", "querystring", "lucide", "icon"}
DEFAULTS = re.compile(r"""\|(?:default|default_if_none|yesno):(["'])(.*?)\1""")


def untranslated_in_template(source: str, *, is_html: bool) -> list[str]:
    found = list(_in_tags(source))
    if not is_html:
        text = html.without_tags(source)
        return found + [f"{n}: {line}" for n, line in enumerate(text.split("\n"), 1) if html.has_words(line)]

    spoken = html.read(source)
    found += [f"{line}: {text.strip()}" for text, line in spoken.texts if html.has_words(text)]
    found += [
        f'{element.line}: {key}="{value}"'
        for element in spoken.elements
        for key, value in element.attributes
        if html.has_words(value)
        and (key in SPOKEN_ATTRIBUTES or (key == "value" and ("type", "submit") in element.attributes))
    ]
    return found


def _in_tags(source: str) -> Iterator[str]:
    """A tag's literal that reads like words ("No mail yet"), and words a filter would put in."""
    for token in html.outside_translation(source):
        if token.token_type == TokenType.BLOCK:
            tag, *bits = smart_split(token.contents)
            for bit in bits if tag not in SPEECHLESS_TAGS else ():
                literal = re.fullmatch(r"""(?:\w+=)?(["'])(.*)\1""", bit, re.DOTALL)
                if literal and re.match(r"[A-Z]|.*[a-z] [a-zA-Z]", literal[2]) and html.has_words(literal[2]):
                    yield f"{token.lineno}: {{% {token.contents} %}}"
        if token.token_type in {TokenType.VAR, TokenType.BLOCK}:
            for match in DEFAULTS.finditer(token.contents):
                if html.has_words(match[2]) and len(match[2]) > 3:  # "en" is a code
                    yield f"{token.lineno}: {token.contents}"


@pytest.mark.parametrize("path", sources.spoken(sources.templates()), ids=sources.name)
def test_templates_speak_through_gettext(path: Path):
    assert untranslated_in_template(path.read_text(), is_html=path.suffix == ".html") == []


@pytest.mark.parametrize(
    ("source", "finds"),
    [
        ("<p>Hello</p>", True),
        ("<p>{% translate 'Hello' %}</p>", False),
        ("<p>{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}</p>", False),
        ('<img alt="A letter">', True),
        ('<img alt="{% translate "A letter" %}">', False),
        ('<input placeholder="Search" class="field">', True),
        ('<input type="submit" value="Send">', True),
        ('<option value="visa">{{ brand }}</option>', False),  # a value nobody reads
        ('{% empty "inbox" "No mail yet" %}{% endempty %}', True),
        ('{% empty "inbox" _("No mail yet") %}{% endempty %}', False),
        ('{% include "web/_card.html" with tone="good" %}', False),
        ('{% chip label="Paid" %}', True),
        ('{{ name|default:"nobody" }}', True),
        ("{# A remark #}{% comment %}Another{% endcomment %}", False),
        ("<p>&nbsp;·&nbsp;×</p>", False),
        ('<a class="{% if a %}is-current{% endif %}" href="{{ url }}">{{ label }}</a>', False),
    ],
)
def test_untranslated_words_would_be_found(source: str, finds: bool):
    assert bool(untranslated_in_template(source, is_html=True)) is finds


# --- Python

SPOKEN_KEYWORDS = {"label", "help_text", "empty_label", "verbose_name", "verbose_name_plural", "error_message"}
SPEAKERS = {  # call → which positional argument is said to somebody
    "success": 1, "info": 1, "warning": 1, "error": 1, "debug": 1, "undoable": 1,
    "ValidationError": 0, "add_error": 1, "RegexValidator": 1,
}  # fmt: skip
RELATIONS = {"OneToOneField", "ManyToManyField"}  # their first argument is a model
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def untranslated_in_python(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found += _spoken_by(node)
        elif isinstance(node, ast.ClassDef):
            found += _labels_of(node)
    return [f"{node.lineno}: {ast.unparse(node)}" for node in found]


def _spoken_by(call: ast.Call) -> Iterator[ast.expr]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = getattr(getattr(call.func, "value", None), "id", "")
    if function in GETTEXT and any(isinstance(argument, ast.JoinedStr) for argument in call.args):
        yield call  # an f-string cannot be found in a catalogue
    position = SPEAKERS.get(function)
    if function in {"success", "info", "warning", "error", "debug"} and owner != "messages":
        position = None
    if owner == "models" and function.endswith("Field") and function not in RELATIONS:
        position = 0
    if position is not None:
        yield from (argument for argument in call.args[position : position + 1] if _is_words(argument))
    yield from (
        keyword.value for keyword in call.keywords if keyword.arg in SPOKEN_KEYWORDS and _is_words(keyword.value)
    )


def _labels_of(node: ast.ClassDef) -> Iterator[ast.expr]:
    """Labels of choices, and a form's Meta.labels and the like."""
    is_choices = any(ast.unparse(base).endswith("Choices") for base in node.bases)
    for statement in node.body:
        if not isinstance(statement, ast.Assign):
            continue
        if is_choices and isinstance(statement.value, ast.Tuple) and _is_words(statement.value.elts[-1]):
            yield statement.value
        named = getattr(statement.targets[0], "id", "")
        if named in {"labels", "help_texts", "verbose_name", "verbose_name_plural"}:
            values = statement.value.values if isinstance(statement.value, ast.Dict) else [statement.value]
            yield from (value for value in values if _is_words(value))


def _is_words(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_words(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _is_words(node.func.value)
    text = node.value if isinstance(node, ast.Constant) else ""
    if isinstance(node, ast.JoinedStr):
        text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return isinstance(text, str) and html.has_words(text)


@pytest.mark.parametrize("path", sources.spoken(sources.python_files()), ids=sources.name)
def test_python_speaks_through_gettext(path: Path):
    assert untranslated_in_python(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "finds"),
    [
        ('messages.success(request, "Saved.")', True),
        ('messages.success(request, _("Saved."))', False),
        ('messages.success(request, f"Saved {box}.")', True),
        ('logger.warning("Nothing %s", 1)', False),  # for the operator's log
        ('raise ValidationError("Too long")', True),
        ('form.add_error("pmb", "Taken")', True),
        ('name = forms.CharField(label="Name")', True),
        ('name = models.CharField("Name", max_length=3)', True),
        ('name = models.CharField(_("Name"), max_length=3)', False),
        ('owner = models.ForeignKey("billing.Invoice")', False),
        ('class Status(models.TextChoices):\n    PAID = "paid", "Paid"', True),
        ('class Status(models.TextChoices):\n    PAID = "paid", _("Paid")', False),
        ('class Meta:\n    labels = {"pmb": "Number"}', True),
        ('_(f"Hello {name}")', True),
    ],
)
def test_untranslated_python_would_be_found(source: str, finds: bool):
    assert bool(untranslated_in_python(source)) is finds
