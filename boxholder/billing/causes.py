"""What caused a charge. Billing lies beneath the rooms that cause cost, so it knows causes by label and id.

A room that causes charges says once, when it is loaded, how its causes are called and which pages show them:

    causes.register("mail.actionrequest", words=_("Request"), desk="desk:request", renter="renter:request")

`anchor` names the part of that page that explains the charge.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

_pages: dict[str, tuple[str | Promise, dict[str, str], str]] = {}


@dataclass(frozen=True)
class Cause:
    label: str
    id: str

    @classmethod
    def of(cls, subject: Model) -> "Cause":
        return cls(subject._meta.label_lower, str(subject.pk))


def register(label: str, *, words: str | Promise, desk: str = "", renter: str = "", anchor: str = "") -> None:
    """`desk` and `renter` name the address that shows such a cause to staff and to the renter; it takes the id."""
    _pages[label] = (words, {"desk": desk, "renter": renter}, f"#{anchor}" if anchor else "")


def words_of(cause: Cause) -> str:
    """How such a cause is called; empty where nobody has said."""
    return str(_pages[cause.label][0]) if cause.label in _pages else ""


def url_of(cause: Cause, door: str) -> str:
    """Its page behind this door ("desk" or "renter"); empty where there is none."""
    _words, names, anchor = _pages.get(cause.label, ("", {}, ""))
    if not names.get(door):
        return ""
    try:
        return reverse(names[door], args=[cause.id]) + anchor
    except NoReverseMatch:  # the room is there, its page is not built yet
        return ""


def link(charges: Iterable, door: str) -> list:
    """The charges, posted or only run up, each with the `cause_words` and `cause_url` of what caused it.

    They are for a page behind this door.
    """
    linked = list(charges)
    for charge in linked:
        charge.cause_words, charge.cause_url = words_of(charge.cause), url_of(charge.cause, door)
    return linked
