"""The three values of the form: cleaned of what copying brought along, each in its own field.

A Secret Key pasted into another field is moved before anything is stored or shown: it must never come back in HTML.
"""

import re
import unicodedata
from dataclasses import dataclass, field, fields

QUOTES = "\"'`´‘’‚“”„«»‹›<>"
# The first that is found anywhere in a value says what it is; a secret counts before all else.
KINDS = {
    "secret_key": re.compile(r"(?:rk|sk)_(?:live|test|org)|whsec_"),
    "publishable_key": re.compile(r"pk_(?:live|test)"),
    "account_id": re.compile(r"acct_"),
}

# field → what was in it instead
Misplaced = dict[str, str]


@dataclass(frozen=True)
class Credentials:
    account_id: str = ""
    publishable_key: str = ""
    secret_key: str = field(default="", repr=False)

    @property
    def livemode(self) -> bool:
        return "_live_" in self.secret_key


def clean(text: str) -> str:
    """Without blanks, line breaks, zero-width characters and surrounding quotes: no value of Stripe's has any."""
    return "".join(c for c in text if unicodedata.category(c)[0] not in "ZC").strip(QUOTES)


def kind_of(value: str) -> str:
    """Which field this value belongs to; nothing where it looks like none of them."""
    return next((kind for kind, mark in KINDS.items() if mark.search(value)), "")


def put_right(typed: Credentials) -> tuple[Credentials, Misplaced]:
    """Each value in its own field, and which fields held something else."""
    values = {each.name: getattr(typed, each.name) for each in fields(Credentials)}
    misplaced = {name: kind_of(value) for name, value in values.items() if kind_of(value) not in ("", name)}
    sorted_out = {name: "" if name in misplaced else value for name, value in values.items()}
    for name, kind in misplaced.items():
        sorted_out[kind] = sorted_out[kind] or values[name]
    return Credentials(**sorted_out), misplaced
