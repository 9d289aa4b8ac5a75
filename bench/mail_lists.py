"""How long the mail list takes with very many pieces: its queries, and the processor time of the whole page.

    .venv/bin/python -m bench.mail_lists 100000                                        # SQLite
    .venv/bin/python -m tests.on_postgres .venv/bin/python -m bench.mail_lists 100000  # PostgreSQL

Filling takes longest. A folder keeps what is filled for the next time (`--keep` before and after for PostgreSQL):

    .venv/bin/python -m bench.mail_lists --keep /var/tmp/lists 1000000
    .venv/bin/python -m tests.on_postgres --keep /var/tmp/lists .venv/bin/python -m bench.mail_lists --keep /var/tmp/lists 1000000

`--warm` reads everything into memory first. PostgreSQL needs settings that let it stay there:

    .venv/bin/python -m tests.on_postgres --keep /var/tmp/lists --set shared_buffers=3GB \\
        .venv/bin/python -m bench.mail_lists --keep /var/tmp/lists --warm 1000000

The owner asks for each sort of page 200 times, each time for something else of its sort, through Django and without a
browser. "list": the queries that find what is asked for and read its rows; "slowest" is the slowest query of the page
whatever it does; "all" is everything, with session, roles and counts. `--plans` prints the slowest queries and their plans.
"""  # noqa: E501

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from urllib.parse import urlencode

from bench import databases


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--keep", type=Path, help="a folder in which the filled databases stay")
    parser.add_argument("--times", type=int, default=200, help="how often each sort of page is asked for")
    parser.add_argument("--warm", action="store_true", help="read the database into memory first")
    parser.add_argument("--only", default="", help="just the pages whose name contains this")
    parser.add_argument("--plans", action="store_true", help="print the slowest queries and their plans")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BOXHOLDER_DATA": folder, "BOXHOLDER_STATIC_UNHASHED": "1", "BOXHOLDER_LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        for size in given.sizes:
            _measure(size, given, given.keep or Path(folder))


def _measure(size: int, given: argparse.Namespace, folder: Path) -> None:
    from django.db import connection
    from django.test import Client

    from bench.mail_crowd import Crowd
    from boxholder.accounts.models import User
    from boxholder.mail.models import MailItem
    from boxholder.mail.search.postgres_find import forget_statistics

    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    crowd = Crowd()
    databases.use(f"mail_lists_{size}", fill=lambda: crowd.fill(size), is_filled=lambda: _holds(size), folder=folder)
    if given.warm:
        databases.warm()
    forget_statistics()
    print(f"\n{connection.vendor}, {size:,} pieces, there after {time.monotonic() - began:.0f} s", flush=True)
    browser = Client(HTTP_HOST="localhost")
    owner = User.objects.get(email="olivia@harbor.example")
    browser.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    print(Figures.HEAD)
    for name, ask in _pages(MailItem, crowd, size).items():
        if given.only in name:
            figures = _page(name, browser, ask, given.times)
            print(figures, flush=True)
            if given.plans:
                _print_plan(figures.slowest)


def _holds(size: int) -> bool:
    """Filled to the end, and nothing that is searched is missing."""
    from django.db import connection

    from boxholder.operators.models import Staff

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mail_search")
        return Staff.objects.exists() and cursor.fetchone() == (size,)


def _pages(pieces, crowd, size: int) -> dict[str, Callable[[random.Random], dict]]:
    """Sort of page → what is asked for, each time anew."""
    from boxholder.mailboxes.models import Mailbox
    from boxholder.operators.models import Space

    harbors = pieces.objects.filter(operator__slug="harbor")
    dock, pier = Space.objects.filter(operator__slug="harbor").order_by("pk")
    boxes = list(Mailbox.objects.filter(space=dock).select_related("renter"))
    bygone = Mailbox.objects.get(company="Bygone Brothers LLC")
    parcels = list(harbors.exclude(tracking_number="").values_list("tracking_number", flat=True)[:1000])
    words, senders = crowd.vocabulary, crowd.senders

    def anywhere(source: random.Random) -> int:
        """A piece of Harbor's, to begin a page at."""
        return source.randrange(size // 10) * 10 + 1

    return {
        "all, newest": lambda source: {"tab": "all"},
        "all, anywhere": lambda source: {"tab": "all", "after": anywhere(source)},
        "all, back from there": lambda source: {"tab": "all", "before": anywhere(source)},
        "all, as pictures": lambda source: {"tab": "all", "view": "grid"},
        "unassigned": lambda source: {"tab": "unassigned", "view": "list"},
        "assigned, anywhere": lambda source: {"tab": "assigned", "after": anywhere(source)},
        "bin": lambda source: {"tab": "bin"},
        "a space": lambda source: {"tab": "all", "space": pier.pk, "after": anywhere(source)},
        "a state": lambda source: {
            "tab": "all", "state": source.choice(["here", "picked_up", "returned", "not_ours"]),
            "after": anywhere(source),
        },
        "a type": lambda source: {
            "tab": "all", "type": source.choice(["parcel", "letter", "magazine", "legal", "oversize"]),
            "after": anywhere(source),
        },
        "a state and a type": lambda source: {
            "tab": "all", "state": source.choice(["returned", "not_ours", "here"]), "type": "legal",
        },
        "a type of a space": lambda source: {"tab": "assigned", "space": pier.pk, "type": "legal"},
        "last 30 days": lambda source: {"tab": "all", "received": "month"},
        "days long ago": lambda source: {
            "tab": "all", "from": f"2024-{source.randrange(1, 7):02}-01", "to": f"2024-{source.randrange(7, 13):02}-28",
        },
        "legal, long ago": lambda source: {"tab": "all", "type": "legal", "from": "2023-01-01", "to": "2024-06-30"},
        "a mailbox": lambda source: {"tab": "all", "mailbox": source.choice(boxes).pk},
        "a busy mailbox's state": lambda source: {"tab": "all", "mailbox": bygone.pk, "state": "returned"},
        "search: any word": lambda source: {"tab": "all", "q": source.choice(words.things)},
        "search: a frequent word": lambda source: {"tab": "all", "q": words.one(source)},
        "search: a beginning": lambda source: {"tab": "all", "q": words.one(source)[: source.choice([1, 2, 3, 4])]},
        "search: two words": lambda source: {"tab": "all", "q": f"{words.one(source)} {words.one(source)}"},
        "search: on every label": lambda source: {"tab": "all", "q": "street", "after": anywhere(source)},
        "search: every and rare": lambda source: {"tab": "all", "q": f"street {source.choice(words.things)}"},
        "search: a person": lambda source: {"tab": "all", "q": source.choice(boxes).renter.name},
        "search: a company": lambda source: {"tab": "all", "q": source.choice(boxes).company or "bakery"},
        "search: a sender": lambda source: {"tab": "all", "q": senders.one(source)},
        "search: a PMB": lambda source: {"tab": "all", "q": f"pmb {source.choice(boxes).pmb}"},
        "search: tracking number": lambda source: {"tab": "bin", "q": source.choice(parcels)[:-1]},
        "search: its last digits": lambda source: {"tab": "all", "q": source.choice(parcels)[-source.choice([4, 6]) :]},
        "search: left long ago": lambda source: {"tab": "all", "q": "bygone brothers"},
        "search: and filtered": lambda source: {
            "tab": "assigned", "q": words.one(source), "type": "magazine", "state": "here", "space": dock.pk,
        },
        "search: and days": lambda source: {
            "tab": "all", "q": words.one(source), "from": "2024-03-01", "to": f"2024-{source.randrange(4, 12):02}-15",
        },
        "search: among unassigned": lambda source: {"tab": "unassigned", "q": words.one(source)},
        "search: nothing": lambda source: {"tab": "all", "q": f"zyzzyva {words.one(source)}"},
    }  # fmt: skip


@dataclass
class Figures:
    name: str
    # For each page, the seconds of each of its queries, with what was asked.
    pages: list[list[tuple[float, str, tuple]]] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)

    HEAD = (
        f"{'milliseconds: median and p99':28} {'list':>11} {'slowest':>11} {'all':>11}"
        f" {'queries':>7} {'CPU ms':>11} {'KB':>4}"
    )

    @property
    def slowest(self) -> tuple[float, str, tuple]:
        return max((query for page in self.pages for query in page), key=lambda query: query[0])

    def __str__(self) -> str:
        of_list = [sum(spent for spent, sql, _values in page if _is_of_list(sql)) * 1000 for page in self.pages]
        slowest = [max(spent for spent, *_rest in page) * 1000 for page in self.pages]
        every = [sum(spent for spent, *_rest in page) * 1000 for page in self.pages]
        queries = sorted({len(page) for page in self.pages})
        return (
            f"{self.name:28} {_both(of_list)} {_both(slowest)} {_both(every)}"
            f" {'-'.join(map(str, {queries[0]: 0, queries[-1]: 0})):>7} {_both(self.processor)}"
            f" {statistics.median(self.kilobytes):4.0f}"
        )


def _page(name: str, browser, ask: Callable[[random.Random], dict], times: int) -> Figures:
    from django.db import connection

    source, figures = random.Random(name), Figures(name)
    for n in range(times + 3):
        address = f"/harbor/desk/mail/?{urlencode(ask(source))}"
        queries: list[tuple[float, str, tuple]] = []
        with connection.execute_wrapper(_timed(queries)):
            began = time.process_time()
            answer = browser.get(address)
            spent = time.process_time() - began
        # A search that names one piece leads there.
        assert answer.status_code in {200, 302}, (address, answer.status_code)
        # The first ones meet cold caches.
        if n >= 3 and answer.status_code == 200:
            figures.pages.append(queries)
            figures.processor.append(spent * 1000)
            figures.kilobytes.append(len(answer.content) / 1000)
    return figures


def _timed(queries: list[tuple[float, str, tuple]]):
    def run(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            queries.append((time.perf_counter() - began, sql, params))

    return run


def _is_of_list(sql: str) -> bool:
    """Finding pieces, and reading them with what a row shows; not the session, roles, or counts on tabs."""
    return ("mail_search" in sql or "mail_mailitem" in sql or "mail_picture" in sql) and "COUNT(" not in sql


def _both(milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    return f"{statistics.median(ordered):5.1f} {ordered[ceil(len(ordered) * 0.99) - 1]:5.1f}"


def _print_plan(query: tuple[float, str, tuple]) -> None:
    from django.db import connection

    spent, sql, values = query
    print(f"    {spent * 1000:.1f} ms: {sql} {values}")
    with connection.cursor() as cursor:
        cursor.execute(
            ("EXPLAIN (ANALYZE, BUFFERS) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql,
            values,
        )
        for row in cursor.fetchall():
            print(f"        {row[-1]}")


if __name__ == "__main__":
    main()
