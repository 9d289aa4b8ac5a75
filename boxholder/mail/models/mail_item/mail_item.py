"""A MailItem is one piece received: an envelope or a parcel, from the counter until it has left the mailroom."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models.storage_rule import Category
from boxholder.history.models import record
from boxholder.mail.models.mail_item.asked import Asked
from boxholder.mail.models.mail_item.assignment import Assignment
from boxholder.mail.models.mail_item.deletion import Deletion
from boxholder.mail.models.mail_item.details import Details
from boxholder.mail.models.mail_item.leaving import Leaving, LeavingQuerySet
from boxholder.mail.models.mail_item.moving import Moving
from boxholder.mail.models.mail_item.seeing import Seeing
from boxholder.mail.models.mail_item.storing import Storing
from boxholder.mail.models.pickup import Pickup
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space

SCOPES = {"operator": ["operator"], "space": ["operator", "space"]}


def _indexes(scope: str, fields: list[str]) -> list[models.Index]:
    """For the lists of a scope: each tab and each filter newest first, without looking at what it leaves out."""
    kept = models.Q(deleted_at=None)
    return [
        models.Index(fields=[*fields, "-id"], condition=kept, name=f"mail_{scope}_all"),
        # The state is a column: SQLite does not see that a value it is given later is the one in a condition.
        models.Index(
            fields=[*fields, "state", "-id"], condition=kept & models.Q(mailbox=None), name=f"mail_{scope}_unassigned"
        ),
        models.Index(
            fields=[*fields, "-id"], condition=kept & models.Q(mailbox__isnull=False), name=f"mail_{scope}_assigned"
        ),
        models.Index(fields=[*fields, "state", "-id"], condition=kept, name=f"mail_{scope}_state"),
        models.Index(fields=[*fields, "type", "-id"], condition=kept, name=f"mail_{scope}_type"),
        models.Index(fields=[*fields, "-received_at", "-id"], condition=kept, name=f"mail_{scope}_received"),
        models.Index(
            fields=[*fields, "-deleted_at", "-id"],
            condition=models.Q(deleted_at__isnull=False, purged_at=None),
            name=f"mail_{scope}_bin",
        ),
    ]


class MailItemQuerySet(LeavingQuerySet):
    def kept(self) -> "MailItemQuerySet":
        """Without those in the bin."""
        return self.filter(deleted_at=None)

    def here(self) -> "MailItemQuerySet":
        """In the mailroom: neither gone nor deleted."""
        return self.kept().filter(state=MailItem.State.HERE)

    def lock(self, *pieces: int) -> "list[MailItem]":
        """These as they stand, and so they stay until the commit.

        Everybody locks pieces first, several in the order of their numbers, then mailboxes, then requests: so nobody
        waits for somebody who waits for them. Others may still point to them meanwhile.
        """
        return list(self.filter(pk__in=pieces).order_by("pk").select_for_update(no_key=True))

    def tracked_as(self, number: str) -> "MailItemQuerySet":
        """With this very tracking number. (Said twice, so that SQLite sees that its partial index holds them all.)"""
        return self.exclude(tracking_number="").filter(tracking_number=number)

    def unassigned(self) -> "MailItemQuerySet":
        return self.here().filter(mailbox=None)

    def assigned(self) -> "MailItemQuerySet":
        return self.kept().exclude(mailbox=None)

    def deleted(self) -> "MailItemQuerySet":
        return self.exclude(deleted_at=None)

    def of_mailboxes(self, mailboxes) -> "MailItemQuerySet":
        """What is seen from these mailboxes, closed ones included, wherever the pieces are by now."""
        return self.kept().filter(mailbox__in=mailboxes)

    def storage_runs(self) -> "MailItemQuerySet":
        """Somebody's, and days of it may be owed that are not posted yet."""
        return self.assigned().filter(storage_settled_at=None)

    def unseen(self) -> "MailItemQuerySet":
        """What the renter has not opened yet."""
        return self.assigned().filter(seen_at=None)


class MailItem(Asked, Assignment, Seeing, Leaving, Moving, Details, Deletion, Storing, models.Model):
    class State(models.TextChoices):
        HERE = "here", _("Here")
        PICKED_UP = "picked_up", _("Picked up")
        RETURNED = "returned", _("Returned to sender")
        NOT_OURS = "not_ours", _("Not ours")
        FORWARDED = "forwarded", _("Forwarded")
        DELIVERED = "delivered", _("Delivered")
        SHREDDED = "shredded", _("Shredded")
        RECYCLED = "recycled", _("Recycled")

    class Type(models.TextChoices):
        LETTER = "letter", _("Letter")
        LARGE_ENVELOPE = "large_envelope", _("Large envelope")
        PADDED_ENVELOPE = "padded_envelope", _("Padded envelope")
        MAGAZINE = "magazine", _("Magazine")
        CHEQUE = "cheque", _("Cheque envelope")
        LEGAL = "legal", _("Legal papers")
        PARCEL = "parcel", _("Parcel")
        OVERSIZE = "oversize", _("Oversize")

    class Carrier(models.TextChoices):
        USPS = "usps", _("USPS")
        UPS = "ups", _("UPS")
        FEDEX = "fedex", _("FedEx")
        DHL = "dhl", _("DHL")
        AMAZON = "amazon", _("Amazon")
        OTHER = "other", _("Another carrier")

    PACKAGES = (Type.PARCEL, Type.OVERSIZE)

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="mail_items")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="mail_items")
    # None until somebody has said whose it is.
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="mail_items")
    state = models.CharField(max_length=15, choices=State.choices, default=State.HERE)
    type = models.CharField(_("Type"), max_length=20, choices=Type.choices, blank=True)
    sender = models.CharField(_("Sender"), max_length=200, blank=True)
    carrier = models.CharField(_("Carrier"), max_length=10, choices=Carrier.choices, blank=True)
    tracking_number = models.CharField(_("Tracking number"), max_length=60, blank=True)
    weight_g = models.PositiveIntegerField(_("Weight"), null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("Length"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("Width"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("Height"), null=True, blank=True)
    shelf = models.CharField(_("Shelf"), max_length=40, blank=True)
    note = models.TextField(_("Note"), blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    # None where the machine was certain, and the operator wants that.
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # When the renter first opened it.
    seen_at = models.DateTimeField(null=True)
    # When it went out of the door, in whatever way.
    left_at = models.DateTimeField(null=True)
    pickup = models.ForeignKey(Pickup, null=True, on_delete=models.PROTECT, related_name="mail_items")
    # In the bin; recoverable for a while, then its pictures are really gone.
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deletion_reason = models.CharField(max_length=300, blank=True)
    purged_at = models.DateTimeField(null=True)

    objects = MailItemQuerySet.as_manager()

    class Meta:
        # Newest first; a piece's number grows with its arrival.
        ordering = ["-pk"]
        indexes = [
            # State and type stand behind, so that a filter skips pieces without looking at them.
            models.Index(fields=["mailbox", "-id", "state", "type"], name="mail_of_mailbox"),
            *(index for scope, fields in SCOPES.items() for index in _indexes(scope, fields)),
            models.Index(
                fields=["operator", "tracking_number"],
                condition=~models.Q(tracking_number=""),
                name="mail_by_tracking_number",
            ),
            models.Index(
                fields=["mailbox", "-id"],
                condition=models.Q(seen_at=None, deleted_at=None, mailbox__isnull=False),
                name="mail_unseen",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False, purged_at=None),
                name="mail_in_the_bin",
            ),
            models.Index(
                fields=["mailbox"],
                condition=models.Q(storage_settled_at=None, deleted_at=None, mailbox__isnull=False),
                name="mail_storage_runs",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mailbox=None) | models.Q(assigned_at__isnull=False),
                name="assigned_mail_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="here") | models.Q(left_at__isnull=False), name="mail_that_left_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    @transaction.atomic
    def receive(cls, space: Space, *, by, at=None, **facts) -> "MailItem":
        """A piece has arrived at this space; whose it is, is not known yet. `facts`: what is seen on the outside."""
        item = cls.objects.create(
            operator=space.operator, space=space, received_at=at or timezone.now(), received_by=by, **facts
        )
        item.remember("mail.received", by=by, at=item.received_at, space=space.name)
        return item

    @property
    def reference(self) -> str:
        """What stands on the shelf label."""
        return f"M-{self.pk}"

    @property
    def headline(self) -> str:
        """What it is, for its renter: "Parcel from Clay Supply Co."."""
        what = self.get_type_display() or _("Piece of mail")
        return str(_("%(what)s from %(sender)s") % {"what": what, "sender": self.sender} if self.sender else what)

    @property
    def is_here(self) -> bool:
        return self.state == MailItem.State.HERE and self.deleted_at is None

    @property
    def standing(self) -> str:
        """Where and whose it is, in one word. A form brings it back, so that nobody acts on what has changed since."""
        where = "deleted" if self.deleted_at else self.state
        return f"{where}-{self.space_id}-{self.mailbox_id or 0}"

    @property
    def is_package(self) -> bool:
        return self.type in MailItem.PACKAGES

    @property
    def category(self) -> Category:
        """What storage rules tell apart."""
        return Category.PACKAGE if self.is_package else Category.CORRESPONDENCE

    @property
    def received_on(self):
        """The date of arrival in the space's time zone: storage is counted from it."""
        return self.space.today(self.received_at)

    @property
    def cover(self):
        """The picture that stands for the piece; None for one logged without."""
        return next((picture for picture in self.pictures.all() if picture.kind == "outside"), None)

    def remember(self, kind: str, *, by, at=None, **data) -> None:
        record(kind, operator=self.operator, subject=self, by=by, at=at, **data)
