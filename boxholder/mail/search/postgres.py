"""The index on PostgreSQL: a tsvector of plain lexemes for each piece, kept by triggers.

Beside its words a piece has lexemes that no word can be: `=o7a` is assigned at operator 7, `=b12` in mailbox 12,
`~4821` a tracking number's end backwards. How they are indexed is told in `postgres_buckets`, and in `postgres_find`
how they are looked for.
"""

from collections.abc import Iterable, Iterator

from django.db import connections

from boxholder.mail.search import postgres_buckets
from boxholder.mail.search.watching import Change, after
from boxholder.mail.search.words import ACCENT, LONGEST, LONGEST_TAIL, SEPARATORS

LONGEST_TEXT = 4000

TABLE = """
CREATE TABLE mail_search (
    item_id bigint PRIMARY KEY, received_at timestamptz NOT NULL, vector tsvector NOT NULL
)
"""
# The estimates need to know the common words.
STATISTICS = "ALTER TABLE mail_search ALTER COLUMN vector SET STATISTICS 300"

# As `fold` in words.py.
FOLD = f"""
CREATE OR REPLACE FUNCTION mail_search_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT replace(
        lower(normalize(regexp_replace(normalize(t, NFKD), '{ACCENT}', '\\1', 'g'), NFC){{collation}}), 'ς', 'σ')
$$
"""

_SAID = f"""
concat_ws(' ', item.sender, reading.sender, tracking.number, nullif(item.carrier, 'other'), item.shelf, item.note,
          left(reading.text, {LONGEST_TEXT}), mailbox.pmb, 'pmb' || replace(mailbox.pmb, '-', ''), mailbox.company,
          renter.name, (SELECT string_agg(name, ' ') FROM mail_alias WHERE mailbox_id = mailbox.id),
          (SELECT string_agg(name, ' ') FROM mailboxes_mailboxperson
           WHERE mailbox_id = mailbox.id AND removed_at IS NULL))
"""
# Everything that is searched, and nothing else; what is purged is not there.
SOURCE = f"""
CREATE VIEW mail_search_source AS
SELECT item.id AS item_id, item.received_at, array_to_tsvector(
    ARRAY(SELECT left(word, {LONGEST}) FROM regexp_split_to_table(mail_search_fold({_SAID}), '{SEPARATORS}') AS word
          WHERE word <> '')
    || ARRAY(SELECT '=o' || item.operator_id || letter FROM unnest(tabs.letters) AS letter)
    || ARRAY(SELECT '=s' || item.space_id || letter FROM unnest(tabs.letters) AS letter)
    || array_remove(ARRAY[
        '=' || item.state, '=t' || item.type, '=b' || item.mailbox_id,
        '~' || nullif(reverse(right(tracking.number, {LONGEST_TAIL})), '')
    ], NULL)) AS vector
FROM mail_mailitem AS item
LEFT JOIN mail_reading AS reading ON reading.item_id = item.id
LEFT JOIN mailboxes_mailbox AS mailbox ON mailbox.id = item.mailbox_id
LEFT JOIN mailboxes_renter AS renter ON renter.id = mailbox.renter_id
CROSS JOIN LATERAL (
    SELECT regexp_replace(
        mail_search_fold(coalesce(nullif(item.tracking_number, ''), reading.tracking_number, '')), '[^0-9a-z]', '', 'g'
    ) AS number
) AS tracking
CROSS JOIN LATERAL (
    SELECT CASE WHEN item.deleted_at IS NOT NULL THEN ARRAY['d']
                WHEN item.mailbox_id IS NOT NULL THEN ARRAY['a', 'k']
                WHEN item.state = 'here' THEN ARRAY['u', 'k'] ELSE ARRAY['k'] END AS letters
) AS tabs
WHERE item.purged_at IS NULL
"""

# What others are changing at this moment is waited for, and then seen: every statement looks anew. The locks are taken
# mailboxes first, each kind in the order of its numbers.
PUT = """
CREATE OR REPLACE FUNCTION mail_search_put(pieces bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM mailboxes_mailbox
        WHERE id IN (SELECT mailbox_id FROM mail_mailitem WHERE id = ANY(pieces)) ORDER BY id FOR SHARE;
    PERFORM 1 FROM mail_search WHERE item_id = ANY(pieces) ORDER BY item_id FOR UPDATE;
    DELETE FROM mail_search AS row WHERE item_id = ANY(pieces)
        AND NOT EXISTS (SELECT 1 FROM mail_mailitem WHERE id = row.item_id AND purged_at IS NULL);
    INSERT INTO mail_search (item_id, received_at, vector)
        SELECT item_id, received_at, vector FROM mail_search_source WHERE item_id = ANY(pieces)
        ON CONFLICT (item_id) DO UPDATE SET received_at = excluded.received_at, vector = excluded.vector;
END $$
"""
# The newest at once, the others in the background.
PUT_MAILBOXES = f"""
CREATE OR REPLACE FUNCTION mail_search_put_mailboxes(mailboxes bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    pieces bigint[];
BEGIN
    PERFORM 1 FROM mailboxes_mailbox WHERE id = ANY(mailboxes) ORDER BY id FOR NO KEY UPDATE;
    pieces := ARRAY(SELECT id FROM mail_mailitem WHERE mailbox_id = ANY(mailboxes)
                    ORDER BY id DESC LIMIT {Change.AT_ONCE});
    PERFORM mail_search_put(pieces);
    DELETE FROM mail_searchbacklog WHERE mailbox_id = ANY(mailboxes);
    INSERT INTO mail_searchbacklog (mailbox_id, below)
        SELECT mailbox_id, max(id) + 1 FROM mail_mailitem
        WHERE mailbox_id = ANY(mailboxes) AND id < (SELECT min(piece) FROM unnest(pieces) AS piece)
        GROUP BY mailbox_id;
END $$
"""


def create() -> Iterator[str]:
    yield "DROP TABLE IF EXISTS mail_search"
    yield from (TABLE, STATISTICS)
    buckets = postgres_buckets
    yield from (buckets.IN_BUCKET, buckets.INDEX, buckets.STATISTICS, buckets.DAYS)


def watch(using: str) -> Iterator[str]:
    yield from (FOLD.format(collation=_collation(using)), SOURCE, PUT, PUT_MAILBOXES, postgres_buckets.FIND)
    for change in after():
        yield (
            f"CREATE OR REPLACE FUNCTION {change.name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN PERFORM {_call(change)}; RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER {change.name} AFTER {change.event} ON {change.table} FOR EACH ROW {_when(change)}"
            f" EXECUTE FUNCTION {change.name}()"
        )


def unwatch() -> Iterator[str]:
    for change in after():
        yield f"DROP TRIGGER IF EXISTS {change.name} ON {change.table}"
    yield "DROP VIEW IF EXISTS mail_search_source"


def put(pieces: Iterable[int], using: str) -> None:
    """Write these pieces' rows anew, from what is true now."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT mail_search_put(%s::bigint[])", [list(pieces)])


def _collation(using: str) -> str:
    """One that knows small letters of every script; a database made with the locale C knows those of English only."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT lower('É') = 'é'")
        if cursor.fetchone()[0]:
            return ""
        cursor.execute(
            "SELECT collname FROM pg_collation WHERE collname IN ('pg_c_utf8', 'und-x-icu') ORDER BY 1 LIMIT 1"
        )
        (found,) = cursor.fetchone()
    return f' COLLATE "{found}"' if found else ""


def _when(change: Change) -> str:
    differs = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in change.columns)
    return f"WHEN ({differs})" if differs else ""


def _call(change: Change) -> str:
    if change.mailboxes:
        mailboxes = f"SELECT id FROM mailboxes_mailbox WHERE id IN ({change.mailboxes})"
        return f"mail_search_put_mailboxes(ARRAY({mailboxes}))"
    return f"mail_search_put(ARRAY[{change.piece}])"
