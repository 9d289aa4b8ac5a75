"""Who has a mailbox at a space, as the recogniser asks for it: closed mailboxes and learnt names included."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from django.db.models import QuerySet

from boxholder.mail.models import Alias
from boxholder.mail.recognition import Entry
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from boxholder.operators.models import Space

STATUSES: dict[Mailbox.Status, Literal["active", "invited", "closed"]] = {
    Mailbox.Status.ACTIVE: "active",
    Mailbox.Status.INVITED: "invited",
    Mailbox.Status.CLOSED: "closed",
}


def entries(space: Space) -> list[Entry]:
    """Three queries, however many mailboxes."""
    aliases = _by_mailbox(Alias.objects.filter(mailbox__space=space))
    people = _by_mailbox(MailboxPerson.objects.receiving().filter(mailbox__space=space))
    return [
        Entry(
            mailbox_id=mailbox.pk,
            pmb=mailbox.pmb,
            company=mailbox.company,
            people=(mailbox.renter.name, *people[mailbox.pk]),
            aliases=tuple(aliases[mailbox.pk]),
            status=STATUSES[mailbox.status],
        )
        for mailbox in space.mailboxes.select_related("renter").order_by("pk")
    ]


def _by_mailbox(named: QuerySet) -> dict[int, list[str]]:
    names = defaultdict(list)
    for mailbox_id, name in named.order_by("pk").values_list("mailbox_id", "name"):
        names[mailbox_id].append(name)
    return names


def mark(entries: Sequence[Entry]) -> str:
    """The same as long as nobody moves in or out and nothing is called otherwise."""
    return hashlib.blake2b(repr(entries).encode(), digest_size=8).hexdigest()
