"""Staff work for an operator; the role says what they may do."""

import enum

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boxholder.operators.models.operator import Operator


class Permission(enum.Enum):
    """What a page may ask of its visitor; each page of the operator site asks exactly one."""

    DESK = "see the operator site"
    MAILBOXES = "see and manage mailboxes and renters"
    MONEY = "see and move money"
    SETTINGS = "change how the place is run"


class Staff(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        CLERK = "clerk", _("Mail clerk")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "user"], name="staff_once_per_operator")]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, permission: Permission) -> bool:
        return permission in _PERMISSIONS[Staff.Role(self.role)]


_PERMISSIONS = {
    Staff.Role.OWNER: set(Permission),
    # A clerk sees no money.
    Staff.Role.CLERK: {Permission.DESK, Permission.MAILBOXES},
}
