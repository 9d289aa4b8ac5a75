"""The ways a piece of mail names its recipient, and which mailbox a careful clerk would give it to.

Each way makes an `Addressee` from the directory. `mailbox` is None where the clerk must ask or return: nothing may be
proposed with confidence. `automatic` is False where the label contradicts itself, or names somebody the directory does
not know: a clerk decides, even if the proposal is right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from bench.labels import directory, names
from bench.labels.directory import Mailbox


@dataclass(frozen=True)
class Addressee:
    lines: tuple[str, ...]
    mailbox: int | None
    remark: str
    automatic: bool = True
    # Which part of the address is hidden on purpose: "" or "all".
    hidden: str = ""


Way = Callable[[Random], Addressee]


def deck(rng: Random, count: int) -> list[Addressee]:
    """So many addressees, each way in proportion to its weight, in random order."""
    total = sum(WAYS.values())
    due = {way: count * weight / total for way, weight in WAYS.items()}
    times = {way: int(share) for way, share in due.items()}
    most_due = sorted(due, key=lambda way: due[way] - times[way], reverse=True)
    for way in most_due[: count - sum(times.values())]:
        times[way] += 1
    ways = [way for way, often in times.items() for _ in range(often)]
    rng.shuffle(ways)
    return [way(rng) for way in ways]


def person_with_pmb(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.people)
    return _here(rng, [rng.choice(box.people)], box, "person and PMB")


def company_with_pmb(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.company)
    return _here(rng, [box.company], box, "company and PMB")


def company_and_person_with_pmb(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.company and box.people)
    attention = rng.choice(["Attn: {}", "ATTN {}", "{}", "c/o {}"]).format(rng.choice(box.people))
    recipient = [box.company, attention] if rng.random() < 0.5 or "{}" not in attention else [attention, box.company]
    return _here(rng, recipient, box, "company, person and PMB")


def company_without_pmb(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.company and _stands_alone(box))
    return _here(rng, [box.company], None, "company, no PMB", mailbox=box)


def person_without_pmb(rng: Random) -> Addressee:
    box = _active(rng, lambda box: _sole(box.people))
    return _here(rng, [_sole(box.people)], None, "person, no PMB", mailbox=box)


def stranger_care_of_company(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.company and _stands_alone(box))
    recipient = [stranger(rng), rng.choice(["c/o {}", "C/O {}", "{}", "% {}"]).format(box.company)]
    shown = box if rng.random() < 0.5 else None
    return _here(rng, recipient, shown, "unknown person c/o company", mailbox=box)


def misspelt_company(rng: Random) -> Addressee:
    box = _active(rng, lambda box: len(box.company) > 11 and _stands_alone(box))
    shown = box if rng.random() < 0.5 else None
    return _here(rng, [misspell(rng, box.company, at_most=2)], shown, "misspelt company", mailbox=box)


def misspelt_person(rng: Random) -> Addressee:
    box = _active(rng, lambda box: _sole(box.people))
    return _here(rng, [misspell(rng, _sole(box.people), at_most=1)], box, "misspelt person and PMB")


def initial_and_surname(rng: Random) -> Addressee:
    box = _active(rng, lambda box: any(_has_surname_alone(box, person) for person in box.people))
    person = next(person for person in box.people if _has_surname_alone(box, person))
    given, surname = person.split()
    name = rng.choice([f"{given[0]}. {surname}", f"{given[0]} {surname}", f"Mr/Ms {given[0]}. {surname}"])
    shown = box if rng.random() < 0.6 else None
    return _here(rng, [name], shown, "initial and surname", mailbox=box)


def surname_first(rng: Random) -> Addressee:
    box = _active(rng, lambda box: _sole(box.people))
    given, surname = _sole(box.people).split()
    return _here(rng, [f"{surname}, {given}"], box if rng.random() < 0.6 else None, "surname first", mailbox=box)


def former_surname(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.people)
    given = box.people[0].split()[0]
    name = f"{given} {rng.choice(names.STRANGER_SURNAMES)}"
    return _here(rng, [name], box, "given name known, surname not, and PMB", automatic=False)


def alias(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.aliases)
    shown = box if rng.random() < 0.5 else None
    return _here(rng, [box.aliases[0]], shown, "alias", mailbox=box)


def wrong_pmb(rng: Random) -> Addressee:
    """The number of somebody else, by a slip of the sender's; the name is known once."""
    while True:
        box = _active(rng, lambda box: _sole(box.people))
        slip = box.pmb[0] + box.pmb[2] + box.pmb[1] if rng.random() < 0.5 else _other_digit(rng, box.pmb)
        other = directory.with_pmb(slip)
        if other and other.id != box.id:
            return _here(
                rng, [_sole(box.people)], other, "right name, PMB of somebody else", mailbox=box, automatic=False
            )


def pmb_that_is_none_and_name(rng: Random) -> Addressee:
    box = _active(rng, lambda box: _sole(box.people))
    nobodys = Mailbox(id=0, pmb=_free_number(rng))
    return _here(rng, [_sole(box.people)], nobodys, "right name, PMB of nobody", mailbox=box, automatic=False)


def former_tenant(rng: Random) -> Addressee:
    box = _active(rng, lambda box: True)
    return _here(rng, [stranger(rng)], box, "right PMB, unknown name", automatic=False)


def occupant(rng: Random) -> Addressee:
    box = _active(rng, lambda box: True)
    return _here(rng, [rng.choice(["Current Resident", "OCCUPANT", "Business Owner"])], box, "occupant and PMB")


def closed_mailbox(rng: Random) -> Addressee:
    box = _any(rng, lambda box: box.status == "closed" and _sole(box.people))
    return _here(rng, [_sole(box.people)], box if rng.random() < 0.7 else None, "closed mailbox", mailbox=box)


def shared_surname(rng: Random) -> Addressee:
    box = _active(rng, lambda box: _sole(box.people) and len(directory.of_surname(_surname(_sole(box.people)))) > 1)
    return _here(rng, [_sole(box.people)], None, "person, no PMB; others share the surname", mailbox=box)


def similar_company(rng: Random) -> Addressee:
    pairs = {company for pair in names.SIMILAR_COMPANIES for company in pair}
    box = _active(rng, lambda box: box.company in pairs)
    return _here(rng, [box.company], None, "company, no PMB; another is called nearly so", mailbox=box)


def renter_of_two(rng: Random) -> Addressee:
    twice = sorted({person for box in directory.mailboxes() for person in box.people if _times(person) > 1})
    return _here(rng, [rng.choice(twice)], None, "person with two mailboxes, no PMB")


def surname_of_several(rng: Random) -> Addressee:
    surnames = [surname for surname in names.RENTER_SURNAMES if len(directory.of_surname(surname)) > 1]
    name = rng.choice(["The {} Family", "Mr. {}", "{}"]).format(rng.choice(surnames))
    return _here(rng, [name], None, "surname alone, several have it")


def nobody_of_ours(rng: Random) -> Addressee:
    return _here(rng, [stranger(rng)], None, "unknown name at this street, no PMB")


def relative_of_a_renter(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.people)
    given, surname = box.people[0].split()
    other = rng.choice([name for name in names.GIVEN if name[0] != given[0] and not _times(f"{name} {surname}")])
    return _here(rng, [f"{other} {surname}"], None, "known surname, unknown given name, no PMB")


def nobodys_pmb(rng: Random) -> Addressee:
    return _here(
        rng, [stranger(rng)], Mailbox(id=0, pmb=_free_number(rng)), "unknown name, PMB of nobody", mailbox=None
    )


def elsewhere(rng: Random) -> Addressee:
    """Another street and town, with a unit number that one of our mailboxes has."""
    unit = rng.choice(["PMB", "#", "Suite", "Apt", "Unit"])
    pmb = rng.choice(directory.mailboxes()).pmb
    street = f"{rng.randrange(20, 9900)} {rng.choice(names.STREETS)} {unit} {pmb}".replace("# ", "#")
    lines = (stranger(rng), street, rng.choice(names.TOWNS))
    return Addressee(_cased(rng, lines), None, "another street and town", automatic=False)


def out_of_sight(rng: Random) -> Addressee:
    box = _active(rng, lambda box: box.people)
    lines = _address(rng, [box.people[0]], box)
    return Addressee(lines, None, "address hidden under a sticker or a thumb", automatic=False, hidden="all")


WAYS: dict[Way, float] = {
    person_with_pmb: 16,
    company_with_pmb: 12,
    company_and_person_with_pmb: 9,
    company_without_pmb: 7,
    person_without_pmb: 6,
    stranger_care_of_company: 5,
    misspelt_company: 6,
    misspelt_person: 3,
    initial_and_surname: 5,
    surname_first: 3,
    former_surname: 3,
    alias: 3,
    wrong_pmb: 3,
    pmb_that_is_none_and_name: 2,
    former_tenant: 4,
    occupant: 2,
    closed_mailbox: 4,
    shared_surname: 3,
    similar_company: 3,
    renter_of_two: 1.5,
    surname_of_several: 1.5,
    nobody_of_ours: 3,
    relative_of_a_renter: 1.5,
    nobodys_pmb: 2,
    elsewhere: 3,
    out_of_sight: 1.5,
}


def stranger(rng: Random) -> str:
    return f"{rng.choice(names.GIVEN)} {rng.choice(names.STRANGER_SURNAMES)}"


def misspell(rng: Random, name: str, *, at_most: int) -> str:
    """One to `at_most` letters dropped, doubled, swapped or mistaken, never the first of a word."""
    letters = list(name)
    for _ in range(rng.randint(1, at_most)):
        inner = [at for at in range(1, len(letters) - 1) if letters[at].isalpha() and letters[at - 1].isalpha()]
        at = rng.choice(inner)
        match rng.randrange(4):
            case 0:
                del letters[at]
            case 1:
                letters.insert(at, letters[at])
            case 2 if letters[at + 1].isalpha() and letters[at + 1] != letters[at]:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case _:
                letters[at] = rng.choice([letter for letter in "aeioustrn" if letter != letters[at]])
    return "".join(letters)


_SAME = object()


def _here(rng, recipient, shown, remark, *, mailbox=_SAME, automatic=True) -> Addressee:
    """At our address, with `shown`'s PMB if any; for `mailbox`, which is `shown` unless said otherwise."""
    box = shown if mailbox is _SAME else mailbox
    return Addressee(
        lines=_address(rng, recipient, shown),
        mailbox=box.id if box else None,
        remark=remark,
        automatic=automatic and box is not None,
    )


def _address(rng: Random, recipient: list[str], shown: Mailbox | None) -> tuple[str, ...]:
    street, town = directory.STREET, directory.TOWN + rng.choice(["", "", f"-{rng.randrange(1000, 9999)}"])
    lines = [*recipient, street, town]
    if shown:
        number = rng.choice(NUMBERS).format(shown.pmb)
        match rng.choice(["own line", "own line", "street", "street", "street", "name", "after"]):
            case "own line":
                lines = [*recipient, number, street, town]
            case "street":
                lines = [*recipient, f"{street}{rng.choice([' ', ', '])}{number}", town]
            case "name":
                lines = [*recipient[:-1], f"{recipient[-1]} {number}", street, town]
            case "after":
                lines = [*recipient, street, number, town]
    return _cased(rng, lines)


NUMBERS = ("PMB {}", "PMB {}", "PMB {}", "PMB#{}", "PMB # {}", "#{}", "# {}", "Box {}", "Suite {}", "Ste {}", "Ste. {}")
NUMBERS += ("P.M.B. {}", "Unit {}", "P.O. Box {}")


def _cased(rng: Random, lines) -> tuple[str, ...]:
    """As typed, or in capitals; large mailers leave out the punctuation too."""
    match rng.choice(["typed", "typed", "capitals", "postal"]):
        case "capitals":
            return tuple(line.upper() for line in lines)
        case "postal":
            return tuple(line.upper().replace(",", "").replace(". ", " ") for line in lines)
    return tuple(lines)


def _any(rng: Random, is_fit) -> Mailbox:
    return rng.choice([box for box in directory.mailboxes() if is_fit(box)])


def _active(rng: Random, is_fit) -> Mailbox:
    return _any(rng, lambda box: box.status == "active" and is_fit(box))


def _times(person: str) -> int:
    return len(directory.of_person(person))


@cache
def _sole(people: tuple[str, ...]) -> str:
    """The first of these people who rents here once only, or nothing."""
    return next((person for person in people if _times(person) == 1), "")


def _surname(person: str) -> str:
    return person.split()[-1]


def _has_surname_alone(box: Mailbox, person: str) -> bool:
    """Nobody else in the directory has this initial and surname, neither in this mailbox nor in another."""
    given, surname = person.split()
    alike = [
        other
        for other_box in directory.of_surname(surname)
        for other in other_box.people
        if other.endswith(f" {surname}") and other[0] == given[0]
    ]
    return alike == [person]


@cache
def _stands_alone(box: Mailbox) -> bool:
    """No other mailbox's company begins with the same word or is one of the pairs."""
    word = box.company.split()[0]
    pairs = {company for pair in names.SIMILAR_COMPANIES for company in pair}
    begins_alike = [other for other in directory.mailboxes() if other.company.split()[:1] == [word]]
    return box.company not in pairs and begins_alike == [box]


def _other_digit(rng: Random, pmb: str) -> str:
    at = rng.randrange(1, 3)
    return pmb[:at] + rng.choice([digit for digit in "0123456789" if digit != pmb[at]]) + pmb[at + 1 :]


def _free_number(rng: Random) -> str:
    return rng.choice([str(number) for number in range(101, 640) if not directory.with_pmb(str(number))])
