"""Mailboxes as a clerk names them: by PMB, company, person, or a name their mail came under before."""

import re

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Length

from boxholder.mail.models import Alias
from boxholder.mailboxes.models import MailboxPerson
from boxholder.mailboxes.models.mailbox import MailboxQuerySet

# What people write before the number: "PMB 234", "#234", "Box 234".
MARK = re.compile(r"^(?:#|(?:pmb|box)(?=[\d#]|$))+", re.IGNORECASE)
# No mailbox is named better by more.
MOST_WORDS = 6


def find_mailboxes(mailboxes: MailboxQuerySet, text: str) -> MailboxQuerySet:
    """Every word must be found. The very number comes first, then open mailboxes before closed ones, by number."""
    words = words_of(text)
    found = mailboxes
    for word in words:
        named = {"mailbox": OuterRef("pk"), "name__icontains": word}
        alias, person = Alias.objects.filter(**named), MailboxPerson.objects.present().filter(**named)
        holder = Q(pmb__istartswith=word) | Q(company__icontains=word) | Q(renter__name__icontains=word)
        found = found.filter(holder | Exists(alias) | Exists(person))
    return found.order_by(_rank(words[0] if words else ""), Length("pmb"), "pmb", "pk")


def words_of(text: str) -> list[str]:
    """Without "PMB" and "#", unless there is nothing else."""
    words = text.replace("\x00", " ").split()[:MOST_WORDS]
    return [bare for word in words if (bare := MARK.sub("", word))] or words


def _rank(first: str) -> Case:
    return Case(
        When(pmb__iexact=first, closed_on=None, then=Value(0)),
        When(pmb__iexact=first, then=Value(1)),
        When(pmb__istartswith=first, closed_on=None, then=Value(2)),
        When(closed_on=None, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
