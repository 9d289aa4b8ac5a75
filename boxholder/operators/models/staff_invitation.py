"""An invitation to work for an operator."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from boxholder.accounts.models import fold_email
from boxholder.history.models import record
from boxholder.operators import emails
from boxholder.operators.errors import AlreadyStaff
from boxholder.operators.models.invitation import Invitation, InvitationQuerySet, runs_out, unguessable
from boxholder.operators.models.operator import Operator
from boxholder.operators.models.staff import Staff


class StaffInvitationQuerySet(InvitationQuerySet["StaffInvitation"]):
    @transaction.atomic
    def invite(self, operator: Operator, *, email: str, role: str, by) -> "StaffInvitation":
        """Mail a link. Who is invited already gets a new link, and the new role. Raises AlreadyStaff."""
        email = fold_email(email)
        if staff := operator.staff.filter(user__email=email).first():
            raise AlreadyStaff(staff)

        fields = {"role": role, "token_digest": unguessable(), "expires_at": runs_out(), "invited_by": by}
        invitation, is_new = self.get_or_create(
            operator=operator, email=email, accepted_at=None, revoked_at=None, defaults=fields
        )
        if not is_new:
            self.filter(pk=invitation.pk).update(role=role, invited_by=by)
        invitation.send(by=by)
        return invitation


class StaffInvitation(Invitation):
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="staff_invitations")
    role = models.CharField(_("Role"), max_length=10, choices=Staff.Role.choices)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation_per_colleague",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.operator}"

    @property
    def role_label(self) -> str:
        return str(Staff.Role(self.role).label)

    def _mail(self, token: str) -> None:
        emails.staff_invitation(self, token)

    def _remember(self, what: str, *, by) -> None:
        record(f"staff.{what}", operator=self.operator, subject=self, by=by, email=self.email, role=self.role_label)
