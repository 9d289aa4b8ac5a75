"""An Alias: another name that mail for a mailbox comes under, entered by staff or learnt from their corrections."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from boxholder.history.models import record
from boxholder.mail.errors import NameBelongsElsewhere
from boxholder.mail.recognition import names
from boxholder.mailboxes.models import Mailbox, MailboxPerson

# A misread "Ben Br0oks" is Ben Brooks' name, too.
ALIKE = 85
SHORTEST = 3


class AliasManager(models.Manager["Alias"]):
    @transaction.atomic
    def add(self, mailbox: Mailbox, name: str, *, by) -> "Alias":
        """Entered by a person. Said twice is once. Raises NameBelongsElsewhere."""
        if holder := self._holder_of(name, mailbox, alike=100):
            raise NameBelongsElsewhere(holder)
        if other := self._of_others(name, mailbox).select_related("mailbox").first():
            raise NameBelongsElsewhere(other.mailbox)
        return self._put(mailbox, name, by=by)

    @transaction.atomic
    def learn(self, item, lines: Iterable[str], *, by) -> "Alias | None":
        """A person gave `item` to another mailbox than the machine, which had read these lines on it as its recipient.

        The first of them that is nobody's yet is remembered; None where there is no such. What was learnt of it for
        another mailbox before is unlearnt: the last correction holds. What a person entered there stays.
        """
        mailbox = item.mailbox
        if any(_is_its_own(line, mailbox) for line in lines):
            return None
        for line in lines:
            others = self._of_others(line, mailbox)
            is_taken = self._holder_of(line, mailbox, alike=ALIKE) or others.filter(learnt_from=None).exists()
            if _names_somebody(line, item.space) and not is_taken:
                others.delete()
                return self._put(mailbox, line, by=by, learnt_from=item)
        return None

    def unlearn(self, item) -> None:
        """The correction was none."""
        self.filter(learnt_from=item).delete()

    def _put(self, mailbox: Mailbox, name: str, *, by, learnt_from=None) -> "Alias":
        defaults = {"name": tidy(name), "by": by, "learnt_from": learnt_from}
        alias, is_new = self.get_or_create(mailbox=mailbox, folded=fold(name), defaults=defaults)
        if is_new:
            record("mailbox.alias_added", operator=mailbox.operator, subject=mailbox, by=by, name=alias.name)
        return alias

    def _of_others(self, name: str, mailbox: Mailbox) -> models.QuerySet["Alias"]:
        return self.filter(mailbox__space=mailbox.space_id, folded=fold(name)).exclude(mailbox=mailbox)

    def _holder_of(self, name: str, mailbox: Mailbox, *, alike: int) -> Mailbox | None:
        """Another mailbox of the space whose company, renter or other recipient is called that, or nearly."""
        others = Mailbox.objects.filter(space=mailbox.space_id).exclude(pk=mailbox.pk)
        called: dict[str, int] = {}
        for pk, company, person in others.values_list("pk", "company", "renter__name"):
            called |= {names.name(text).joined: pk for text in (company, person) if text}
        people = MailboxPerson.objects.receiving().filter(mailbox__in=others)
        called |= {names.name(name).joined: pk for pk, name in people.values_list("mailbox_id", "name")}
        found = process.extractOne(names.name(name).joined, list(called), scorer=fuzz.ratio, score_cutoff=alike)
        return Mailbox.objects.select_related("renter").get(pk=called[found[0]]) if found else None


class Alias(models.Model):
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("Also known as"), max_length=200)
    # Lower case, single spaces: the same name is learnt once.
    folded = models.CharField(max_length=200)
    # The piece whose assignment taught it; None where a person entered it.
    learnt_from = models.ForeignKey(
        "mail.MailItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="learnt_aliases"
    )
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = AliasManager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "folded"], name="alias_once_per_mailbox")]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def remove(self, *, by) -> None:
        if Alias.objects.filter(pk=self.pk).delete()[0]:
            box = self.mailbox
            record("mailbox.alias_removed", operator=box.operator, subject=box, by=by, name=self.name)


def tidy(name: str) -> str:
    return " ".join(name.split())[:200]


def fold(name: str) -> str:
    return tidy(name).casefold()[:200]


def _names_somebody(name: str, space) -> bool:
    """A name of letters that is neither "or current resident" nor the mailroom's own."""
    joined = names.name(name).joined
    own = [space.name, space.operator.name, space.street]
    letters = sum(character.isalpha() for character in joined)
    is_own = any(fuzz.ratio(joined, names.name(text).joined) >= ALIKE for text in own)
    return letters >= SHORTEST and not names.is_generic(name) and not is_own


def _is_its_own(name: str, mailbox: Mailbox) -> bool:
    people = MailboxPerson.objects.receiving().filter(mailbox=mailbox).values_list("name", flat=True)
    own = [mailbox.company, mailbox.renter.name, *people, *mailbox.aliases.values_list("name", flat=True)]
    return names.name(name) in {names.name(text) for text in own if text}
