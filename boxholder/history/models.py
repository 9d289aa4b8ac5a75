"""Who did what to what, when. Rows are added, never changed.

History lies beneath the domain, so it knows its subjects by label and id, not by foreign key; a room
gives its sentences to `describe` when it is loaded.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

_sentences: dict[str, str | Promise] = {}


def describe(sentences: dict[str, str | Promise]) -> None:
    """Tell history how to say a kind of event: {"invoice.voided": _("Voided: %(reason)s")}."""
    _sentences.update(sentences)


def record(
    kind: str, *, operator, subject: models.Model, by=None, at=None, request_id: str = "", **data: Any
) -> "Event":
    """Write down one event.

    `by` is a User, or None where the clock did it. `data` fills the sentence and must be JSON.
    `request_id` is Stripe's id of the request that caused it, for questions to Stripe's support.
    """
    return Event.objects.create(
        **_fields(kind, operator=operator, subject=subject, by=by, at=at, request_id=request_id, data=data)
    )


def event(
    kind: str, *, operator, subject: models.Model, by=None, at=None, request_id: str = "", **data: Any
) -> "Event":
    """The same, unsaved, for `Event.objects.bulk_create`."""
    return Event(**_fields(kind, operator=operator, subject=subject, by=by, at=at, request_id=request_id, data=data))


def _fields(kind, *, operator, subject, by, at, request_id, data) -> dict[str, Any]:
    if kind not in _sentences:
        raise KeyError(f"No sentence describes {kind!r}; add it to the room's history.py")
    return {
        "kind": kind,
        "operator_id": operator.pk,
        "subject_label": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        "by": by if getattr(by, "pk", None) else None,
        "by_name": str(by) if by else "",
        "at": at or timezone.now(),
        "request_id": request_id,
        "data": data,
    }


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> "EventQuerySet":
        return self.filter(subject_label=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("at", "id")


class Event(models.Model):
    operator_id = models.BigIntegerField(db_index=True)
    subject_label = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_label", "subject_id", "at"], name="event_by_subject")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return str(_sentences.get(self.kind, self.kind)) % _Spoken(self.data)

    @property
    def who(self) -> str:
        return self.by_name or _("Boxholder")


class _Spoken(dict):
    """A sentence that names a fact the row lacks still reads: the gap shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
