"""An Automation: what is asked for by itself when a piece of a mailbox's mail is assigned.

The first that fits a piece takes it, in the order in which the renter put them; no other looks at it then. What it does
stays as it was made: who wants something else done makes another one. It asks up to the price its renter has seen and
agreed to, and for what costs more by now it asks them first.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models import RequestKind
from boxholder.history.models import record
from boxholder.mail import rhythm
from boxholder.mail.models.automation_consent import Consent
from boxholder.mail.rhythm import WEEKDAYS, Often
from boxholder.mailboxes.models import Address, Mailbox

if TYPE_CHECKING:
    from boxholder.mail.models.mail_item import MailItem


class AutomationQuerySet(models.QuerySet["Automation"]):
    def kept(self) -> "AutomationQuerySet":
        return self.filter(removed_at=None)

    def on(self) -> "AutomationQuerySet":
        return self.kept().filter(is_on=True)

    def first_for(self, item: "MailItem") -> "Automation | None":
        """Of its mailbox: in their order, the first that fits wins."""
        automations = self.on().filter(mailbox=item.mailbox_id).select_related("address")
        return next((automation for automation in automations if automation.fits(item)), None)

    @transaction.atomic
    def add(self, mailbox: Mailbox, *, by, now: datetime, **rules) -> "Automation":
        """After those that are there already."""
        Mailbox.objects.lock(mailbox.pk)
        last = self.filter(mailbox=mailbox).aggregate(last=Max("position"))["last"] or 0
        automation = Automation(mailbox=mailbox, position=last + 1, made_by=by, made_at=now, **rules)
        automation.next_on = automation.due_after(mailbox.space.today(now))
        automation.agree(now)
        automation.save()
        automation.remember("added", by=by)
        return automation


class Automation(Consent, models.Model):
    class Does(models.TextChoices):
        """The requests it can make; to keep a piece takes none."""

        OPEN_AND_SCAN = RequestKind.OPEN_AND_SCAN.value, _("Open & scan it")
        FORWARD = RequestKind.FORWARD.value, _("Forward it")
        HOLD = RequestKind.HOLD.value, _("Hold it at the office for some days")
        KEEP = "keep", _("Keep it at the office until I ask")
        SHRED = RequestKind.SHRED.value, _("Shred it")
        RECYCLE = RequestKind.RECYCLE.value, _("Recycle it")

    class Which(models.TextChoices):
        EVERYTHING = "everything", _("Everything that comes")
        TYPES = "types", _("Certain types")
        SENDER = "sender", _("Certain senders")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="automations")
    position = models.PositiveIntegerField()
    does = models.CharField(max_length=20, choices=Does.choices)
    which = models.CharField(max_length=12, choices=Which.choices, default=Which.EVERYTHING)
    types = models.JSONField(default=list, blank=True)
    # Any of these, parted by commas, somewhere in the sender.
    sender = models.CharField(max_length=200, blank=True)
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="automations")
    carrier = models.CharField(max_length=60, blank=True)
    hold_days = models.PositiveSmallIntegerField(null=True)
    often = models.CharField(max_length=12, choices=Often.choices, default=Often.EACH)
    weekday = models.PositiveSmallIntegerField(null=True, choices=WEEKDAYS)
    month_day = models.PositiveSmallIntegerField(null=True)
    # The day, in the space, on which what has gathered is asked for; None where nothing gathers.
    next_on = models.DateField(null=True)
    only_while_free = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What it has asked for still names it.
    removed_at = models.DateTimeField(null=True)

    objects = AutomationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(does="forward") | models.Q(address__isnull=False),
                name="forwarding_automation_has_an_address",
            ),
            models.CheckConstraint(
                condition=~models.Q(does="hold") | models.Q(hold_days__isnull=False),
                name="holding_automation_says_how_long",
            ),
            models.CheckConstraint(
                condition=models.Q(often="each") | models.Q(next_on__isnull=False), name="what_recurs_is_due_some_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_on"],
                condition=models.Q(next_on__isnull=False, removed_at=None, is_on=True),
                name="automation_due",
            )
        ]

    def __str__(self) -> str:
        from boxholder.mail.automation_words import sentence

        return sentence(self)

    @property
    def kind(self) -> RequestKind | None:
        """What it asks for; None where it asks for nothing."""
        return None if self.does == self.Does.KEEP else RequestKind(self.does)

    @property
    def gathers(self) -> bool:
        """Whether pieces wait for a day and then go together."""
        return self.often != Often.EACH

    @property
    def lacks_address(self) -> bool:
        """Its address was taken out of the address book: it rests until it is given another."""
        return self.address is not None and self.address.removed_at is not None

    @property
    def is_running(self) -> bool:
        """Whether it takes pieces; one that lacks its address takes them, too, and says so."""
        return self.is_on and self.removed_at is None

    def fits(self, item: "MailItem") -> bool:
        if self.which == self.Which.TYPES:
            return item.type in self.types
        if self.which == self.Which.SENDER:
            return any(words in item.sender.casefold() for words in self.senders)
        return True

    @property
    def senders(self) -> list[str]:
        return [words.strip().casefold() for words in self.sender.split(",") if words.strip()]

    def wishes(self, today: date) -> dict:
        """What the mailroom has to know to do it, as `ActionRequest.ask` takes it."""
        if self.does == self.Does.HOLD:
            return {"hold_until": today + timedelta(days=self.hold_days or 0)}
        if self.does == self.Does.FORWARD and self.address is not None:
            return {"address": self.address.text, "carrier": self.carrier}
        return {}

    def due_after(self, day: date) -> date | None:
        return rhythm.next_day(
            self.often, after=day, weekday=self.weekday, month_day=self.month_day, beat=self._beat_of(day)
        )

    def _beat_of(self, day: date) -> date | None:
        """The day it is due next, where that still falls on its weekday."""
        return self.next_on if self.next_on and self.next_on <= day and self.next_on.weekday() == self.weekday else None

    @transaction.atomic
    def change(self, *, by, now: datetime, **rules) -> None:
        """For what comes from now on; what has gathered and still fits goes by the new day, to the new address.

        Whoever saves it agrees to what it costs now.
        """
        before, rhythm_before = str(self), (self.often, self.weekday, self.month_day)
        for name, value in rules.items():
            setattr(self, name, value)
        if (self.often, self.weekday, self.month_day) != rhythm_before:
            self.next_on = None
            self.next_on = self.due_after(self.mailbox.space.today(now))
        self.agree(now)
        self.save(update_fields=[*rules, "next_on", "agreed_minor", "agreed_currency"])
        # What was in the way may have been this.
        self.turns.waiting().filter(try_at__isnull=False).update(try_at=now)
        if str(self) != before:
            self.remember("changed", by=by, before=before)

    @transaction.atomic
    def switch(self, is_on: bool, *, by, now: datetime) -> None:
        """Off, it takes no piece. On again, it does not make up for the days it missed."""
        if not Automation.objects.kept().filter(pk=self.pk, is_on=not is_on).update(is_on=is_on):
            return
        self.refresh_from_db()
        today = self.mailbox.space.today(now)
        if is_on and self.next_on is not None and self.next_on <= today:
            Automation.objects.filter(pk=self.pk).update(next_on=self.due_after(today))
            self.refresh_from_db()
        self.remember("switched_on" if is_on else "switched_off", by=by)

    @transaction.atomic
    def move_up(self, *, by) -> None:
        """Before the one that was before it; the first stays where it is."""
        Mailbox.objects.lock(self.mailbox_id)
        in_order = list(Automation.objects.kept().filter(mailbox=self.mailbox_id))
        at = in_order.index(self)
        if at == 0:
            return
        in_order[at - 1 : at + 1] = reversed(in_order[at - 1 : at + 1])
        for position, automation in enumerate(in_order, start=1):
            Automation.objects.filter(pk=automation.pk).update(position=position)
        self.refresh_from_db()
        self.remember("moved_up", by=by)

    @transaction.atomic
    def remove(self, *, by) -> None:
        """It takes no piece any more, and what has gathered stays; what it asked for stays asked. Twice is once."""
        if Automation.objects.kept().filter(pk=self.pk).update(removed_at=timezone.now()):
            self.refresh_from_db()
            self.turns.leave()
            self.remember("removed", by=by)

    def remember(self, what: str, *, by, **data) -> None:
        """Told with the mailbox, and to clerks too: no price is in it."""
        kind = f"mailbox.automation_{what}"
        record(kind, operator=self.mailbox.operator, subject=self.mailbox, by=by, what=str(self), **data)
