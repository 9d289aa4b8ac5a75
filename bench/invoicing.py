"""How long one month's invoices take: milliseconds and queries per invoice, by number of mailboxes.

    .venv/bin/python -m bench.invoicing 2000 20000                                 # SQLite, in a file of its own
    .venv/bin/python -m tests.on_postgres .venv/bin/python -m bench.invoicing 2000  # PostgreSQL

Every mailbox has a plan line, three charges of the month before (scans, with their causes) and a renter with a card:
preview and issue are measured apart, with snapshot, lines, triggers, history and payment rows; charging is not in it.
CPU and wall time, median of three runs over fresh months.
"""

import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bench import databases

ROUNDS = 3
METERED = 3


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases.set_up(folder)
        print(f"{'mailboxes':>10} {'preview ms':>11} {'issue ms':>9} {'CPU ms':>7} {'queries':>8}   per invoice")
        for size in sizes:
            print(_measure(size), flush=True)


def _measure(size: int) -> str:
    from boxholder.billing import runs
    from boxholder.billing.models import BillingRun

    harbor = _operator(size)
    previews: list[float] = []
    issues: list[float] = []
    cpus: list[float] = []
    for month in range(1, ROUNDS + 1):
        now = _first_of(month)
        _use(harbor, month)
        began = time.perf_counter()
        run = runs.preview(harbor, through=now.date(), by=None, now=now)
        previews.append(time.perf_counter() - began)
        BillingRun.objects.filter(pk=run.pk).update(status="running", started_at=now)
        began, cpu = time.perf_counter(), time.process_time()
        runs.carry_on(run.pk, now)
        issues.append(time.perf_counter() - began)
        cpus.append(time.process_time() - cpu)
        assert run.rows.filter(outcome="issued").count() == size
        assert run.invoices.filter(total_minor=1900 + METERED * 300).count() == size
    queries = _queries(harbor, ROUNDS + 1)
    each = 1000 / size
    return (
        f"{size:>10} {statistics.median(previews) * each:>11.3f} {statistics.median(issues) * each:>9.3f} "
        f"{statistics.median(cpus) * each:>7.3f} {queries / size:>8.4f}"
    )


def _queries(harbor, month: int) -> int:
    """Of one more month's issue; counting them costs time, so it is not measured with the others."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from boxholder.billing import runs
    from boxholder.billing.models import BillingRun

    now = _first_of(month)
    _use(harbor, month)
    run = runs.preview(harbor, through=now.date(), by=None, now=now)
    BillingRun.objects.filter(pk=run.pk).update(status="running", started_at=now)
    with CaptureQueriesContext(connection) as captured:
        runs.carry_on(run.pk, now)
    return len(captured)


def _first_of(month: int) -> datetime:
    return datetime(2026, month, 1, 12, tzinfo=ZoneInfo("America/New_York"))


def _use(harbor, month: int) -> None:
    """Three scans of every mailbox, in the month before."""
    from boxholder.billing.models import Charge

    day = _first_of(month).date() - timedelta(days=9)
    Charge.objects.bulk_create(
        [
            Charge(
                operator=harbor,
                mailbox_id=mailbox,
                kind="open_and_scan",
                description=f"Open & scan, letter {n}",
                amount_minor=300,
                unit_price_minor=300,
                currency="USD",
                happened_on=day,
                posted_at=_first_of(month),
                cause_label="mail.actionrequest",
                cause_id=f"{mailbox}-{month}-{n}",
                facts={"kind": "open_and_scan", "free": 2, "used_before": 2, "used_after": 2, "offering": "Basic"},
            )
            for mailbox in harbor.mailboxes.values_list("pk", flat=True)
            for n in range(METERED)
        ],
        batch_size=500,
    )


def _operator(size: int):
    from boxholder.billing.models import (
        BillingSettings,
        Offering,
        PaymentMethod,
        StripeAccount,
        StripeCustomer,
        StripeIntegration,
    )
    from boxholder.mailboxes.models import Renter
    from boxholder.operators.models import Operator
    from tests.billing.crowd import rent_out

    harbor = Operator.objects.create(slug=f"bench-{size}", name=f"Bench {size}", email="hello@harbor.example")
    space = harbor.spaces.create(name="Dock Street", street="12 Dock Street", city="Brooklyn", postal_code="11201")
    rent_out(space, Offering.objects.create(operator=harbor, name="Basic", price_minor=1900, currency="USD"), size)
    account = StripeAccount.objects.create(operator=harbor, account_id=f"acct_{size}", livemode=False)
    customers = StripeCustomer.objects.bulk_create(
        [
            StripeCustomer(account=account, renter=r, stripe_id=f"cus_{size}_{r.pk}")
            for r in Renter.objects.filter(operator=harbor)
        ],
        batch_size=500,
    )
    PaymentMethod.objects.bulk_create(
        [
            PaymentMethod(
                customer=c,
                stripe_id=f"pm_{c.pk}",
                brand="visa",
                last4="4242",
                exp_month=12,
                exp_year=2040,
                is_default=True,
            )
            for c in customers
        ],
        batch_size=500,
    )
    integration = StripeIntegration.objects.of(harbor)
    integration.account, integration.bills_renters = account, True
    integration.save()
    BillingSettings.objects.create(operator=harbor, bill_from=date(2026, 1, 1))
    return harbor


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2000])
