"""Finding pieces by words: number, mailbox, names, sender, tracking number, shelf, note, and the text on the label."""

from django.db import connections

from boxholder.mail.search import postgres_find, sqlite
from boxholder.mail.search.scope import TABS, Scope, Tab
from boxholder.mail.search.words import wanted

__all__ = ["TABS", "Scope", "Tab", "find"]


def find(
    scope: Scope, text: str, *, below: int | None = None, above: int | None = None, limit: int, using: str = "default"
) -> list[int]:
    """Numbers of the newest pieces in which every word is found, newest first; only those below that number.

    `above`: the next ones above that number instead, upwards. Text without a letter or digit finds nothing.
    """
    asked = wanted(text)
    if asked.piece is not None and not scope.items.filter(pk=asked.piece).exists():
        asked = wanted(text, knows_pieces=False)
    if asked.is_nothing:
        return []
    engine = postgres_find if connections[using].vendor == "postgresql" else sqlite
    return engine.find(scope, asked, below=below, above=above, limit=limit, using=using)
