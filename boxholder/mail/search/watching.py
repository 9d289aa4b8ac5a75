"""What the index depends on: after each of these the database itself brings it up to date, in the same transaction.

So no verb, no bulk update and no hand at a database console leaves it behind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

ITEM = (
    "operator_id space_id mailbox_id state type sender carrier tracking_number shelf note received_at"
    " deleted_at purged_at"
).split()
READING = ["text", "sender", "tracking_number"]
# Tables of a mailbox's names: what their triggers are called, and the columns that matter.
NAMES = {
    "mail_alias": ("alias", ["name", "mailbox_id"]),
    "mailboxes_mailboxperson": ("person", ["name", "mailbox_id", "removed_at"]),
}


@dataclass(frozen=True)
class Change:
    """After `event` on `table`, where one of `columns` has changed, `piece` or all of `mailboxes` is put anew."""

    name: str
    table: str
    event: str
    columns: tuple[str, ...] = ()
    # SQL: the pk of a piece, or a list of pks of mailboxes.
    piece: str = ""
    mailboxes: str = ""

    # So many of a mailbox's pieces while whoever renames it waits.
    AT_ONCE: ClassVar[int] = 100


def after() -> Iterator[Change]:
    yield from _of_piece("mail_mailitem", "id", ITEM)
    yield from _of_piece("mail_reading", "item_id", READING)
    for table, (called, columns) in NAMES.items():
        yield from _of_names(table, called, columns)
    yield _update("mailboxes_mailbox", ["pmb", "company", "renter_id"], mailboxes="NEW.id")
    of_renter = "SELECT id FROM mailboxes_mailbox WHERE renter_id = NEW.id"
    yield _update("mailboxes_renter", ["name"], mailboxes=of_renter)


def _of_piece(table: str, key: str, columns: list[str]) -> Iterator[Change]:
    yield Change(f"search_{table}_insert", table, "INSERT", piece=f"NEW.{key}")
    yield _update(table, columns, piece=f"NEW.{key}")
    yield Change(f"search_{table}_delete", table, "DELETE", piece=f"OLD.{key}")


def _of_names(table: str, called: str, columns: list[str]) -> Iterator[Change]:
    yield Change(f"search_{called}_delete", table, "DELETE", mailboxes="OLD.mailbox_id")
    yield Change(f"search_{called}_insert", table, "INSERT", mailboxes="NEW.mailbox_id")
    yield _update(table, columns, mailboxes="OLD.mailbox_id, NEW.mailbox_id")


def _update(table: str, columns: list[str], **what: str) -> Change:
    event = f"UPDATE OF {', '.join(columns)}"
    return Change(f"search_{table}_update", table, event, tuple(columns), **what)
