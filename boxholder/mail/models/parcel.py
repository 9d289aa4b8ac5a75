"""A Parcel: what went out in one wrapping, to one address; one piece or several of a mailbox."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boxholder.billing import charges
from boxholder.billing.models import Charge, ChargeKind, RequestKind
from boxholder.billing.money import Money
from boxholder.mail.measures import say_weight, uses_pounds
from boxholder.mail.models.mail_item import MailItem
from boxholder.mail.models.postage_question import PostageQuestion
from boxholder.mail.models.stored_picture import StoredPicture
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator, Space

if TYPE_CHECKING:
    from boxholder.mail.models.action_request.action_request import ActionRequest, ActionRequestQuerySet


class Parcel(models.Model):
    """Its pieces are those of the requests that point to it. One that was not sent after all has none, and stays on
    record."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="parcels")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="parcels")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="parcels")
    # By a carrier, or by our own people.
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.label) for kind in (RequestKind.FORWARD, RequestKind.LOCAL_DELIVERY)]
    )
    address = models.TextField(_("Address"), blank=True)
    carrier = models.CharField(_("Carrier"), max_length=10, choices=MailItem.Carrier.choices, blank=True)
    service = models.CharField(_("Service"), max_length=60, blank=True)
    tracking_number = models.CharField(_("Tracking number"), max_length=60, blank=True)
    weight_g = models.PositiveIntegerField(_("Weight"), null=True, blank=True)
    # What was charged for it; empty where nothing was.
    postage_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(postage_minor=None) | ~models.Q(currency=""), name="postage_has_a_currency"
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.sent_with or str(self.get_kind_display()), self.tracking_number]))

    @property
    def sent_with(self) -> str:
        """Carrier and service; empty where our own people brought it."""
        return ", ".join(filter(None, [str(self.get_carrier_display()) if self.carrier else "", self.service]))

    @property
    def postage(self) -> Money | None:
        return None if self.postage_minor is None else Money(self.postage_minor, self.currency)

    @property
    def weight_text(self) -> str:
        return say_weight(self.weight_g, pounds=uses_pounds(self.space.country))

    def charge_postage(self, request: "ActionRequest", *, happened_on: date, by, now: datetime) -> None:
        """Once for the parcel; `request` is one of those that went in it, and the line leads there."""
        assert self.postage is not None
        charges.post(
            self.mailbox,
            kind=ChargeKind.POSTAGE,
            description=gettext("Postage, %(piece)s") % {"piece": request.item.reference},
            amount=self.postage,
            happened_on=happened_on,
            cause=request,
            part=charges.part_of(request, ChargeKind.POSTAGE),
            by=by,
            at=now,
        )

    def charge_the_others(self, before: Charge, *, without: "ActionRequest", by, now: datetime) -> bool:
        """That one was not sent after all, and its charge for postage is taken back; the rest of the parcel was. False
        where there is no rest."""
        other = self.others(without).select_related("item").order_by("pk").first()
        if other is None:
            return False
        self.charge_postage(other, happened_on=before.happened_on, by=by, now=now)
        return True

    def others(self, request: "ActionRequest") -> "ActionRequestQuerySet":
        """What else was sent in it."""
        return self.requests.exclude(pk=request.pk)

    def along_with(self, request: "ActionRequest") -> "ActionRequestQuerySet":
        """What else is in it, of what is still the mailbox's."""
        still = self.requests.filter(item__mailbox=self.mailbox_id, item__deleted_at=None)
        return still.exclude(pk=request.pk).select_related("item").order_by("pk")


class PackingPhotoQuerySet(models.QuerySet["PackingPhoto"]):
    def forsaken(self) -> "PackingPhotoQuerySet":
        """Of parcels that were not sent after all, or of whose pieces every one is purged; and of questions about what
        is over."""
        shown = Parcel.objects.filter(requests__item__purged_at=None, requests__isnull=False)
        asked_about = PostageQuestion.objects.filter(requests__status="pending")
        return self.exclude(parcel__in=shown.values("pk")).exclude(question__in=asked_about.values("pk"))


class PackingPhoto(StoredPicture):
    """How it lay in the parcel when it was closed; until it goes, it hangs on the question about its postage."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="packing_photos")
    parcel = models.OneToOneField(Parcel, null=True, on_delete=models.PROTECT, related_name="photo")
    question = models.OneToOneField(PostageQuestion, null=True, on_delete=models.PROTECT, related_name="photo")

    objects = PackingPhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parcel=None, question__isnull=False) | models.Q(parcel__isnull=False, question=None),
                name="packing_photo_of_a_parcel_or_of_a_question",
            )
        ]
