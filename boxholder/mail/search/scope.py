"""Where to look: one operator's pieces, perhaps of one space, one tab, one state, one type, one mailbox, some days."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models import MailItem
from boxholder.mail.models.mail_item.mail_item import MailItemQuerySet


class Tab(models.TextChoices):
    UNASSIGNED = "unassigned", _("Unassigned")
    ASSIGNED = "assigned", _("Assigned")
    ALL = "all", _("All")
    BIN = "bin", _("Bin")


TABS = {
    Tab.UNASSIGNED: Q(deleted_at=None, state=MailItem.State.HERE, mailbox=None),
    Tab.ASSIGNED: Q(deleted_at=None, mailbox__isnull=False),
    Tab.ALL: Q(deleted_at=None),
    Tab.BIN: Q(deleted_at__isnull=False, purged_at=None),
}


@dataclass(frozen=True)
class Scope:
    operator_id: int
    tab: Tab = Tab.ALL
    space_id: int | None = None
    state: str = ""
    type: str = ""
    mailbox_id: int | None = None
    # Of `received_at`: from the one, before the other.
    since: datetime | None = None
    until: datetime | None = None

    @property
    def items(self) -> MailItemQuerySet:
        found = MailItem.objects.filter(TABS[self.tab], operator=self.operator_id)
        for name in ("space_id", "state", "type", "mailbox_id"):
            if value := getattr(self, name):
                found = found.filter(**{name: value})
        if self.since:
            found = found.filter(received_at__gte=self.since)
        if self.until:
            found = found.filter(received_at__lt=self.until)
        return found
