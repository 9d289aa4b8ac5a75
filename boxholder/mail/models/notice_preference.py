"""How somebody who reaches a mailbox wants to be told, per kind of notice; one choice for all their mailboxes here.

Who has chosen nothing is told at once; of what storage will cost only who manages a mailbox.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models import Mailbox
from boxholder.mailboxes.rights import Right
from boxholder.operators.models import Operator


class NoticePreferenceManager(models.Manager["NoticePreference"]):
    def of(self, user, operator: Operator, kind: "NoticePreference.Kind") -> "NoticePreference.How":
        """`user` None: a renter who has no log-in yet, and chose nothing."""
        chosen = self.filter(user=user, operator=operator, kind=kind).values_list("how", flat=True).first()
        if chosen or user is None or kind != NoticePreference.Kind.STORAGE:
            return NoticePreference.How(chosen or NoticePreference.How.AT_ONCE)
        manages = Mailbox.objects.filter(operator=operator).reached_by(user, Right.MANAGE).exists()
        return NoticePreference.How.AT_ONCE if manages else NoticePreference.How.OFF

    def choose(self, user, operator: Operator, kind: "NoticePreference.Kind", how: str) -> None:
        self.update_or_create(user=user, operator=operator, kind=kind, defaults={"how": how})


class NoticePreference(models.Model):
    class Kind(models.TextChoices):
        NEW_MAIL = "new_mail", _("New mail")
        REQUEST_DONE = "request_done", _("A request is done, a scan is ready")
        PARCEL_SENT = "parcel_sent", _("A parcel was sent")
        REQUEST_DECLINED = "request_declined", _("A request could not be done")
        POSTAGE = "postage", _("A parcel costs more than you set, and waits for your answer")
        HOLD_ENDS = "hold_ends", _("A piece is about to be held no longer")
        STORAGE = "storage", _("Keeping a piece is about to cost something")

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        OFF = "off", _("Not at all")

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    how = models.CharField(max_length=10, choices=How.choices)

    objects = NoticePreferenceManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "user", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.how}"
