"""A candidate's reasons as a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from boxholder.mail.recognition.proposal import Reason


def words(reasons: Iterable[Reason]) -> str:
    """ "PMB 234 and 'ACME LLC' both match"; what speaks against it follows."""
    given = list(reasons)
    agreeing = [fact for reason in given if (fact := _fact(reason))]
    doubts = [doubt for reason in given if (doubt := _doubt(reason))]
    return "; ".join([*_agreement(agreeing), *doubts])


def _fact(reason: Reason) -> str:
    if reason.kind == "pmb":
        return _("PMB %(pmb)s") % {"pmb": reason.found}
    if reason.kind in {"company", "person", "alias"}:
        return _("‘%(name)s’") % {"name": reason.found}
    return ""


def _agreement(facts: list[str]) -> list[str]:
    if not facts:
        return []
    if len(facts) == 1:
        return [_("%(fact)s matches") % {"fact": facts[0]}]
    if len(facts) == 2:
        return [_("%(one)s and %(other)s both match") % {"one": facts[0], "other": facts[1]}]
    return [_("%(several)s and %(last)s all match") % {"several": ", ".join(facts[:-1]), "last": facts[-1]}]


def _doubt(reason: Reason) -> str:
    said, found = {"said": reason.said}, {"said": reason.said, "found": reason.found}
    return {
        "pmb_misread": lambda: _("‘%(said)s’ reads like PMB %(found)s") % found,
        "pmb_close": lambda: _("the label says ‘%(said)s’; PMB %(found)s is close to it") % found,
        "other_pmb": lambda: _("the label says ‘%(said)s’; this is PMB %(found)s") % found,
        "company_close": lambda: _("the label says ‘%(said)s’; ‘%(found)s’ is close to it") % found,
        "person_close": lambda: _("the label says ‘%(said)s’; ‘%(found)s’ is close to it") % found,
        "alias_close": lambda: _("the label says ‘%(said)s’; ‘%(found)s’ is close to it") % found,
        "other_name": lambda: _("the label says ‘%(said)s’, a name this mailbox does not have") % said,
        "shared_name": lambda: _("PMB %(found)s has that name, too") % found,
        "closed": lambda: _("this mailbox is closed"),
        "invited": lambda: _("this mailbox is not activated yet"),
    }.get(reason.kind, str)()
