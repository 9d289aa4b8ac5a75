"""A file of mailboxes to be set up: read and checked line by line first, then done as it was checked.

The rows are the queue: a row has no outcome until the worker has dealt with it, and then exactly one.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.mailboxes.models.mailbox import Mailbox
from boxholder.operators.models import Operator


class MailboxImportQuerySet(models.QuerySet["MailboxImport"]):
    def running(self) -> "MailboxImportQuerySet":
        return self.filter(started_at__isnull=False, finished_at=None)

    def unclaimed(self, now) -> "MailboxImportQuerySet":
        return self.running().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))


class MailboxImport(models.Model):
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="mailbox_imports")
    file_name = models.CharField(max_length=200)
    # Columns nobody here knows; they are named, not read.
    left_out = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # A worker is at it; when it dies, another takes over after that.
    claimed_until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MailboxImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.finished_at is None


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def good(self) -> "ImportRowQuerySet":
        return self.filter(problems=[])

    def doubtful(self) -> "ImportRowQuerySet":
        return self.good().exclude(warnings=[])

    def bad(self) -> "ImportRowQuerySet":
        return self.exclude(problems=[])

    def waiting(self) -> "ImportRowQuerySet":
        return self.good().filter(outcome=ImportRow.Outcome.NONE)

    def refused(self) -> "ImportRowQuerySet":
        """What was not imported, and has to be mended."""
        return self.filter(~models.Q(problems=[]) | models.Q(outcome=ImportRow.Outcome.REFUSED))


class ImportRow(models.Model):
    class Outcome(models.TextChoices):
        NONE = "", _("Not yet")
        IMPORTED = "imported", _("Imported")
        REFUSED = "refused", _("Not imported")

    mailbox_import = models.ForeignKey(MailboxImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    # What stood there, by column, as it was typed.
    typed = models.JSONField()
    # What is meant by it: ids of space and offering, the number, the rest. Empty where there is a problem.
    meant = models.JSONField(default=dict)
    # Sentences for whoever uploaded it, in their language.
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.NONE, blank=True)
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["mailbox_import", "line"], name="import_line_once")]

    def __str__(self) -> str:
        return f"line {self.line}"

    @property
    def status(self) -> str:
        """imported, refused, bad, doubtful or good: how the line is drawn."""
        if self.outcome:
            return self.outcome
        if self.problems:
            return "bad"
        return "doubtful" if self.warnings else "good"
