"""A template as the browser would see it, were every tag and variable silent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

SILENT = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}


@dataclass
class Element:
    tag: str
    attributes: list[tuple[str, str]]
    line: int


@dataclass
class Spoken:
    """What stands in the template itself, outside of translate tags."""

    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[str, int]] = field(default_factory=list)
    scripts: list[tuple[str, int]] = field(default_factory=list)


def outside_translation(source: str) -> Iterator[Token]:
    """Every token that is not inside blocktranslate, a comment, or a block that holds classes (`body_class`)."""
    end = None
    for token in Lexer(source).tokenize():
        word, argument, *_ = [*token.contents.split(), "", ""]
        if token.token_type == TokenType.BLOCK and end is None and word in SILENT:
            end = SILENT[word]
        elif token.token_type == TokenType.BLOCK and end is None and word == "block" and argument.endswith("_class"):
            end = "endblock"
        elif token.token_type == TokenType.BLOCK and word == end:
            end = None
        elif end is None:
            yield token


def without_tags(source: str) -> str:
    """Line breaks stay where they were; a variable becomes a digit, so that attributes keep a value."""
    kept, line = [], 1
    for token in outside_translation(source):
        kept.append("\n" * (token.lineno - line))
        line = token.lineno
        if token.token_type == TokenType.TEXT:
            kept.append(token.contents)
            line += token.contents.count("\n")
        elif token.token_type == TokenType.VAR:
            kept.append("0")
    return "".join(kept)


def read(source: str) -> Spoken:
    parser = _Parser()
    parser.feed(without_tags(source))
    parser.close()
    return parser.spoken


def has_words(text: str) -> bool:
    """Two letters in a row are a word; names are the same in every language."""
    return bool(re.search(r"[^\W\d_]{2}", re.sub(r"\b(Boxholder|Stripe|PMB)\b|&\w+;", "", text)))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.spoken = Spoken()
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in {"script", "style"} else ""
        self.spoken.elements.append(Element(tag, [(key, value or "") for key, value in attrs], self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        heard = self.spoken.scripts if self.inside else self.spoken.texts
        heard.append((data, self.getpos()[0]))
