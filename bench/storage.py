"""What posting storage costs before a run, and how long the counter waits for it.

    .venv/bin/python -m bench.storage 200 2000                                   # SQLite, in a file of its own
    .venv/bin/python -m tests.on_postgres .venv/bin/python -m bench.storage 2000  # PostgreSQL

By number of mailboxes, each with ten parcels, and by how many days those have lain there, charged by the day: CPU
seconds of the first preview, which posts all of it; of the next month's; and of one right after, which finds nothing
new. Meanwhile another process writes a row every five milliseconds: the longest that it waited for one.
"""

import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

from bench import databases

PARCELS = 10
FREE_DAYS = 10
AGES = (60, 365)
RUNS = (
    datetime(2026, 5, 1, 15, tzinfo=UTC),
    datetime(2026, 6, 1, 15, tzinfo=UTC),
    datetime(2026, 6, 1, 16, tzinfo=UTC),
)


def main(words: list[str]) -> None:
    if words[:1] == ["counter"]:
        return _counter(words[1])
    with tempfile.TemporaryDirectory() as folder:
        databases.set_up(folder)
        spent = " ".join(f"{what + ' CPU s':>12}" for what in ("first", "month", "again"))
        print(f"{'mailboxes':>10} {'days':>5} {spent} {'longest wait ms':>16}")
        for size in [int(word) for word in words] or [200]:
            for age in AGES:
                print(_measure(size, age), flush=True)


def _measure(size: int, age: int) -> str:
    from django.db import connection

    from boxholder.billing import runs
    from boxholder.billing.models import StorageDay

    harbor = _fill(size, age)
    counter = subprocess.Popen(
        [sys.executable, "-m", "bench.storage", "counter", str(connection.settings_dict["NAME"])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert counter.stdout
    assert counter.stdout.readline()
    spent = []
    for now in RUNS:
        began = time.process_time()
        runs.preview(harbor, through=now.date(), by=None, now=now)
        spent.append(time.process_time() - began)
    waited = counter.communicate("")[0]
    # Nothing before the mailboxes were active, on January 1; then to the end of April, and May.
    paid = min(age - FREE_DAYS, 120) + 31
    assert StorageDay.objects.filter(charge__operator=harbor).count() == size * PARCELS * paid
    return f"{size:>10} {age:>5} " + " ".join(f"{seconds:>12.2f}" for seconds in spent) + f" {float(waited):>16.0f}"


def _counter(database: str) -> None:
    """Writes until its input is closed, then says how many milliseconds the slowest took."""
    import select

    _set_up_counter(database)
    from boxholder.operators.models import Operator

    longest = 0.0
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0.005)[0]:
        began = time.monotonic()
        Operator.objects.create(slug=f"counter-{began:.6f}", name="Counter", email="hello@counter.example")
        longest = max(longest, time.monotonic() - began)
    print(longest * 1000)


def _set_up_counter(database: str) -> None:
    import django
    from django.db import connection

    django.setup()
    connection.settings_dict["NAME"] = database


def _fill(size: int, age: int):
    from boxholder.billing.models import BillingSettings, Offering, StorageRule
    from boxholder.mail.models import MailItem
    from boxholder.operators.models import Operator
    from tests.billing.crowd import rent_out

    harbor = Operator.objects.create(slug=f"bench-{size}-{age}", name=f"Bench {size}", email="hello@harbor.example")
    space = harbor.spaces.create(name="Dock Street", street="12 Dock Street", city="Brooklyn", postal_code="11201")
    basic = Offering.objects.create(operator=harbor, name="Basic", price_minor=1900, currency="USD")
    StorageRule.objects.create(offering=basic, basis="days", free_days_package=FREE_DAYS, day_fee_package_minor=50)
    BillingSettings.objects.create(operator=harbor, bill_from=RUNS[0].date())
    rent_out(space, basic, size)
    arrived = RUNS[0] - timedelta(days=age)
    MailItem.objects.bulk_create(
        [
            MailItem(
                operator=harbor, space=space, mailbox=box, type="parcel",
                received_at=arrived + timedelta(minutes=n), assigned_at=arrived + timedelta(minutes=n),
            )
            for box in space.mailboxes.all()
            for n in range(PARCELS)
        ],
        batch_size=500,
    )  # fmt: skip
    return harbor


if __name__ == "__main__":
    main(sys.argv[1:])
