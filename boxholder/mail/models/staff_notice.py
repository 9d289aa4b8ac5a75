"""How somebody of the staff is told of new requests by e-mail, and of which they were told. By default, not."""

from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mail.models.action_request import ActionRequest
from boxholder.mail.models.action_request.action_request import ActionRequestQuerySet
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Staff


class RequestNoticesQuerySet(models.QuerySet["RequestNotices"]):
    def of(self, staff: Staff) -> "RequestNotices":
        """Theirs, or one that is not saved yet."""
        return self.filter(staff=staff).first() or RequestNotices(staff=staff)

    def knowing_what_waits(self) -> "RequestNoticesQuerySet":
        """With `oldest` and `newest`: when the first and the last of what each was not told yet was asked."""
        asked = _untold(
            staff=OuterRef(OuterRef("staff")),
            user=OuterRef("staff__user"),
            operator=OuterRef("staff__operator"),
            since=OuterRef("since"),
        ).values("asked_at")
        return self.annotate(
            oldest=Subquery(asked.order_by("asked_at")[:1]), newest=Subquery(asked.order_by("-asked_at")[:1])
        )


class RequestNotices(models.Model):
    class How(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DIGEST = "digest", _("Once a day")
        OFF = "off", _("Not at all")

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="request_notices")
    how = models.CharField(_("New requests"), max_length=10, choices=How.choices, default=How.OFF)
    # In the operator's time zone.
    hour = models.PositiveSmallIntegerField(_("At"), default=8, validators=[MaxValueValidator(23)])
    # Only what is asked from then on is told.
    since = models.DateTimeField(default=timezone.now)
    # The day of the last digest, also of one that had nothing to tell.
    digest_on = models.DateField(null=True)

    objects = RequestNoticesQuerySet.as_manager()

    # Of `knowing_what_waits`.
    oldest: datetime | None
    newest: datetime | None

    def __str__(self) -> str:
        return f"{self.staff}: {self.how}"

    def choose(self, how: str, *, hour: int, now: datetime) -> None:
        """Switched on again, what was asked meanwhile is not told."""
        if self.how == RequestNotices.How.OFF:
            self.since = now
        self.how, self.hour = how, hour
        self.save()

    def untold(self) -> ActionRequestQuerySet:
        """What is pending and was asked by somebody else; oldest first."""
        staff = self.staff
        found = _untold(staff=staff.pk, user=staff.user_id, operator=staff.operator_id, since=self.since)
        return found.order_by("asked_at", "pk")


def _untold(*, staff, user, operator, since) -> ActionRequestQuerySet:
    """Of one person, or of each row of an outer query: then these are references, `staff` one level further out."""
    waiting = ActionRequest.objects.pending().filter(operator=operator, asked_at__gte=since)
    # Not a plain exclusion: nobody has asked what an automation asks for.
    by_others = waiting.filter(~models.Q(asked_by=user) | models.Q(asked_by=None))
    return by_others.filter(~Exists(ToldRequest.objects.filter(staff=staff, request=OuterRef("pk"))))


class ToldRequest(models.Model):
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(ActionRequest, on_delete=models.CASCADE, related_name="+")
    email = models.ForeignKey(OutboxEmail, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "request"], name="staff_told_once_per_request")]

    def __str__(self) -> str:
        return f"{self.request_id} to {self.staff}"
