"""Three hundred made-up mailboxes at one made-up address: whom a label may be for.

Always the same ones. Numbers have gaps, people share surnames, a few rent two mailboxes, and eight pairs of companies
are a letter or a word apart, as in any mail room.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from bench.labels import names

STREET = "418 Harbor Row"
TOWN = "Port Ellery, NJ 08299"
ADDRESS = f"{STREET}\n{TOWN}"
SIZE = 300


@dataclass(frozen=True)
class Mailbox:
    id: int
    pmb: str
    company: str = ""
    people: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    status: str = "active"


@cache
def mailboxes() -> tuple[Mailbox, ...]:
    rng = Random("three hundred mailboxes")
    numbers = sorted(rng.sample(range(101, 620), SIZE))
    rng.shuffle(numbers)
    companies = _companies(rng)
    people = _people(rng)
    # The similar companies stand first in `companies`: whoever has one is active and has no alias.
    return tuple(
        _mailbox(rng, 7000 + index, str(number), companies, people, plain=index < 2 * len(names.SIMILAR_COMPANIES))
        for index, number in enumerate(numbers)
    )


def _companies(rng: Random) -> list[str]:
    words = rng.sample(names.RENTER_WORDS, len(names.RENTER_WORDS)) + rng.sample(names.RENTER_WORDS, 40)
    trades = [rng.choice(names.TRADES) for _ in words]
    made_up = {f"{word} {trade} {rng.choice(names.FORMS)}".strip() for word, trade in zip(words, trades, strict=True)}
    pairs = [company for pair in names.SIMILAR_COMPANIES for company in pair]
    return pairs + sorted(made_up)


def _people(rng: Random) -> list[str]:
    surnames = list(names.RENTER_SURNAMES) * 3
    people = sorted({f"{rng.choice(names.GIVEN)} {surname}" for surname in surnames})
    rng.shuffle(people)
    return people


def _mailbox(rng, mailbox_id, pmb, companies, people, *, plain) -> Mailbox:
    has_company = plain or (rng.random() < 0.5 and companies)
    company = companies.pop(0 if plain else rng.randrange(len(companies))) if has_company else ""
    renters = [people.pop()] if people and (not company or rng.random() < 0.8) else []
    if renters and not plain and rng.random() < 0.25:
        # A spouse with the same surname, or a partner.
        renters.append(_spouse_of(rng, renters[0]) if rng.random() < 0.6 or not people else people.pop())
    if renters and not plain and rng.random() < 0.02:
        # Rents this one beside another.
        people.append(renters[0])
    return Mailbox(
        id=mailbox_id,
        pmb=pmb,
        company=company,
        people=tuple(renters),
        aliases=() if plain else _aliases(rng, company, renters),
        status="closed" if not plain and rng.random() < 0.1 else "active",
    )


def _spouse_of(rng: Random, person: str) -> str:
    given, surname = person.split()
    return f"{rng.choice([name for name in names.GIVEN if name != given])} {surname}"


def _aliases(rng: Random, company: str, people: list[str]) -> tuple[str, ...]:
    if rng.random() > 0.25:
        return ()
    if company:
        word, *_rest = company.split()
        return (rng.choice([f"The {word} Shop", f"{word} Online Store", f"{word} {rng.choice(names.TRADES)} & Sons"]),)
    given, surname = people[0].split()
    return (rng.choice([f"{surname} Family Trust", f"Estate of {given} {surname}", f"Studio {surname}"]),)


@cache
def with_pmb(pmb: str) -> Mailbox | None:
    return next((box for box in mailboxes() if box.pmb == pmb), None)


@cache
def of_person(person: str) -> tuple[Mailbox, ...]:
    return tuple(box for box in mailboxes() if person in box.people)


@cache
def of_surname(surname: str) -> tuple[Mailbox, ...]:
    """Mailboxes where somebody, or something, goes by this surname."""
    return tuple(
        box for box in mailboxes() if any(surname in name.split() for name in (*box.people, *box.aliases, box.company))
    )
