"""A StorageCount says how far a space's storage has been looked through. The row is the queue, and the lock.

Whoever is about to pay is looked for once a day. What is owed is posted when billing asks: whoever writes some of it
down holds the row for that moment, so two who do wait for each other, and never across.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from boxholder.operators.models import Space


class StorageCountManager(models.Manager["StorageCount"]):
    def claim(self, space: Space, now: datetime) -> bool:
        """Once a day and space, whoever sweeps, and again where something failed: the UPDATE is the claim."""
        count, _is_new = self.get_or_create(space=space)
        today = space.today(now)
        due = Q(counted_on=None) | Q(counted_on__lt=today) | Q(again_at__lte=now)
        return bool(self.filter(due, pk=count.pk).update(counted_on=today, again_at=None))

    def of(self, spaces: Iterable[Space]) -> dict[int, "StorageCount"]:
        """Those of these spaces, by space id."""
        these = list(spaces)
        found = {count.space_id: count for count in self.filter(space__in=these)}
        if new := [StorageCount(space=space) for space in these if space.pk not in found]:
            self.bulk_create(new, ignore_conflicts=True)
            return self.of(these)
        return found

    def hold(self, space: Space) -> None:
        """Until the end of the transaction nobody else has it."""
        self.select_for_update().get(space=space)


class StorageCount(models.Model):
    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="storage_count")
    counted_on = models.DateField(null=True)
    # Something failed: the day is looked at once more.
    again_at = models.DateTimeField(null=True)
    # The ends of months before this day are posted.
    posted_before = models.DateField(null=True)

    objects = StorageCountManager()

    def __str__(self) -> str:
        return f"{self.space}: {self.counted_on}"

    def is_due(self, now: datetime) -> bool:
        """Reads the space: select it, too."""
        is_behind = self.counted_on is None or self.counted_on < self.space.today(now)
        return is_behind or (self.again_at is not None and self.again_at <= now)
