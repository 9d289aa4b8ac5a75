"""What is to be drawn, and the truth about it: decided before a single pixel, by the standard library alone.

`pieces()` is always the same list. `tune` are the families that whoever tunes the reading may look at, `held_out` the
others, and `photo` is every family again, badly photographed. `sealed` and then `sealed_2` are families drawn for the
next honest figure: once somebody has tuned on what the others got wrong, only an unseen set tells the truth.
"""

from dataclasses import asdict, dataclass
from functools import cache
from random import Random

from bench.labels import addressing, directory, names, numbers
from bench.labels.addressing import Addressee

TUNE = ("window", "usps", "handwritten")
HELD_OUT = ("typewritten", "ups", "express", "bulk", "parcel")
PHOTOGRAPHED = (*TUNE, *HELD_OUT)
SEALED = ("flat", "columns", "postcard", "airmail")
SEALED_2 = ("greeting", "jumbo", "abroad", "courier", "magazine", "newsletter", "stamped")
FAMILIES = (*PHOTOGRAPHED, *SEALED, *SEALED_2)
SPLITS = ("tune", "held_out", "photo", "sealed", "sealed_2")
PER_FAMILY = 45
PHOTOS_PER_FAMILY = 15
SEALED_PER_FAMILY = 30
SEALED_2_PER_FAMILY = 24
# In `sealed_2` every so manyth piece is photographed as badly as all of `photo`.
HURRIED_EVERY = 4
# Which share of a family is addressed by hand; "handwritten" always is.
BY_HAND = {
    "parcel": 0.4, "flat": 0.2, "postcard": 0.7, "airmail": 0.5, "greeting": 0.35, "courier": 0.2, "stamped": 0.35,
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    name: str
    family: str
    split: str
    addressee: Addressee
    sender: tuple[str, ...]
    writing: str
    carrier: str | None = None
    tracking_number: str | None = None
    # Another address on the same piece, with its own number, meant for somebody else: an old label.
    old_address: tuple[str, ...] = ()
    # By a phone held badly, in bad light.
    hurried: bool = False

    @property
    def destination(self) -> tuple[str, str, str]:
        """City, state and five digits of ZIP, as on the address: what the carrier's codes tell."""
        *city, state, zip_code = self.addressee.lines[-1].replace(",", "").split()
        return " ".join(city), state, zip_code[:5]

    @property
    def rng(self) -> Random:
        """For everything about the picture that the truth does not depend on."""
        return Random(f"picture of {self.name}")

    def truth(self) -> dict:
        told = asdict(self)
        addressee, sender = told.pop("addressee"), told.pop("sender")
        return {
            "image": f"{self.split}/{told.pop('name')}.jpg",
            **told,
            "mailbox": addressee["mailbox"],
            "automatic": addressee["automatic"],
            "address": addressee["lines"],
            "sender": sender[0],
            "remark": addressee["remark"],
        }


@cache
def pieces() -> tuple[Piece, ...]:
    return (
        *_split("tune", TUNE, PER_FAMILY),
        *_split("held_out", HELD_OUT, PER_FAMILY),
        *_split("photo", PHOTOGRAPHED, PHOTOS_PER_FAMILY),
        *_split("sealed", SEALED, SEALED_PER_FAMILY),
        *_split("sealed_2", SEALED_2, SEALED_2_PER_FAMILY),
    )


def _split(split: str, families: tuple[str, ...], each: int) -> list[Piece]:
    rng = Random(f"pieces to {split}")
    addressees = addressing.deck(rng, each * len(families))
    return [
        _piece(rng, f"{family}-{number:03}", family, split, addressees.pop(), hurried=_is_hurried(split, number))
        for family in families
        for number in range(each)
    ]


def _is_hurried(split: str, number: int) -> bool:
    return split == "photo" or (split == "sealed_2" and number % HURRIED_EVERY == HURRIED_EVERY - 1)


def _piece(rng: Random, name: str, family: str, split: str, addressee: Addressee, *, hurried: bool) -> Piece:
    carrier, tracking_number = _carriage(rng, family)
    return Piece(
        name=f"{name}p" if split == "photo" else name,
        family=family,
        split=split,
        addressee=addressee,
        sender=_sender(rng, family),
        writing="handwritten" if _is_by_hand(rng, family) else "printed",
        carrier=carrier,
        tracking_number=tracking_number,
        old_address=_old_address(rng) if family == "parcel" and rng.random() < 0.5 else (),
        hurried=hurried,
    )


def _is_by_hand(rng: Random, family: str) -> bool:
    return family == "handwritten" or (family in BY_HAND and rng.random() < BY_HAND[family])


def _carriage(rng: Random, family: str) -> tuple[str | None, str | None]:
    match family:
        case "usps":
            return "usps", numbers.usps(rng, service=rng.choice(["9405", "9205", "9400", "9270", "9361"]))
        case "ups":
            return "ups", numbers.ups(rng)
        case "express":
            carrier = rng.choice(["fedex", "dhl", "amazon"])
            return carrier, getattr(numbers, carrier)(rng)
        case "typewritten" if rng.random() < 0.2:
            return "usps", numbers.usps(rng, service=rng.choice(["9407", "9414"]))
        case "parcel" if rng.random() < 0.6:
            return "usps", rng.choice([numbers.s10, numbers.usps])(rng)
        case "flat" if rng.random() < 0.4:
            return "usps", numbers.usps(rng)
        case "airmail" if rng.random() < 0.6:
            return "usps", numbers.s10(rng)
        case "stamped" if rng.random() < 0.3:
            return "usps", numbers.s10(rng)
    return None, None


def _sender(rng: Random, family: str) -> tuple[str, ...]:
    """Now and then from the same town, or from a renter of the same address, whose PMB it then is."""
    if family == "airmail" or (family == "greeting" and rng.random() < 0.4):
        return (addressing.stranger(rng), *rng.choice(names.ABROAD))
    if family == "abroad" or (family in ("magazine", "stamped") and rng.random() < 0.25):
        return rng.choice(names.FIRMS_ABROAD)
    luck = rng.random()
    if family not in ("bulk", "window", "jumbo", "magazine", "newsletter") and luck < 0.04:
        box = rng.choice([box for box in directory.mailboxes() if box.people])
        return box.people[0], f"{directory.STREET} PMB {box.pmb}", directory.TOWN
    name = _senders(rng, family)
    street = f"{rng.randrange(10, 9900)} {rng.choice(names.STREETS)}"
    if luck > 0.75:
        street += f" {rng.choice(['Suite', 'Apt', '#', 'PO Box', 'Ste'])} {rng.choice(directory.mailboxes()).pmb}"
    town = directory.TOWN if 0.6 < luck < 0.75 else rng.choice(names.TOWNS)
    return rng.choice(name), street, town


def _senders(rng: Random, family: str) -> tuple[str, ...]:
    match family:
        case "greeting":
            return (addressing.stranger(rng),)
        case "jumbo":
            return names.PRACTICES
        case "magazine":
            return names.MAGAZINES + names.CATALOGUES
        case "newsletter":
            return names.CHARITIES + names.SOCIETIES
        case "stamped":
            return (*names.BANKS, *names.SOCIETIES, addressing.stranger(rng))
    # Strangers are made up whether or not they are asked for: the older sets are drawn with this sequence of chances.
    return {
        "window": names.BANKS,
        "bulk": names.MAGAZINES + names.CHARITIES,
        "handwritten": (addressing.stranger(rng),),
        "typewritten": (*names.BANKS, addressing.stranger(rng)),
    }.get(family, (*names.SHOPS, addressing.stranger(rng)))


def _old_address(rng: Random) -> tuple[str, ...]:
    return addressing.elsewhere(rng).lines if rng.random() < 0.5 else addressing.person_with_pmb(rng).lines
