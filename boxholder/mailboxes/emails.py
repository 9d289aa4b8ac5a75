"""What the mailboxes room sends."""

from boxholder.notifications import outbox


def invitation(invitation, token: str) -> None:
    """The link to activate a mailbox. The token is in this mail and nowhere else."""
    mailbox = invitation.mailbox
    outbox.write(
        "mailbox_invitation",
        to=invitation.email,
        operator=mailbox.operator,
        context={
            "mailbox": mailbox,
            "expires_on": mailbox.space.today(invitation.expires_at),
            "activation_url": mailbox.operator.url("renter:activation", token),
        },
    )


def person_invitation(invitation, token: str) -> None:
    """The link to share a mailbox. The token is in this mail and nowhere else."""
    mailbox = invitation.person.mailbox
    outbox.write(
        "person_invitation",
        to=invitation.email,
        operator=mailbox.operator,
        context={
            "invitation": invitation,
            "person": invitation.person,
            "mailbox": mailbox,
            "expires_on": mailbox.space.today(invitation.expires_at),
            "join_url": mailbox.operator.url("renter:join", token),
        },
    )


def activated(mailbox, *, email: str) -> None:
    outbox.write(
        "mailbox_activated",
        to=email,
        operator=mailbox.operator,
        dedupe_key=f"mailbox_activated:{mailbox.pk}",
        context={"mailbox": mailbox, "home_url": mailbox.operator.url("renter:home")},
    )
