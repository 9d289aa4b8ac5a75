"""Staff work for an operator; the role says what they may do."""

import enum

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from boxholder.history.models import record
from boxholder.operators.errors import LastOwner
from boxholder.operators.models.operator import Operator


class Permission(enum.Enum):
    """What a page may ask of its visitor; each page of the operator site asks exactly one."""

    DESK = "see the operator site"
    MAIL = "see and handle mail"
    MAILBOXES = "see and manage mailboxes and renters"
    MONEY = "see and move money"
    SETTINGS = "change how the place is run"


class StaffQuerySet(models.QuerySet["Staff"]):
    def active(self) -> "StaffQuerySet":
        return self.filter(is_active=True)

    def owners(self) -> "StaffQuerySet":
        return self.active().filter(role=Staff.Role.OWNER)


class Staff(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        CLERK = "clerk", _("Mail clerk")

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "user"], name="staff_once_per_operator")]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, permission: Permission) -> bool:
        return permission in _PERMISSIONS[Staff.Role(self.role)]

    @property
    def role_label(self) -> str:
        return str(Staff.Role(self.role).label)

    @transaction.atomic
    def change_role(self, role: str, *, by) -> None:
        """Holds from their next click on. Raises LastOwner."""
        self._lock()
        before = self.role_label
        if role == self.role:
            return
        if role != Staff.Role.OWNER:
            self._leave_an_owner()
        self.role = role
        self.save(update_fields=["role"])
        self._remember("staff.role_changed", by=by, before=before, after=self.role_label)

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        """From now on they find nothing here; what they did stays told. Raises LastOwner."""
        self._lock()
        if not self.is_active:
            return
        self._leave_an_owner()
        self.is_active = False
        self.save(update_fields=["is_active"])
        self._remember("staff.deactivated", by=by)

    @transaction.atomic
    def reactivate(self, *, by) -> None:
        self._lock()
        if self.is_active:
            return
        self.is_active = True
        self.save(update_fields=["is_active"])
        self._remember("staff.reactivated", by=by)

    def _lock(self) -> None:
        """One change of a team at a time: two owners who deactivate each other at once would leave nobody."""
        Operator.objects.select_for_update().get(pk=self.operator_id)
        self.refresh_from_db(fields=["role", "is_active"])

    def _leave_an_owner(self) -> None:
        owners = Staff.objects.owners().filter(operator=self.operator_id)
        if owners.filter(pk=self.pk).exists() and not owners.exclude(pk=self.pk).exists():
            raise LastOwner

    def _remember(self, kind: str, *, by, **data) -> None:
        record(kind, operator=self.operator, subject=self, by=by, name=str(self.user), **data)


_PERMISSIONS = {
    Staff.Role.OWNER: set(Permission),
    # A clerk sees no money.
    Staff.Role.CLERK: {Permission.DESK, Permission.MAIL, Permission.MAILBOXES},
}
