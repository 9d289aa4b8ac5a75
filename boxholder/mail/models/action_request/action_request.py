"""An ActionRequest: what a renter wants done with a piece. Pending until completed or cancelled; once, whoever tries.

Asking reserves the month's free one or freezes the price (`quote`), completing charges just that, cancelling gives
both back. One is open per piece: the database refuses another.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models import RequestKind
from boxholder.billing.money import Money
from boxholder.history.models import record
from boxholder.mail.models.action_request.asking import Asking
from boxholder.mail.models.action_request.closing import Closing
from boxholder.mail.models.mail_item import MailItem
from boxholder.mail.models.parcel import Parcel
from boxholder.mail.models.postage_question import PostageQuestion
from boxholder.mail.wishes import ICONS
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space

# Whoever waits longer than that is asked about at the counter.
LATE = timedelta(days=2)


class ActionRequestQuerySet(models.QuerySet["ActionRequest"]):
    def pending(self) -> "ActionRequestQuerySet":
        return self.filter(status=ActionRequest.Status.PENDING)

    def waiting_for_renter(self) -> "ActionRequestQuerySet":
        """The mailroom has asked about the postage, and can do nothing before there is an answer."""
        return self.pending().filter(postage_question__answer="", postage_question__closed_at=None)

    def to_do(self) -> "ActionRequestQuerySet":
        """Pending, and it is the mailroom's turn."""
        nothing_asked = models.Q(postage_question=None) | models.Q(postage_question__closed_at__isnull=False)
        return self.pending().filter(nothing_asked | ~models.Q(postage_question__answer=""))

    def completed(self) -> "ActionRequestQuerySet":
        return self.filter(status=ActionRequest.Status.COMPLETED)

    def held(self) -> "ActionRequestQuerySet":
        """Set aside up to a day, perhaps over, and nobody has put the piece among the rest since."""
        return self.completed().filter(hold_until__isnull=False, hold_over_at=None)

    def held_here(self) -> "ActionRequestQuerySet":
        """Of those what still counts: the piece is here and its mailbox's, and nothing was asked for since that is
        still to do, nor another day by the same mailbox."""
        here = {"item__state": MailItem.State.HERE, "item__deleted_at": None, "item__mailbox": models.F("mailbox")}
        others = ActionRequest.objects.filter(item=models.OuterRef("item"))
        anew = others.completed().filter(hold_until__isnull=False, pk__gt=models.OuterRef("pk"))
        its_own = anew.filter(mailbox=models.OuterRef("mailbox"))
        return self.held().filter(~models.Exists(others.pending()), ~models.Exists(its_own), **here)

    def over(self, spaces: Iterable[Space], now: datetime) -> "ActionRequestQuerySet":
        """Holds of these spaces whose last day has passed there: the piece is to go back among the rest."""
        passed = models.Q(pk__in=[])
        for space in spaces:
            passed |= models.Q(space=space, hold_until__lt=space.today(now))
        return self.held_here().filter(passed)

    def of_mailboxes(self, mailboxes) -> "ActionRequestQuerySet":
        """What was asked from these mailboxes, wherever the pieces are by now."""
        return self.filter(mailbox__in=mailboxes)


class ActionRequest(Asking, Closing, models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="requests")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="requests")
    # Whose piece it was when it was asked: who pays for it.
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="requests")
    item = models.ForeignKey(MailItem, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=20, choices=RequestKind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whose doing it is where nobody asked by hand; `asked_by` is nobody then.
    automation = models.ForeignKey("mail.Automation", null=True, on_delete=models.PROTECT, related_name="requests")
    # Asked by telephone: staff typed it in.
    is_for_renter = models.BooleanField(default=False)
    note = models.TextField(_("Note for the mailroom"), blank=True)
    # As it stood in the address book when it was asked.
    address = models.TextField(_("Address"), blank=True)
    carrier = models.CharField(_("Carrier"), max_length=60, blank=True)
    hold_until = models.DateField(_("Hold until"), null=True, blank=True)
    # When who reads the mailbox was told that the hold ends; when staff put the piece among the rest again.
    hold_told_at = models.DateTimeField(null=True)
    hold_over_at = models.DateTimeField(null=True)
    # What it costs, frozen: `Quote.facts`.
    quote = models.JSONField(default=dict)
    # Work has begun: from here on the renter cannot cancel by themselves.
    begun_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Why staff cancelled it; what they wrote when they completed it. The renter reads it.
    answer = models.TextField(blank=True)

    # In which it went out.
    parcel = models.ForeignKey(Parcel, null=True, on_delete=models.PROTECT, related_name="requests")
    # The latest about its postage, perhaps over by now.
    postage_question = models.ForeignKey(PostageQuestion, null=True, on_delete=models.PROTECT, related_name="requests")

    objects = ActionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(status="pending"), name="one_open_request_per_piece"
            ),
            models.UniqueConstraint(
                fields=["item", "mailbox"],
                condition=models.Q(automation__isnull=False, status__in=["pending", "completed"]),
                name="automated_once_per_piece_and_mailbox",
            ),
            models.CheckConstraint(
                condition=models.Q(status="pending", closed_at=None) | ~models.Q(status="pending"),
                name="pending_request_is_not_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(status="pending") | models.Q(closed_at__isnull=False),
                name="closed_request_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["operator", "-asked_at", "-id"], name="request_newest_first"),
            models.Index(
                fields=["operator", "kind", "asked_at"], condition=models.Q(status="pending"), name="request_pending"
            ),
            models.Index(fields=["mailbox", "-asked_at"], name="request_of_mailbox"),
            models.Index(
                fields=["operator", "hold_until"],
                condition=models.Q(status="completed", hold_until__isnull=False, hold_over_at=None),
                name="request_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.item.reference}"

    @property
    def price(self) -> Money:
        return Money(self.quote["price_minor"], self.quote["currency"])

    @property
    def price_words(self) -> str:
        if self.quote.get("waived"):
            return str(_("waived"))
        return str(self.price if self.price else _("free"))

    @property
    def icon(self) -> str:
        return ICONS[RequestKind(self.kind)]

    @property
    def is_pending(self) -> bool:
        return self.status == ActionRequest.Status.PENDING

    @property
    def is_cancelled(self) -> bool:
        return self.status == ActionRequest.Status.CANCELLED

    @property
    def is_begun(self) -> bool:
        return self.begun_at is not None

    @property
    def is_held(self) -> bool:
        """Set aside, up to a day."""
        return self.status == ActionRequest.Status.COMPLETED and self.hold_until is not None

    @property
    def open_question(self) -> PostageQuestion | None:
        """About its postage, where an answer counts, or is waited for."""
        question = self.postage_question
        return question if question is not None and question.is_open else None

    @property
    def waits_for_renter(self) -> bool:
        return self.is_pending and self.open_question is not None and self.open_question.waits

    @property
    def is_late(self) -> bool:
        return self.is_pending and not self.waits_for_renter and self.asked_at < timezone.now() - LATE

    def remember(self, kind: str, *, by, at=None, **data) -> None:
        """Told in the trail of the piece."""
        said = {"request": self.pk, "what": str(RequestKind(self.kind).label), **data}
        record(kind, operator=self.operator, subject=self.item, by=by, at=at, **said)
