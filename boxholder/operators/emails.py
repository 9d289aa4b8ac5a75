"""What the operators room sends."""

from django.utils import timezone

from boxholder.notifications import outbox


def staff_invitation(invitation, token: str) -> None:
    """The link to join the team. The token is in this mail and nowhere else."""
    operator = invitation.operator
    outbox.write(
        "staff_invitation",
        to=invitation.email,
        operator=operator,
        context={
            "invitation": invitation,
            "expires_on": timezone.localtime(invitation.expires_at, operator.time_zone).date(),
            "join_url": operator.url("desk:join", token),
        },
    )
