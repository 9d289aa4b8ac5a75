"""A MailboxPerson shares a mailbox with its renter: manages it, receives its mail, or only collects it."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxholder.accounts.models import fold_email
from boxholder.history.models import record
from boxholder.mailboxes import emails
from boxholder.mailboxes.errors import AlreadyThere, NotTheInvited
from boxholder.mailboxes.models.mailbox import Mailbox
from boxholder.mailboxes.rights import OF_ROLE, Right, roles_with
from boxholder.operators.joining import create_user
from boxholder.operators.models.invitation import Invitation, InvitationQuerySet, runs_out, unguessable


class MailboxPersonQuerySet(models.QuerySet["MailboxPerson"]):
    def present(self) -> "MailboxPersonQuerySet":
        return self.filter(removed_at=None)

    def that_ended(self, operator, user) -> "MailboxPersonQuerySet":
        """Which parts this user had at this operator, the latest first."""
        ended = self.filter(mailbox__operator=operator, user=user, removed_at__isnull=False)
        return ended.order_by("-removed_at", "-pk")

    def receiving(self) -> "MailboxPersonQuerySet":
        """Those whose name may stand on the mail."""
        return self.present().filter(role__in=roles_with(Right.RECEIVE))

    def with_right(self, right: Right) -> "MailboxPersonQuerySet":
        """Those who can log in and may do it."""
        return self.present().filter(user__isnull=False, role__in=roles_with(right))

    @transaction.atomic
    def add(self, mailbox: Mailbox, *, role: str, name: str, email: str = "", by) -> "MailboxPerson":
        """Who may log in is sent an invitation; a pickup person is only a name. Raises AlreadyThere."""
        email = fold_email(email)
        if email and email in {fold_email(mailbox.renter.email), getattr(mailbox.renter.user, "email", "")}:
            raise AlreadyThere
        try:
            with transaction.atomic():
                person = self.create(mailbox=mailbox, role=role, name=name, email=email, added_by=by)
        except IntegrityError as error:
            raise AlreadyThere from error
        person._remember("added", by=by)
        if person.may_log_in:
            PersonInvitation.objects.prepare(person, by=by).send(by=by)
        return person


class MailboxPerson(models.Model):
    class Role(models.TextChoices):
        MANAGER = "manager", _("Manager")
        RECIPIENT = "recipient", _("Recipient")
        PICKUP = "pickup", _("Pickup person")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(_("Role"), max_length=10, choices=Role.choices)
    name = models.CharField(_("Name"), max_length=200)
    # Empty for who only collects.
    email = models.EmailField(_("E-mail"), blank=True)
    # None until the invitation is accepted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="mailbox_roles"
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = MailboxPersonQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "email"],
                condition=models.Q(removed_at=None) & ~models.Q(email=""),
                name="person_once_per_mailbox",
            ),
            models.CheckConstraint(
                condition=models.Q(role="pickup") | ~models.Q(email=""), name="who_logs_in_has_an_email"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_log_in(self) -> bool:
        return bool(OF_ROLE[self.role])

    @property
    def role_label(self) -> str:
        return str(MailboxPerson.Role(self.role).label)

    @transaction.atomic
    def change_role(self, role: str, *, by) -> None:
        """Between manager and recipient; holds from their next click on."""
        before = self.role_label
        if MailboxPerson.objects.present().filter(pk=self.pk).exclude(role=role).update(role=role):
            self.refresh_from_db()
            self._remember("role_changed", by=by, before=before)

    @transaction.atomic
    def remove(self, *, by) -> None:
        """From now on they find nothing here; removing twice is once."""
        if not MailboxPerson.objects.present().filter(pk=self.pk).update(removed_at=timezone.now()):
            return
        self.refresh_from_db()
        for invitation in self.invitations.pending():
            invitation.revoke(by=by)
        self._remember("removed", by=by)

    def _remember(self, what: str, *, by, **data) -> None:
        record(
            f"person.{what}",
            operator=self.mailbox.operator,
            subject=self.mailbox,
            by=by,
            name=self.name,
            role=self.role_label,
            **data,
        )


class PersonInvitationQuerySet(InvitationQuerySet["PersonInvitation"]):
    def by_token(self, token: str) -> "PersonInvitation | None":
        return self.with_token(token).select_related("person__mailbox__operator", "person__mailbox__space").first()

    def sendable(self):
        return self.pending().filter(person__removed_at=None, person__mailbox__closed_on=None)

    def prepare(self, person: MailboxPerson, *, by) -> "PersonInvitation":
        fields = {
            "email": person.email,
            "token_digest": unguessable(),
            "expires_at": runs_out(),
            "invited_by": by,
        }
        return self.get_or_create(person=person, accepted_at=None, revoked_at=None, defaults=fields)[0]


class PersonInvitation(Invitation):
    person = models.ForeignKey(MailboxPerson, on_delete=models.CASCADE, related_name="invitations")

    objects = PersonInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.person.mailbox}"

    @property
    def is_acceptable(self) -> bool:
        mailbox = self.person.mailbox
        return super().is_acceptable and self.person.removed_at is None and mailbox.closed_on is None

    @transaction.atomic
    def join(self, *, name: str, password: str):
        """For an address nobody logs in with yet: create the user. Raises InvitationClosed, AddressHasUser."""
        self.claim()
        user = create_user(self.email, password=password, name=name)
        self._take_in(user)
        return user

    @transaction.atomic
    def accept(self, *, by) -> None:
        """For someone who is logged in: no name and no password is touched. Raises InvitationClosed, NotTheInvited."""
        if by.email != fold_email(self.email):
            raise NotTheInvited
        self.claim()
        self._take_in(by)

    def claim(self) -> None:
        """The person first, as `MailboxPerson.remove` does: removed in this moment, they do not get in."""
        MailboxPerson.objects.select_for_update(no_key=True).get(pk=self.person_id)
        super().claim()

    def _take_in(self, user) -> None:
        MailboxPerson.objects.filter(pk=self.person.pk).update(user=user)
        self.person.refresh_from_db()
        self.person._remember("joined", by=user)

    def _mail(self, token: str) -> None:
        emails.person_invitation(self, token)

    def _remember(self, what: str, *, by) -> None:
        mailbox = self.person.mailbox
        record(f"mailbox.{what}", operator=mailbox.operator, subject=mailbox, by=by, email=self.email)
