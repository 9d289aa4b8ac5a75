"""A PostageLimit: above which postage the renter of a mailbox wants to be asked first. Without one, never."""

from django.db import models, transaction
from django.utils import timezone

from boxholder.billing.money import Money
from boxholder.history.models import record
from boxholder.mail.models.postage_question import PostageQuestion
from boxholder.mailboxes.models import Mailbox


class PostageLimitManager(models.Manager["PostageLimit"]):
    def of(self, mailbox: Mailbox) -> "PostageLimit | None":
        return self.filter(mailbox=mailbox).first()

    @transaction.atomic
    def choose(self, mailbox: Mailbox, above: Money | None, *, by) -> None:
        """None: never asked; nothing at all: always. What is sent from now on goes by it, also where it was asked
        about before: what waits for an answer that it does not need any more is the mailroom's to do again."""
        Mailbox.objects.lock(mailbox.pk)
        before = self.of(mailbox)
        if above == (before.above if before else None):
            return
        if above is None:
            self.filter(mailbox=mailbox).delete()
            record("mailbox.postage_limit_removed", operator=mailbox.operator, subject=mailbox, by=by)
        else:
            self.update_or_create(mailbox=mailbox, defaults={"above_minor": above.minor, "currency": above.currency})
            record("mailbox.postage_limit_set", operator=mailbox.operator, subject=mailbox, by=by, above=str(above))
        limit = self.of(mailbox)
        for question in PostageQuestion.objects.unanswered().filter(mailbox=mailbox).order_by("pk"):
            if limit is None or not limit.asks_about(question.postage):
                question.end(now=timezone.now())


class PostageLimit(models.Model):
    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="postage_limit")
    above_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)

    objects = PostageLimitManager()

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.above}"

    @property
    def above(self) -> Money:
        return Money(self.above_minor, self.currency)

    def asks_about(self, postage: Money | None) -> bool:
        """Where there is nothing to pay, there is nothing to ask. Another currency cannot be compared: that is asked
        about."""
        return postage is not None and postage.minor > 0 and (postage.currency != self.currency or self.above < postage)
