"""A mailroom with very many pieces, the same every time: what bench/mail_lists.py looks for and measures.

Nine pieces in ten are Harbor's, the others a neighbour's, mixed, so that tenancy costs what it costs. Names, senders,
words on the label come as often as they do in life: a few very often, most hardly ever. Every label bears the
mailroom's own street, and one renter with very much mail left a long time ago.

The rows are written in batches, and what is searched is read from the product's own view after each, instead of by its
triggers row for row; the newest AS_IN_LIFE pieces go through the triggers.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from django.db import connection, transaction

from boxholder.accounts.models import User
from boxholder.mail.search import index, postgres_buckets
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.operators.models import Operator, Staff

NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)
YEARS = 3
MAILBOXES = 5000
BATCH = 25_000
AS_IN_LIFE = 2000
FIRST = (
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Ivana Susan Omar Jessica"
)
LAST = "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Nguyen Okafor Larsen Novak Petrov Haddad Okoye"
TRADES = "Ceramics Logistics Studio Holdings Consulting Imports Records Bakery Software Textiles Optics Marine Foods"
FORMS = ["LLC", "Inc", "Ltd", "GmbH"]
BYGONE = "Bygone Brothers LLC"

ITEM = (
    "id operator_id space_id mailbox_id state type sender carrier tracking_number shelf note received_at assigned_at"
    " seen_at left_at storage_settled_at deleted_at deletion_reason"
).split()
READING = (
    "item_id status created_at tries problem label text candidates is_confident is_certain recipient sender carrier"
    " tracking_number type directory"
).split()
PICTURE = (
    "id operator_id item_id kind position file_name fingerprint byte_size width height original large small"
    " quarter_turns created_at"
).split()


class Crowd:
    """`fill(pieces)` once, into an empty database; then Olivia owns Harbor, whose desk is measured."""

    def __init__(self) -> None:
        self.random = random.Random(7)
        self.vocabulary = Often([self._word() for _ in range(8000)], self.random)
        self.senders = Often([f"{self._name()} {self._one(FORMS)}" for _ in range(3000)], self.random)

    def fill(self, pieces: int) -> None:
        harbor, dock, pier = _operator("harbor", "Dock Street", "Pier 7")
        _neighbour, tower = _operator("summit", "Summit Tower")
        self.boxes = {
            space: Often(list(self._rent_out(space, first, many)), self.random)
            for space, first, many in ((dock, 101, MAILBOXES * 4 // 5), (pier, 101, MAILBOXES // 5), (tower, 101, 500))
        }
        self.bygone = self.boxes[dock].things[0]
        Mailbox.objects.filter(pk=self.bygone.pk).update(company=BYGONE)
        self.bygone.company = BYGONE
        in_bulk = max(pieces - AS_IN_LIFE, 0)
        with _made_for_bulk():
            for first in range(1, in_bulk + 1, BATCH):
                numbers = range(first, min(first + BATCH, in_bulk + 1))
                with transaction.atomic(), _searched_in_bulk(numbers):
                    self._write(numbers, pieces)
        with transaction.atomic():
            self._write(range(in_bulk + 1, pieces + 1), pieces)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('mail_mailitem', 'id'), %s)", [pieces])
        olivia = User.objects.create(email="olivia@harbor.example", name="Olivia Owens")
        Staff.objects.create(operator=harbor, user=olivia, role=Staff.Role.OWNER)

    def _write(self, numbers: range, pieces: int) -> None:
        rows = [self._piece(pk, pieces) for pk in numbers]
        _copy("mail_mailitem", ITEM, (piece for piece, _reading, _picture in rows))
        _copy("mail_reading", READING, (reading for _piece, reading, _picture in rows if reading))
        _copy("mail_picture", PICTURE, (picture for _piece, _reading, picture in rows if picture))

    def _rent_out(self, space, first: int, many: int) -> Iterable[Mailbox]:
        operator, numbers = space.operator, range(first, first + many)
        renters = Renter.objects.bulk_create(
            Renter(operator=operator, name=f"{self._one(FIRST)} {self._one(LAST)}", email=f"r{n}@{space.pk}.example")
            for n in numbers
        )
        boxes = [
            Mailbox(
                operator=operator, space=space, pmb=str(n), renter=renter, activated_at=NOW, company=self._company()
            )
            for n, renter in zip(numbers, renters, strict=True)
        ]
        return Mailbox.objects.bulk_create(boxes)

    def _piece(self, pk: int, pieces: int) -> tuple[tuple, tuple | None, tuple | None]:
        chance, age = self.random.random, pieces - pk
        space = self._space(pk)
        box = self._box(space, pk / pieces)
        at = NOW - timedelta(days=365 * YEARS) * (age / pieces)
        state = self._state(age, pieces)
        is_open = age < 300 and chance() < 0.9
        is_parcel = chance() < 0.4
        tracking = f"94{self.random.randrange(10**19, 10**20)}" if is_parcel else ""
        sender = self.senders.one()
        kind = "parcel" if is_parcel else self.random.choices(["letter", "magazine", "legal"], [90, 9, 1])[0]
        owner = None if is_open or state == "not_ours" else box.pk
        deleted = at + timedelta(days=1) if not is_open and chance() < 0.002 else None
        carrier, shelf = "usps" if is_parcel else "", f"{self.random.choice('ABCDEF')}{pk % 40}"
        left = None if state == "here" else at + timedelta(days=2)
        seen = at + timedelta(hours=5) if owner and (left or chance() < 0.7) else None
        piece = (
            pk, space.operator_id, space.pk, owner, state, kind, "" if is_open else sender, carrier, tracking, shelf,
            "", _moment(at), _moment(at) if owner else None, _moment(seen), _moment(left), _moment(left),
            _moment(deleted), "",
        )  # fmt: skip
        text = self._label(box, space, sender, tracking)
        reading = (
            pk,
            "read",
            _moment(at),
            1,
            "",
            "{}",
            text,
            "[]",
            True,
            False,
            box.holder,
            sender,
            "",
            tracking,
            kind,
            "",
        )
        name = f"pictures/{pk}"
        picture = (
            _uuid(self.random), space.operator_id, pk, "outside", 1, f"{pk}.jpg", f"{pk}", 90_000, 1600, 1200,
            f"{name}/o.jpg", f"{name}/l.jpg", f"{name}/s.jpg", 0, _moment(at),
        )  # fmt: skip
        return piece, reading if pk % 20 else None, picture if pk % 10 else None

    def _space(self, pk: int):
        dock, pier, tower = self.boxes
        return tower if pk % 10 == 9 else pier if pk % 5 == 3 else dock

    def _box(self, space, age: float) -> Mailbox:
        """One in a hundred of the first third is the bygone renter's, and nothing after it."""
        box = self.boxes[space].one()
        if box == self.bygone:
            return box if age < 0.33 else self.boxes[space].things[1]
        return box

    def _state(self, age: int, pieces: int) -> str:
        if age < pieces // 60:
            return "here"
        return self.random.choices(["picked_up", "here", "returned", "not_ours"], [900, 40, 50, 1])[0]

    def _label(self, box: Mailbox, space, sender: str, tracking: str) -> str:
        words = [self.vocabulary.one() for _ in range(8)]
        spaced = " ".join(tracking[n : n + 4] for n in range(0, len(tracking), 4))
        street = f"{space.street} PMB {box.pmb}\n{space.city} NY 11201"
        return f"{box.company}\n{box.renter.name}\n{street}\n{sender}\n{' '.join(words)}\n{spaced}"

    def _company(self) -> str:
        return f"{self._name()} {self._one(TRADES)} {self._one(FORMS)}" if self.random.random() < 0.6 else ""

    def _name(self) -> str:
        return self._word().capitalize()

    def _one(self, words: str | list[str]) -> str:
        return self.random.choice(words.split() if isinstance(words, str) else words)

    def _word(self) -> str:
        syllables = (
            "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za bren cor dal fin mar ster ton vik".split()
        )
        return "".join(self.random.choices(syllables, k=self.random.choice([2, 3, 3])))


class Often:
    """Draws the first thing most often, the second half as often, and so on, as names and words come in life."""

    def __init__(self, things: list, source: random.Random) -> None:
        self.things, self.random = things, source
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(len(things))))

    def one(self, source: random.Random | None = None):
        return (source or self.random).choices(self.things, cum_weights=self.weights)[0]


def _operator(slug: str, *spaces: str) -> tuple:
    operator = Operator.objects.create(slug=slug, name=slug.title(), email=f"hello@{slug}.example", currency="USD")
    address = {"street": "12 Dock Street", "city": "Brooklyn", "region": "NY", "postal_code": "11201"}
    return operator, *(operator.spaces.create(name=name, **address) for name in spaces)


@contextmanager
def _made_for_bulk() -> Iterator[None]:
    """The same database afterwards, made with more memory, and with its largest index at the end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -1000000")
            yield
            cursor.execute("PRAGMA cache_size = -2000")
            return
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("DROP INDEX mail_search_vector")
        yield
        cursor.execute(postgres_buckets.INDEX)
        cursor.execute(postgres_buckets.STATISTICS)
        cursor.execute("RESET ALL")


@contextmanager
def _searched_in_bulk(numbers: range) -> Iterator[None]:
    index.unwatch()
    yield
    index.watch()
    columns = "item_id, received_at, vector" if connection.vendor == "postgresql" else "item_id, words, tails, marks"
    target = columns if connection.vendor == "postgresql" else columns.replace("item_id", "rowid")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO mail_search ({target}) SELECT {columns} FROM mail_search_source"
            " WHERE item_id BETWEEN %s AND %s ORDER BY item_id",
            [numbers[0], numbers[-1]],
        )


def _copy(table: str, columns: list[str], rows: Iterator[tuple]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))


def _uuid(source: random.Random) -> uuid.UUID | str:
    made = uuid.UUID(int=source.getrandbits(128))
    return made if connection.vendor == "postgresql" else made.hex


def _moment(at: datetime | None) -> datetime | str | None:
    """As each database keeps it."""
    if at is None or connection.vendor == "postgresql":
        return at
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
