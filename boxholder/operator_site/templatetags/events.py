"""How a kind of event looks in a timeline; the longest beginning that fits decides."""

from django import template

register = template.Library()

LOOKS = {
    "": ("circle-dot", "neutral"),
    "announcement.": ("send", "neutral"),
    "card.": ("credit-card", "neutral"),
    "charge.added": ("coins", "neutral"),
    "charge.owed_again": ("coins", "neutral"),
    "charge.waived": ("ban", "neutral"),
    "invoice.issued": ("receipt-text", "neutral"),
    "mailbox.activated": ("circle-check", "good"),
    "mailbox.deactivated": ("lock", "bad"),
    "mailbox.invit": ("mail", "neutral"),
    "mailbox.invitation_revoked": ("mail-x", "bad"),
    "mailbox.opened": ("mailbox", "neutral"),
    "mail.": ("pencil", "neutral"),
    "mail.assigned": ("inbox", "info"),
    "mail.brought_back": ("undo-2", "neutral"),
    "mail.deleted": ("trash-2", "bad"),
    "mail.moved": ("arrow-right-left", "neutral"),
    "mail.not_ours": ("ban", "neutral"),
    "mail.picked_up": ("hand", "good"),
    "mail.picture": ("image", "neutral"),
    "mail.purged": ("trash-2", "bad"),
    "mail.reassigned": ("arrow-right-left", "wait"),
    "mail.received": ("package", "neutral"),
    "mail.recovered": ("archive-restore", "neutral"),
    "mail.returned": ("undo-2", "neutral"),
    "mail.seen": ("eye", "neutral"),
    "mail.unassigned": ("circle-dashed", "wait"),
    "mailbox.reactivated": ("lock-open", "good"),
    "offering.": ("tag", "neutral"),
    "payment.declined": ("circle-alert", "bad"),
    "payment.needs_authentication": ("clock", "wait"),
    "payment.succeeded": ("circle-check", "good"),
    "renter.": ("pencil", "neutral"),
    "staff.": ("user", "neutral"),
    "staff.deactivated": ("user-x", "bad"),
    "staff.invit": ("mail", "neutral"),
    "staff.invitation_revoked": ("mail-x", "bad"),
    "staff.joined": ("circle-check", "good"),
    "stripe.announced": ("send", "neutral"),
}


@register.filter
def event_icon(event) -> str:
    return _look(event)[0]


@register.filter
def event_tone(event) -> str:
    return _look(event)[1]


def _look(event) -> tuple[str, str]:
    return LOOKS[max((start for start in LOOKS if event.kind.startswith(start)), key=len)]
