"""Who reaches a mailbox and may be told about its mail: its renter, and everybody with whom it is shared."""

from dataclasses import dataclass

from boxholder.mail.models.notice_preference import NoticePreference
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from boxholder.mailboxes.rights import Right


@dataclass(frozen=True)
class Reader:
    """`person` None: the renter, who may not have a log-in yet."""

    mailbox: Mailbox
    person: MailboxPerson | None = None

    @property
    def user(self):
        return self.person.user if self.person else self.mailbox.renter.user

    @property
    def email(self) -> str:
        return self.person.user.email if self.person and self.person.user else self.mailbox.renter.email

    @property
    def first_name(self) -> str:
        return self.person.name.split()[0] if self.person else self.mailbox.renter.first_name

    @property
    def key(self) -> str:
        """One e-mail each."""
        return f"person{self.person.pk}" if self.person else "renter"

    @property
    def still_reads(self) -> bool:
        """Nobody has taken the mailbox from them since."""
        return self.person is None or self.person.removed_at is None

    def how(self, kind: NoticePreference.Kind) -> NoticePreference.How:
        return NoticePreference.objects.of(self.user, self.mailbox.operator, kind)

    def wants(self, kind: NoticePreference.Kind) -> bool:
        return self.how(kind) == NoticePreference.How.AT_ONCE


def readers_of(mailbox: Mailbox, right: Right = Right.RECEIVE) -> list[Reader]:
    people = MailboxPerson.objects.with_right(right).filter(mailbox=mailbox).select_related("user")
    others = people.exclude(user=mailbox.renter.user_id) if mailbox.renter.user_id else people
    return [Reader(mailbox), *(Reader(mailbox, person) for person in others)]


def who_want(mailbox: Mailbox, kind: NoticePreference.Kind, right: Right = Right.RECEIVE) -> list[Reader]:
    return [reader for reader in readers_of(mailbox, right) if reader.wants(kind)]
