"""What each line of a file would become, and what stands in its way: in words, before anything is done."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.accounts.models import fold_email
from boxholder.billing.importing.reading import Line, Sheet
from boxholder.billing.models import Offering
from boxholder.mailboxes.models import ImportRow, Mailbox
from boxholder.mailboxes.models.mailbox import FIRST_PMB, RESTS
from boxholder.operators.models import Operator, Space

LONGEST = {"name": 200, "phone": 40, "company": 200}


@dataclass
class Verdict:
    line: Line
    meant: dict = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def row(self) -> ImportRow:
        return ImportRow(
            line=self.line.number,
            typed=self.line.values,
            meant={} if self.problems else self.meant,
            problems=self.problems,
            warnings=self.warnings,
        )


def check(operator: Operator, sheet: Sheet) -> list[Verdict]:
    """The same lines, in the same order; a fixed number of queries, however many they are."""
    return Checker(operator).check(sheet)


class Checker:
    def __init__(self, operator: Operator) -> None:
        self.spaces = {space.name.casefold(): space for space in operator.spaces.order_by("pk")}
        every = list(operator.offerings.all())
        self.offerings = {offering.name.casefold(): offering for offering in every}
        self.available = [offering for offering in every if offering.archived_at is None]
        self.renters = _by_email(operator)
        self.held, self.used = _numbers(operator)
        # What earlier lines of the file have taken.
        self.line_of_number: dict[tuple[int, str], int] = {}
        self.first_with_email: dict[str, Line] = {}

    def check(self, sheet: Sheet) -> list[Verdict]:
        verdicts = [self._check(line) for line in sheet.lines]
        # Only when every number of the file is known can the free ones be given out.
        for verdict in verdicts:
            if not verdict.problems and not verdict.meant["pmb"]:
                self._give_number(verdict)
        return verdicts

    def _check(self, line: Line) -> Verdict:
        verdict = Verdict(line)
        if line.problem:
            verdict.problems.append(line.problem)
            return verdict
        space = self._space(verdict)
        self._pmb(verdict, space)
        self._words(verdict)
        self._email(verdict)
        self._offering(verdict)
        return verdict

    def _space(self, verdict: Verdict) -> Space | None:
        typed = verdict.line.values["space"]
        is_told = bool(typed) or len(self.spaces) != 1
        space = self.spaces.get(typed.casefold()) if is_told else next(iter(self.spaces.values()))
        if space is None:
            names = ", ".join(each.name for each in self.spaces.values())
            verdict.problems.append(
                _("There is no space “%(typed)s”; there is: %(names)s.") % {"typed": typed, "names": names}
                if typed
                else _("The space is missing; there is: %(names)s.") % {"names": names}
            )
            return None
        verdict.meant["space"] = space.pk
        return space

    def _pmb(self, verdict: Verdict, space: Space | None) -> None:
        pmb = verdict.meant["pmb"] = verdict.line.values["pmb"].lstrip("#").strip().upper()
        if not pmb:
            return
        problem = _refusal("pmb", pmb)
        if problem:
            verdict.problems.append(_("PMB %(pmb)s: %(problem)s") % {"pmb": pmb, "problem": problem})
        elif space and (space.pk, pmb) in self.held:
            verdict.problems.append(_("PMB %(pmb)s is taken at %(space)s.") % {"pmb": pmb, "space": space})
        elif space and (space.pk, pmb) in self.line_of_number:
            verdict.problems.append(
                _("PMB %(pmb)s stands in line %(line)s already.")
                % {"pmb": pmb, "line": self.line_of_number[space.pk, pmb]}
            )
        elif space:
            self.line_of_number[space.pk, pmb] = verdict.line.number

    def _words(self, verdict: Verdict) -> None:
        values = verdict.line.values
        for column, label in (("name", _("The name")), ("phone", _("The phone number")), ("company", _("The company"))):
            verdict.meant[column] = values[column]
            most = LONGEST[column]
            if len(values[column]) > most:
                verdict.problems.append(
                    _("%(what)s is longer than %(most)s characters.") % {"what": label, "most": most}
                )
        if not values["name"]:
            verdict.problems.append(_("The name is missing."))

    def _email(self, verdict: Verdict) -> None:
        typed = verdict.line.values["email"]
        email = verdict.meant["email"] = fold_email(typed)
        if not email:
            verdict.problems.append(_("The e-mail is missing."))
            return
        try:
            validate_email(email)
        except ValidationError:
            verdict.problems.append(_("“%(typed)s” is not an e-mail address.") % {"typed": typed})
            return
        self._same_person(verdict, email)

    def _same_person(self, verdict: Verdict, email: str) -> None:
        first = self.first_with_email.setdefault(email, verdict.line)
        if known := self.renters.get(email):
            verdict.warnings.append(_("%(name)s rents here already: the mailbox is added to theirs.") % {"name": known})
        elif first is not verdict.line:
            verdict.warnings.append(
                _("Same e-mail as line %(line)s: one renter, %(name)s, gets both mailboxes.")
                % {"line": first.number, "name": first.values["name"]}
            )

    def _offering(self, verdict: Verdict) -> None:
        typed = verdict.line.values["offering"]
        if not typed and len(self.available) == 1:
            offering: Offering | None = self.available[0]
        else:
            offering = self.offerings.get(typed.casefold())
        names = ", ".join(each.name for each in self.available) or _("none yet")
        if not typed and offering is None:
            verdict.problems.append(_("The offering is missing; there is: %(names)s.") % {"names": names})
        elif offering is None:
            verdict.problems.append(
                _("There is no offering “%(typed)s”; there is: %(names)s.") % {"typed": typed, "names": names}
            )
        elif offering.archived_at is not None:
            verdict.problems.append(
                _("The offering “%(typed)s” is archived; there is: %(names)s.") % {"typed": typed, "names": names}
            )
        else:
            verdict.meant["offering"] = offering.pk

    def _give_number(self, verdict: Verdict) -> None:
        space, number = verdict.meant["space"], FIRST_PMB
        while (space, str(number)) in self.used or (space, str(number)) in self.line_of_number:
            number += 1
        self.line_of_number[space, str(number)] = verdict.line.number
        verdict.meant["pmb"] = str(number)
        verdict.warnings.append(_("No PMB: it gets the next free number, %(pmb)s.") % {"pmb": number})


def _refusal(name: str, value: str) -> str:
    """What the model says against it."""
    try:
        Mailbox._meta.get_field(name).run_validators(value)  # type: ignore[union-attr]
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _by_email(operator: Operator) -> dict[str, str]:
    """The renters whom `enrol` would find by this address."""
    found: dict[str, str] = {}
    for name, *emails in operator.renters.order_by("-pk").values_list("name", "email", "user__email"):
        found.update({fold_email(email): name for email in emails if email})
    return found


def _numbers(operator: Operator) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """The numbers that cannot be given out, and all that ever were: the next free one is a fresh one."""
    today = {space.pk: space.today(timezone.now()) for space in operator.spaces.all()}
    held, used = set(), set()
    for space, pmb, closed_on in operator.mailboxes.values_list("space", "pmb", "closed_on"):
        used.add((space, pmb.upper()))
        if closed_on is None or closed_on > today[space] - RESTS:
            held.add((space, pmb.upper()))
    return held, used
