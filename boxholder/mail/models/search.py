"""Of the search index (boxholder/mail/search), which Django knows nothing of: how it was made, and what is due."""

from django.db import models, transaction

from boxholder.mail.models.mail_item import MailItem
from boxholder.mailboxes.models import Mailbox


class SearchBacklogManager(models.Manager["SearchBacklog"]):
    @transaction.atomic
    def put_everything(self) -> None:
        newest = MailItem.objects.using(self.db).order_by("-pk").values_list("pk", flat=True).first()
        self.filter(mailbox=None).delete()
        if newest is not None:
            self.create(below=newest + 1)

    def holds_everything(self) -> bool:
        """Until the worker has done it, older pieces may be in the index no longer, or not yet."""
        return self.filter(mailbox=None).exists()


class SearchBacklog(models.Model):
    """The rows are the queue: a mailbox's pieces, or all there are, from `below` downwards. Triggers fill it."""

    mailbox = models.OneToOneField(Mailbox, null=True, on_delete=models.CASCADE, related_name="+")
    below = models.BigIntegerField()

    objects = SearchBacklogManager()

    def __str__(self) -> str:
        return f"{self.mailbox or 'everything'} below {self.below}"


class SearchIndex(models.Model):
    """The one row says how the index was made; made otherwise by now, it is made anew."""

    fingerprint = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.fingerprint
