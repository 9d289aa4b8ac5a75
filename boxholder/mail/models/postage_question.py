"""A PostageQuestion: may the postage of a parcel that is about to go be so much? The renter set that they are asked.

Its requests are those that point to it: so a request has one open question at most. A question is open until nothing
can follow from it any more: it was withdrawn, asked anew, or one of its requests is over, be it sent or cancelled. Each
change is one UPDATE that names what it found, and is the claim: who answers as it is withdrawn, or twice, has one
outcome, be it the renter or staff who have them on the telephone. Dies the process before the commit, nothing was said;
after it, the answer, the trail and the e-mails are there.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from boxholder.billing.money import Money
from boxholder.mail.errors import QuestionOver
from boxholder.mail.models.mail_item import MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator

if TYPE_CHECKING:
    from boxholder.mail.models.action_request.action_request import ActionRequestQuerySet


class PostageQuestionQuerySet(models.QuerySet["PostageQuestion"]):
    def open(self) -> "PostageQuestionQuerySet":
        return self.filter(closed_at=None)

    def unanswered(self) -> "PostageQuestionQuerySet":
        return self.open().filter(answer="")

    def of_mailboxes(self, mailboxes) -> "PostageQuestionQuerySet":
        return self.filter(mailbox__in=mailboxes)


class PostageQuestion(models.Model):
    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="postage_questions")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="postage_questions")
    postage_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    # How many requests: one that came back, or was asked about anew, does not point to it any more.
    asked_about = models.PositiveIntegerField()
    # What was typed with it, for when the answer has come.
    carrier = models.CharField(max_length=10, choices=MailItem.Carrier.choices, blank=True)
    service = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    weight_g = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The renter said it by telephone; `answered_by` is who noted it.
    is_by_phone = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    objects = PostageQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="answer_to_a_postage_question_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(is_by_phone=False) | ~models.Q(answer=""), name="only_an_answer_is_by_phone"
            ),
            models.CheckConstraint(condition=~models.Q(currency=""), name="asked_postage_has_a_currency"),
        ]
        indexes = [
            models.Index(
                fields=["mailbox"], condition=models.Q(answer="", closed_at=None), name="postage_question_unanswered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.postage}?"

    @property
    def postage(self) -> Money:
        return Money(self.postage_minor, self.currency)

    @property
    def sent_with(self) -> str:
        return ", ".join(filter(None, [str(self.get_carrier_display()) if self.carrier else "", self.service]))

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def waits(self) -> bool:
        """For the renter."""
        return self.is_open and not self.answer

    @property
    def is_agreed(self) -> bool:
        return self.is_open and self.answer == self.Answer.YES

    @property
    def is_refused(self) -> bool:
        return self.is_open and self.answer == self.Answer.NO

    @property
    def has_lapsed(self) -> bool:
        """Agreed to, for a parcel that cannot go like that any more; nothing was sent."""
        return not self.is_open and self.answer == self.Answer.YES and not self.has_sent

    @property
    def has_sent(self) -> bool:
        """Something of it is done: what was typed was for that."""
        return self.requests.filter(status="completed").exists()

    @property
    def is_whole(self) -> bool:
        """Nothing of it came back, or was asked about anew: what was typed and photographed may be for that."""
        return self.requests.count() == self.asked_about

    @property
    def photos(self) -> list:
        photo = getattr(self, "photo", None)
        return [photo] if photo and photo.large else []

    def agrees_to(self, postage: Money) -> bool:
        """Up to what was asked, and to nothing in another currency."""
        return self.is_agreed and postage.currency == self.currency and postage <= self.postage

    def pieces(self) -> "ActionRequestQuerySet":
        """What is to go in the parcel: its requests, with their pieces."""
        return self.requests.select_related("item", "operator", "space", "mailbox__renter").order_by("pk")

    @transaction.atomic
    def settle(self, answer: str, *, by, now, is_by_phone: bool = False) -> None:
        """The renter's word, about the amount that was asked and no other. `is_by_phone`: staff note it, in their own
        name. Said twice is once. Raises QuestionOver where it was answered otherwise, or is not asked any more."""
        said = {"answer": answer, "answered_at": now, "answered_by": by, "is_by_phone": is_by_phone}
        if self._claim(**said):
            said_how = "_by_phone" if is_by_phone else ""
            self._remember(("agreed" if self.is_agreed else "refused") + said_how, by=by, at=now, clerk=str(by or ""))
            _tell().postage_answered(self)
        elif not self.is_open or self.answer != answer:
            raise QuestionOver(self)

    @transaction.atomic
    def withdraw(self, *, by, now) -> None:
        """Staff do not ask any more. Twice is once. Raises QuestionOver where it was answered meanwhile."""
        if self._claim(closed_at=now):
            self._remember("withdrawn", by=by, at=now)
        elif self.answer:
            raise QuestionOver(self)

    def end(self, *, now) -> None:
        """Nothing follows from it any more, whatever was answered: called in the transaction that makes it so."""
        if type(self).objects.open().filter(pk=self.pk).update(closed_at=now):
            _tell().postage_asked_no_more(self)

    def _claim(self, **then) -> bool:
        """Whether it still waited; if so it is `then` now. This object then says what is true."""
        done = type(self).objects.unanswered().filter(pk=self.pk).update(**then)
        self.refresh_from_db()
        if done:
            _tell().postage_asked_no_more(self)
        return bool(done)

    def _remember(self, what: str, *, by, at, **data) -> None:
        for request in self.pieces():
            request.remember(f"request.postage_{what}", by=by, at=at, postage=str(self.postage), **data)


def _tell():
    """The e-mails know the models, so they are known only later."""
    from boxholder.mail import emails

    return emails
