"""The index on SQLite: an FTS5 table, kept by triggers, read newest first.

A row's `marks` say whose it is and how it stands, so that a search among few pieces costs no more than one among all:
`o7a` is assigned at operator 7, `s3u` unassigned at space 3, `b12` in mailbox 12, `n202611` received in that month.
Prefixes have indexes of their own up to LONGEST_PREFIX letters: without one, FTS5 would gather every piece there is for
a word that stands on all of them, such as the mailroom's own street.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from unicodedata import ucd_3_2_0

from django.db import connections
from django.utils import timezone

from boxholder.mail.search.scope import Scope, Tab
from boxholder.mail.search.watching import Change, after
from boxholder.mail.search.words import LONGEST_TAIL, Atom, Tail, Term, Wanted

LONGEST_PREFIX = 12
# A label with more text than that is none.
LONGEST_TEXT = 4000
LETTERS = {Tab.UNASSIGNED: "u", Tab.ASSIGNED: "a", Tab.ALL: "k", Tab.BIN: "d"}
MOST_MONTHS = 36
category = ucd_3_2_0.category
TOKENS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc"}

TABLE = f"""
CREATE VIRTUAL TABLE mail_search USING fts5(
    words, tails, marks, detail=column, columnsize=0,
    tokenize='unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''',
    prefix='{" ".join(str(n) for n in range(1, LONGEST_PREFIX + 1))}'
)
"""

_BACKWARDS = " || ".join(f"substr(tracking, -{n}, 1)" for n in range(1, LONGEST_TAIL + 1))
# Everything that is searched, and nothing else; what is purged is not there.
SOURCE = f"""
CREATE VIEW mail_search_source AS
SELECT item_id,
       sender || ' ' || tracking || ' ' || carrier || ' ' || shelf || ' ' || note || ' ' || label || ' ' || holder
           AS words,
       {_BACKWARDS} AS tails,
       'o' || operator_id || substr(tabs, 1, 1) || ' s' || space_id || substr(tabs, 1, 1)
           || CASE WHEN length(tabs) = 2 THEN ' o' || operator_id || 'k s' || space_id || 'k' ELSE '' END
           || ' ' || replace(state, '_', '') || ' t' || replace(type, '_', '') || coalesce(' b' || mailbox_id, '')
           || ' n' || substr(received_at, 1, 4) || substr(received_at, 6, 2) AS marks
FROM (
    SELECT item.id AS item_id, item.operator_id, item.space_id, item.mailbox_id, item.state, item.type,
           item.received_at, item.shelf, item.note,
           CASE WHEN item.deleted_at IS NOT NULL THEN 'd'
                WHEN item.mailbox_id IS NOT NULL THEN 'ak'
                WHEN item.state = 'here' THEN 'uk' ELSE 'k' END AS tabs,
           item.sender || ' ' || coalesce(reading.sender, '') AS sender,
           CASE item.carrier WHEN 'other' THEN '' ELSE item.carrier END AS carrier,
           replace(replace(coalesce(nullif(item.tracking_number, ''), reading.tracking_number, ''), ' ', ''), '-', '')
               AS tracking,
           substr(coalesce(reading.text, ''), 1, {LONGEST_TEXT}) AS label,
           coalesce(mailbox.pmb || ' pmb' || replace(mailbox.pmb, '-', '') || ' ' || mailbox.company || ' '
                    || renter.name, '')
               || ' ' || coalesce((SELECT group_concat(name, ' ') FROM mail_alias WHERE mailbox_id = mailbox.id), '')
               || ' ' || coalesce((SELECT group_concat(name, ' ') FROM mailboxes_mailboxperson
                                   WHERE mailbox_id = mailbox.id AND removed_at IS NULL), '')
               AS holder
    FROM mail_mailitem AS item
    LEFT JOIN mail_reading AS reading ON reading.item_id = item.id
    LEFT JOIN mailboxes_mailbox AS mailbox ON mailbox.id = item.mailbox_id
    LEFT JOIN mailboxes_renter AS renter ON renter.id = mailbox.renter_id
    WHERE item.purged_at IS NULL
)
"""

_PUT = """
DELETE FROM mail_search WHERE rowid IN ({pieces});
INSERT INTO mail_search (rowid, words, tails, marks)
    SELECT item_id, words, tails, marks FROM mail_search_source WHERE item_id IN ({pieces});
"""
# The newest at once, the others in the background.
_OF_MAILBOXES = (
    _PUT
    + """
DELETE FROM mail_searchbacklog WHERE mailbox_id IN ({mailboxes});
INSERT INTO mail_searchbacklog (mailbox_id, below)
    SELECT mailbox_id, max(id) + 1 FROM mail_mailitem
    WHERE mailbox_id IN ({mailboxes}) AND id < (SELECT min(id) FROM ({pieces}))
    GROUP BY mailbox_id;
"""
)


def create() -> Iterator[str]:
    yield "DROP TABLE IF EXISTS mail_search"
    yield TABLE


def watch() -> Iterator[str]:
    yield SOURCE
    for change in after():
        happens = f"AFTER {change.event} ON {change.table} {_when(change)}"
        yield f"CREATE TRIGGER {change.name} {happens} BEGIN {_do(change)} END"


def unwatch() -> Iterator[str]:
    for change in after():
        yield f"DROP TRIGGER IF EXISTS {change.name}"
    yield "DROP VIEW IF EXISTS mail_search_source"


def put(pieces: Iterable[int], using: str) -> None:
    """Write these pieces' rows anew, from what is true now."""
    listed = ", ".join(str(int(pk)) for pk in pieces)
    with connections[using].cursor() as cursor:
        for statement in filter(str.strip, _PUT.format(pieces=listed).split(";")):
            cursor.execute(statement)


def find(scope: Scope, asked: Wanted, *, below: int | None, above: int | None, limit: int, using: str) -> list[int]:
    conditions: list[str] = ["mail_search MATCH %s"]
    values: list[Any] = [_expression(scope, asked)]
    for condition, value in (("= %s", asked.piece), ("< %s", below), ("> %s", above)):
        if value is not None:
            conditions.append(f"mail_search.rowid {condition}")
            values.append(value)
    source = "mail_search"
    if scope.since or scope.until:
        source += " CROSS JOIN mail_mailitem AS item ON item.id = mail_search.rowid"
        for condition, moment in ((">= %s", scope.since), ("< %s", scope.until)):
            if moment:
                conditions.append(f"item.received_at {condition}")
                values.append(connections[using].ops.adapt_datetimefield_value(moment))
    order = "ASC" if above is not None else "DESC"
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT mail_search.rowid FROM {source} WHERE {' AND '.join(conditions)}"
            f" ORDER BY mail_search.rowid {order} LIMIT {limit:d}",
            values,
        )
        return [pk for (pk,) in cursor.fetchall()]


def _expression(scope: Scope, asked: Wanted) -> str:
    marks = " AND ".join([*_marks(scope), *_months(scope)])
    words = " AND ".join(_either(term) for term in asked.terms)
    if asked.number:
        words = f"({words}) OR {_either(asked.number)}"
    return f"(marks : ({marks}))" + (f" AND ({words})" if words else "")


def _marks(scope: Scope) -> Iterator[str]:
    yield f'"o{scope.operator_id}{LETTERS[scope.tab]}"'
    if scope.space_id:
        yield f'"s{scope.space_id}{LETTERS[scope.tab]}"'
    if scope.state:
        yield f'"{scope.state.replace("_", "")}"'
    if scope.type:
        yield f'"t{scope.type.replace("_", "")}"'
    if scope.mailbox_id:
        yield f'"b{scope.mailbox_id}"'


def _months(scope: Scope) -> list[str]:
    """Roughly, in UTC as they are kept; the moments themselves are compared afterwards.

    Without an end nothing is gained: the newest come first anyway. Without a beginning, what is later is left out.
    """
    if not scope.until:
        return []
    last = _month(scope.until)
    if scope.since:
        months = range(_month(scope.since), last + 1)
        return [f"({_any(months)})"] if 0 < len(months) <= MOST_MONTHS else []
    later = range(last + 1, _month(timezone.now()) + 2)
    return [f"({next(_marks(scope))} NOT ({_any(later)}))"] if later else []


def _month(moment: datetime) -> int:
    at = moment.astimezone(UTC)
    return at.year * 12 + at.month - 1


def _any(months: range) -> str:
    return " OR ".join(f'"n{month // 12:04}{month % 12 + 1:02}"' for month in months)


def _either(term: Term) -> str:
    return "(" + " OR ".join(_both(atoms) for atoms in term) + ")"


def _both(atoms: tuple[Atom, ...]) -> str:
    return "(" + " AND ".join(map(_atom, atoms)) + ")"


def _atom(atom: Atom) -> str:
    if isinstance(atom, Tail):
        return f'(tails : "{atom.text}"*)'
    parts = _as_fts_splits(atom.text)
    whole, last = parts[:-1], parts[-1] if parts else ""
    ends = "" if atom.is_whole else "*"
    return "(words : (" + " AND ".join([*(f'"{part}"' for part in whole), f'"{last}"{ends}']) + "))"


def _as_fts_splits(word: str) -> list[str]:
    """FTS5 would take a word that it splits for a phrase, and refuse it. Its letters are at least those of 2002."""
    return "".join(letter if category(letter) in TOKENS else " " for letter in word).split()


def _when(change: Change) -> str:
    differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in change.columns)
    return f"WHEN {differs}" if differs and change.event.startswith("UPDATE") else ""


def _do(change: Change) -> str:
    if change.mailboxes:
        pieces = (
            f"SELECT id FROM mail_mailitem WHERE mailbox_id IN ({change.mailboxes})"
            f" ORDER BY id DESC LIMIT {change.AT_ONCE}"
        )
        return _OF_MAILBOXES.format(mailboxes=change.mailboxes, pieces=pieces)
    return _PUT.format(pieces=change.piece)
