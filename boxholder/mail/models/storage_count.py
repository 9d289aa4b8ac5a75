"""A StorageCount says through which day a space's days of storage have been counted. The row is the queue."""

from datetime import date

from django.db import models

from boxholder.operators.models import Space


class StorageCountManager(models.Manager["StorageCount"]):
    def claim(self, space: Space, today: date) -> bool:
        """Once a day and space, whoever sweeps: the UPDATE is the claim."""
        count, _is_new = self.get_or_create(space=space)
        behind = models.Q(counted_on=None) | models.Q(counted_on__lt=today)
        return bool(self.filter(behind, pk=count.pk).update(counted_on=today))


class StorageCount(models.Model):
    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="storage_count")
    counted_on = models.DateField(null=True)

    objects = StorageCountManager()

    def __str__(self) -> str:
        return f"{self.space}: {self.counted_on}"
