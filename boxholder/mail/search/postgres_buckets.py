"""The index on PostgreSQL in buckets, so that it can be asked for the newest pieces first.

A GIN index yields all matches, in no order, and for the beginning of a word it gathers every piece that it is on before
it looks at anything else. So each 32,768 pieces are a bucket, and whatever is indexed begins with the bucket's number:
`1f:clay`. They are asked one after the other, the newest first, until a page is full. What is new is written into one
small part of the index. A bucket has sixteen strips of 2,048 pieces, `1f:#0` to `1f:#f`: of a word that is on very many
pieces even one bucket's are too many.
"""

BUCKET_BITS, STRIP_BITS = 15, 11
STRIPS = 2 ** (BUCKET_BITS - STRIP_BITS)
STRIP = 2**STRIP_BITS

# No lexeme has a quotation mark, a blank or a backslash in it.
IN_BUCKET = f"""
CREATE OR REPLACE FUNCTION mail_search_in_bucket(vector tsvector, item_id bigint) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (replace(' ' || vector::text, ' ''', ' ''' || to_hex(item_id >> {BUCKET_BITS}) || ':')
            || ' ''' || to_hex(item_id >> {BUCKET_BITS}) || ':#' || to_hex((item_id >> {STRIP_BITS}) & {STRIPS - 1})
            || '''')::tsvector
$$
"""
# Without a pending list, which every search would have to read through.
INDEX = (
    "CREATE INDEX mail_search_vector ON mail_search USING gin (mail_search_in_bucket(vector, item_id))"
    " WITH (fastupdate = off)"
)
# How common a word is in one bucket nobody needs to know.
STATISTICS = "ALTER INDEX mail_search_vector ALTER COLUMN 1 SET STATISTICS 0"
# Tells in which strips there is anything of some days.
DAY = "CAST(received_at AT TIME ZONE 'UTC' AS date)"
DAYS = f"CREATE INDEX mail_search_days ON mail_search ((item_id >> {STRIP_BITS}), ({DAY}))"

# The newest `most` pieces, or the next ones above `above`, which `wanted` is true of. `narrow` is what the index is
# asked, with an @ where the bucket's number belongs. It is asked step by step, where a piece of these days can be: at
# first about `step` strips, then more and more, up to a whole bucket; a step never reaches into another bucket.
#
# The index answers, whatever the planner thinks of that.
FIND = f"""
CREATE OR REPLACE FUNCTION mail_search_find(
    narrow text, wanted tsquery, below bigint, above bigint, since timestamptz, until timestamptz,
    step integer, most integer
) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
DECLARE
    upwards boolean := above IS NOT NULL;
    lowest bigint := greatest(above + 1, (SELECT min(item_id) FROM mail_search)) >> {STRIP_BITS};
    highest bigint := least(below - 1, (SELECT max(item_id) FROM mail_search)) >> {STRIP_BITS};
    strips bigint[] := ARRAY(SELECT generate_series(lowest, highest));
    strip bigint;
    edge bigint;
    is_begun boolean;
    question tsquery;
    more integer;
BEGIN
    IF since IS NOT NULL OR until IS NOT NULL THEN
        strips := ARRAY(
            SELECT each FROM unnest(strips) AS each CROSS JOIN LATERAL (
                SELECT FROM mail_search WHERE item_id >> {STRIP_BITS} = each
                    AND {DAY} >= coalesce(CAST(since AT TIME ZONE 'UTC' AS date), '-infinity')
                    AND {DAY} <= coalesce(CAST(until AT TIME ZONE 'UTC' AS date), 'infinity')
                LIMIT 1
            ) AS has_any
        );
    END IF;
    FOR strip IN SELECT each FROM unnest(strips) AS each ORDER BY CASE WHEN upwards THEN each ELSE -each END LOOP
        CONTINUE WHEN CASE WHEN upwards THEN strip <= edge ELSE strip >= edge END;
        is_begun := edge / {STRIPS} = strip / {STRIPS};
        edge := CASE WHEN upwards THEN strip | (step - 1) ELSE strip & ~(step - 1)::bigint END;
        question := replace(narrow, '@', to_hex(strip / {STRIPS}) || ':')::tsquery;
        IF step < {STRIPS} OR is_begun THEN
            question := question && (
                SELECT string_agg(format('''%s:#%s''', to_hex(strip / {STRIPS}), to_hex(each % {STRIPS})), ' | ')
                FROM generate_series(least(strip, edge), greatest(strip, edge)) AS each
            )::tsquery;
        END IF;
        RETURN QUERY
            SELECT item_id FROM (
                SELECT item_id, received_at, vector FROM mail_search
                WHERE mail_search_in_bucket(vector, item_id) @@ question OFFSET 0
            ) AS row
            WHERE vector @@ wanted AND (item_id < below) IS NOT FALSE AND (item_id > above) IS NOT FALSE
                AND (received_at >= since) IS NOT FALSE AND (received_at < until) IS NOT FALSE
            ORDER BY CASE WHEN upwards THEN item_id ELSE -item_id END LIMIT most;
        GET DIAGNOSTICS more = ROW_COUNT;
        most := most - more;
        EXIT WHEN most <= 0;
        step := least(step * 2, {STRIPS});
    END LOOP;
END $$
"""
