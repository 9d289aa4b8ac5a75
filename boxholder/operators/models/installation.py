"""One row that names this installation.

Two installations may charge through the same Stripe account; the name in Stripe's metadata keeps one from taking
the other's payment for its own.
"""

import uuid

from django.db import models


class InstallationManager(models.Manager["Installation"]):
    def current(self) -> "Installation":
        return self.get_or_create(pk=1)[0]


class Installation(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    # Written by `boxholder restore`, together with the data: billing waits until Stripe was asked what it did since.
    restored_at = models.DateTimeField(null=True, editable=False)
    backed_up_at = models.DateTimeField(null=True, editable=False)

    objects = InstallationManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_installation")]

    def __str__(self) -> str:
        return str(self.uuid)
