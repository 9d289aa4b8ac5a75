"""How long the mail list takes with very many pieces: its queries, and the processor time of the whole page.

    .venv/bin/python -m bench.mail_lists 100000                                 # SQLite, in a file of its own
    .venv/bin/python -m tests.on_postgres .venv/bin/python -m bench.mail_lists 100000  # PostgreSQL

Each page is fetched by the owner through Django, without a browser; the database time of a page is the sum over its
queries, all of them: session, navigation, counts on the tabs, rows, pictures. Median and 99th percentile.
"""

import os
import statistics
import sys
import tempfile
import time
from urllib.parse import urlencode

from bench.invoicing import _fresh_database

TIMES = 40
# What is asked for, and by which words.
PAGES = {
    "all, newest 50": {"tab": "all"},
    "unassigned": {"tab": "unassigned"},
    "assigned": {"tab": "assigned"},
    "parcels only": {"tab": "all", "type": "parcel"},
    "a common name": {"tab": "all", "q": "smith"},
    "on every label": {"tab": "all", "q": "street"},
    "two common words": {"tab": "all", "q": "smith bakery"},
    "left long ago": {"tab": "all", "q": "bygone brothers"},
    "a PMB": {"tab": "all", "q": "pmb 1042"},
    "a prefix": {"tab": "all", "q": "gar"},
    "nothing": {"tab": "all", "q": "zyzzyva qqq"},
}


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BOXHOLDER_DATA": folder, "BOXHOLDER_STATIC_UNHASHED": "1", "BOXHOLDER_LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        for size in sizes:
            _fresh_database()
            _measure(size)


def _measure(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bench.mail_crowd import Crowd
    from boxholder.accounts.models import User
    from boxholder.operators.models import Staff

    call_command("createcachetable")
    began = time.monotonic()
    crowd = Crowd()
    crowd.fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}, {size:,} pieces, filled in {time.monotonic() - began:.0f} s")
    print(f"{'page':18} {'median ms':>9} {'p99 ms':>7} {'queries':>7} {'CPU ms':>7}   per page; database time and CPU")
    olivia = User.objects.create(email="olivia@harbor.example", name="Olivia Owens")
    Staff.objects.create(operator=crowd.harbor, user=olivia, role=Staff.Role.OWNER)
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(olivia, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, query in PAGES.items():
        print(_page(name, browser, f"/harbor/desk/mail/?{urlencode(query)}"), flush=True)


def _page(name: str, browser, address: str) -> str:
    from django.db import connection

    in_database, on_processor, queries = [], [], 0
    for _n in range(TIMES + 1):
        spent: list[float] = []
        with connection.execute_wrapper(_timed(spent)):
            began = time.process_time()
            answer = browser.get(address)
            on_processor.append((time.process_time() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
        in_database.append(sum(spent) * 1000)
        queries = len(spent)
    # The first one meets cold caches.
    in_database, on_processor = sorted(in_database[1:]), on_processor[1:]
    middle, slow = statistics.median(in_database), in_database[int(len(in_database) * 0.99) - 1]
    return f"{name:18} {middle:9.1f} {slow:7.1f} {queries:7} {statistics.median(on_processor):7.1f}"


def _timed(spent: list[float]):
    def run(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - began)

    return run


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000])
