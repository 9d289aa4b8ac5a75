"""Assigning with thousands of pieces waiting: what each answer costs, and how long a clerk waits for the next picture.

    .venv/bin/python -m bench.assigning 1000 10000                                   # SQLite, in a file of its own
    .venv/bin/python -m tests.on_postgres .venv/bin/python -m bench.assigning 10000  # PostgreSQL
    .venv/bin/python -m bench.assigning browser                                      # needs a Chromium

By number of unassigned pieces, in a space of 500 mailboxes: CPU milliseconds (median of twenty) and queries of the page
with its four cards, of the four-second question what is new, of an assignment, of the grid of fifty; the worker's look
whether the mailboxes have changed; and, once they have, what proposing anew costs for each piece.
`browser`: forty pieces assigned with two keys each while the worker reads twenty photographs; from the key going down
to the frame in which the next picture is drawn.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import databases

MAILBOXES = 500
TIMES = 20


def main(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases.set_up(folder)
        if words == ["browser"]:
            return _browser()
        print(
            f"{'unassigned':>10} {'page':>14} {'what is new':>14} {'assign':>14} {'grid':>14} {'look':>9} {'anew':>12}"
        )
        for size in [int(word) for word in words] or [1000]:
            print(_measure(size), flush=True)


def _measure(size: int) -> str:
    from django.test import Client

    from boxholder.mail import proposing
    from boxholder.mail.models import Alias, MailItem
    from boxholder.operators.models import Operator

    harbor = Operator.objects.create(slug=f"bench-{size}", name=f"Bench {size}", email="hello@harbor.example")
    carl, space = _fill(harbor, size)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(carl)
    desk = f"/{harbor.slug}/desk/mail/assigning/"
    oldest = list(MailItem.objects.unassigned().filter(space=space).order_by("pk")[: TIMES + 8])
    have = ",".join(f"{item.pk}.read." for item in oldest[:3])
    columns = [
        _times(lambda n: browser.get(desk)),
        _times(lambda n: browser.get(f"{desk}cards/?after={oldest[3].pk}&have={have}")),
        _times(lambda n: browser.post(f"{desk}{oldest[n].pk}/", _form(oldest[n]), headers={"HX-Request": "true"})),
        _times(lambda n: browser.get(f"{desk}grid/")),
    ]
    look = _seconds(proposing.outdated_spaces)
    Alias.objects.add(space.mailboxes.first(), "Quite Another Name", by=None)
    anew = _seconds(lambda: proposing.propose_anew(space.pk)) / proposing.AT_ONCE
    return f"{size:>10} " + " ".join(columns) + f" {look * 1000:>6.0f} ms {anew * 1000:>6.1f} ms each"


def _form(item) -> dict[str, str]:
    candidate = item.reading.candidates[0]
    return {"chosen": f"{candidate['mailbox']}.active", "type": "letter", "sender": item.sender}


def _times(act) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert act(0).status_code == 200
    queries = len(captured)
    spent = []
    for n in range(1, TIMES + 1):
        began = time.process_time()
        assert act(n).status_code == 200
        spent.append(time.process_time() - began)
    return f"{statistics.median(spent) * 1000:>6.1f} ms {queries:>3} q"


def _seconds(act) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _fill(harbor, size: int):
    from django.utils import timezone

    from boxholder.accounts.models import User
    from boxholder.billing.models import Offering
    from boxholder.mail import directory, proposing
    from boxholder.mail.models import MailItem, Picture, Reading
    from boxholder.mail.recognition import propose
    from boxholder.operators.models import Staff
    from tests.billing.crowd import rent_out
    from tests.mail.recognition.labels import letter

    space = harbor.spaces.create(name="Dock Street", street="12 Dock Street", city="Brooklyn", postal_code="11201")
    rent_out(space, Offering.objects.create(operator=harbor, name="Basic", price_minor=1900, currency="USD"), MAILBOXES)
    carl = User.objects.create_user(f"carl-{size}@harbor.example", name="Carl Clarke")
    Staff.objects.create(operator=harbor, user=carl, role="clerk")
    entries, boxes = directory.entries(space), list(space.mailboxes.select_related("renter"))
    mark = directory.mark(entries)
    labels = [letter(box.renter.name, f"PMB {box.pmb}", "12 Dock Street", "Brooklyn 11201") for box in boxes[:50]]
    proposals = [propose(label, entries, space_address=["12 Dock Street", "Brooklyn, 11201"]) for label in labels]
    items = MailItem.objects.bulk_create(
        [MailItem(operator=harbor, space=space, sender="First Coast Bank") for _ in range(size)], batch_size=500
    )
    now = timezone.now()
    Reading.objects.bulk_create(
        [
            Reading(
                item=item,
                status="read",
                read_at=now,
                label=labels[n % 50].to_json(),
                directory=mark,
                **proposing._whose(proposals[n % 50]),
            )
            for n, item in enumerate(items)
        ],
        batch_size=500,
    )
    Picture.objects.bulk_create(
        [
            Picture(
                operator=harbor, item=item, file_name="x.jpg", fingerprint=f"{item.pk}", byte_size=1, width=9, height=9,
                original=f"{item.pk}", large=f"{item.pk}", small=f"{item.pk}",
            )
            for item in items
        ],
        batch_size=500,
    )  # fmt: skip
    return carl, space


def _browser() -> None:
    from playwright.sync_api import sync_playwright

    from tests.support import chromium
    from tests.support import simulator as simulators
    from tests.support.browser import ARGUMENTS
    from tests.support.house import House, furnish
    from tests.support.simulator import Simulator
    from tests.support.typist import Typist

    process, url = simulators.start()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        furnish(Path(folder, "furnished"))
        house = House(Path(folder, "furnished"), Path(folder, "house"), Simulator(url)).open()
        try:
            house.shell(
                "from tests.support.pile import *; dock = Space.objects.get(name='Dock Street'); "
                "pile_up(dock, [ROSA, BEN] * 20, width=1600); leave_unread(dock, 20)"
            )
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
            page = browser.new_page(base_url=house.url, viewport={"width": 1280, "height": 900})
            house.log_in(page, "carl@harbor.example")
            page.goto("/harbor/desk/mail/assigning/")
            carl = Typist(page)
            for _ in range(40):
                carl.press("l", "Enter")
            unread = house.shell("from boxholder.mail.models import *; print(Reading.objects.waiting().count())")
            waits = sorted(carl.waits)
            print(
                f"{len(waits)} pieces, {carl.keys} keys; from Enter to the next picture: median "
                f"{statistics.median(waits):.0f} ms, 95 % within {waits[int(len(waits) * 0.95) - 1]:.0f} ms, at most "
                f"{waits[-1]:.0f} ms; photographs still to be read at the end: {unread}"
            )
            browser.close()
        finally:
            house.close()
            simulators.stop(process)


if __name__ == "__main__":
    main(sys.argv[1:])
