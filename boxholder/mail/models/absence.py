"""An Absence: a piece was taken for gone, or deleted, and was there after all. Nobody is charged for those days."""

from django.db import models


class Absence(models.Model):
    item = models.ForeignKey("mail.MailItem", on_delete=models.CASCADE, related_name="absences")
    left_at = models.DateTimeField()
    back_at = models.DateTimeField()

    class Meta:
        ordering = ["left_at"]

    def __str__(self) -> str:
        return f"{self.item}: {self.left_at:%Y-%m-%d} to {self.back_at:%Y-%m-%d}"
