"""Automations in plain sentences: which pieces, what is done with them, when, and what it costs now."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boxholder.billing import allowances
from boxholder.mail.models.automation import Automation
from boxholder.mail.models.automation_turn import AutomationTurn
from boxholder.mail.models.mail_item import MailItem
from boxholder.mail.rhythm import WEEKDAYS, Often

Does, Which, Type = Automation.Does, Automation.Which, MailItem.Type
ONE_OF = {
    Type.LETTER: gettext_lazy("letter"),
    Type.LARGE_ENVELOPE: gettext_lazy("large envelope"),
    Type.PADDED_ENVELOPE: gettext_lazy("padded envelope"),
    Type.MAGAZINE: gettext_lazy("magazine"),
    Type.CHEQUE: gettext_lazy("cheque envelope"),
    Type.LEGAL: gettext_lazy("envelope with legal papers"),
    Type.PARCEL: gettext_lazy("parcel"),
    Type.OVERSIZE: gettext_lazy("oversize piece"),
}


def sentence(automation: Automation) -> str:
    """“Every letter is opened and scanned.”"""
    return str(_done(automation) % {"pieces": _pieces(automation), **_how(automation)})


def in_short(automation: Automation) -> str:
    """For who has such a piece in their hands: “By automation: Open & scan”."""
    if automation.does in {Does.HOLD, Does.KEEP}:
        return _("Hold, by automation")
    if automation.gathers and automation.next_on:
        return _("Stays until %(day)s, then it is forwarded by automation") % {"day": _day(automation.next_on)}
    done = {
        Does.OPEN_AND_SCAN: _("Will be opened and scanned by automation"),
        Does.FORWARD: _("Will be forwarded by automation"),
        Does.SHRED: _("Will be shredded by automation"),
        Does.RECYCLE: _("Will be recycled by automation"),
    }
    return done[Does(automation.does)]


def outcome(turn: AutomationTurn) -> str:
    """Of a piece for which nothing was asked yet: why, and what comes."""
    automation = turn.automation
    if turn.is_gathering or turn.why == turn.Why.KEPT:
        return in_short(automation)
    words = _("Not asked for by automation (%(what)s): %(why)s")
    return words % {"what": automation.get_does_display(), "why": turn.get_why_display()}


def never_has_its_turn(takers: Sequence[Automation]) -> str:
    """`takers`: of `overtaken`."""
    words = ngettext(
        "It never has its turn: %(takers)s stands above it and takes every such piece first.",
        "It never has its turn: %(takers)s stand above it and take every such piece first.",
        len(takers),
    )
    return words % {"takers": get_text_list([f"“{sentence(each)}”" for each in takers], _("and"))}


def price(automation: Automation, now: datetime) -> str:
    """What each costs as things stand: “free, 2 of 5 left until May 31, then 3.00 USD each”."""
    mailbox = automation.mailbox
    if automation.kind is None:
        return _("free; storage counts as usual")
    quote = allowances.quote(mailbox, automation.kind, mailbox.space.today(now))
    if not quote.is_allowed:
        return quote.words
    after = allowances.ahead(mailbox, automation.kind, quote.month, quote.left + 1)[-1]
    return _with_postage(automation, _for_each(automation, quote, after))


def _for_each(automation: Automation, quote: allowances.Quote, after: allowances.Quote) -> str:
    if not after.price:
        return _("free")
    if automation.only_while_free:
        if quote.left:
            return _("%(free)s; then it is not asked for") % {"free": quote.words}
        return _("nothing: no free one is left this month, so it is not asked for")
    if quote.left:
        return _("%(free)s, then %(price)s each") % {"free": quote.words, "price": after.price}
    return _("%(price)s each") % {"price": after.price}


def _with_postage(automation: Automation, words: str) -> str:
    return _("%(price)s; postage on top") % {"price": words} if automation.does == Does.FORWARD else words


def _pieces(automation: Automation) -> str:
    if automation.which == Which.TYPES:
        types = get_text_list([ONE_OF[Type(each)] for each in automation.types], _("or"))
        return _("Every %(types)s") % {"types": types}
    if automation.which == Which.SENDER:
        senders = get_text_list([f"“{each}”" for each in _said(automation)], _("or"))
        return _("Everything from %(senders)s") % {"senders": senders}
    return _("Every piece")


def _said(automation: Automation) -> list[str]:
    return [words.strip() for words in automation.sender.split(",") if words.strip()]


def _done(automation: Automation) -> str:
    if automation.does == Does.FORWARD:
        words = _("%(pieces)s is forwarded to %(to)s with %(carrier)s, %(often)s.")
        return words if automation.carrier else _("%(pieces)s is forwarded to %(to)s, %(often)s.")
    return {
        Does.OPEN_AND_SCAN: _("%(pieces)s is opened and scanned."),
        Does.HOLD: _("%(pieces)s is held at the office for %(days)s."),
        Does.KEEP: _("%(pieces)s is kept at the office until something is asked for."),
        Does.SHRED: _("%(pieces)s is shredded unopened."),
        Does.RECYCLE: _("%(pieces)s is recycled unopened."),
    }[Does(automation.does)]


def _how(automation: Automation) -> dict[str, str]:
    address = automation.address
    days = automation.hold_days or 0
    return {
        "to": f"{address.name}, {address.city}" if address else "",
        "carrier": automation.carrier,
        "often": often(automation),
        "days": ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
    }


def often(automation: Automation) -> str:
    if automation.often == Often.MONTHLY:
        return _("on day %(day)d of each month") % {"day": automation.month_day}
    if automation.often == Often.EACH or automation.weekday is None:
        return _("each as it comes")
    weekday = str(dict(WEEKDAYS)[automation.weekday])
    words = _("every %(weekday)s") if automation.often == Often.WEEKLY else _("every second %(weekday)s")
    return words % {"weekday": weekday}


def _day(day) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
