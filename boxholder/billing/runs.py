"""Bill what is due: a preview, stored row by row, and then just that.

`Next run` and the clock come the same way: `preview`, `start`, and `carry_on` in the worker, batch by batch. Each batch
is one transaction that takes the numbers, issues the invoices and writes down the payments. Killed at any line, a
batch is either whole or not there at all, and `carry_on` goes on with the rows that have no outcome yet.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from boxholder.billing.arrears import bring_up_to_date
from boxholder.billing.cycle import next_cycle_start
from boxholder.billing.due import BATCH, Due, find_due
from boxholder.billing.holds import BillingHeld, hold_on
from boxholder.billing.issuing import issue
from boxholder.billing.models import BillingRun, BillingSettings, Invoice, RunRow, StripeIntegration
from boxholder.billing.run_report import plan_of
from boxholder.operators.models import Operator

Outcome = RunRow.Outcome
MOST_COLLISIONS = 20
# Longer than a batch takes; every batch renews it.
LEASE = timedelta(minutes=2)
STALLED = timedelta(minutes=1)


class RunAlreadyStarted(Exception):
    """Somebody, or another tab, started this run; look at its page."""


class RunOutdated(Exception):
    """Stripe was switched on or off, or another account connected, since the preview; preview again."""


def today_of(operator: Operator, now: datetime) -> date:
    return now.astimezone(operator.time_zone).date()


def next_run_through(operator: Operator, now: datetime) -> date:
    """Today, where something is due already; else the next cycle start that is billed."""
    today = today_of(operator, now)
    due = chain.from_iterable(find_due(operator, through=today, today=today))
    if any(not row.is_carried_over for row in due):
        return today
    return max(next_cycle_start(today), BillingSettings.objects.of(operator).bill_from_on(today))


def preview(operator: Operator, *, through: date, by, now: datetime) -> BillingRun:
    """Work out, to the cent, what a run through this day would invoice and charge; nothing is issued.

    The first preview fixes `Bill from`, so that its default does not wander from month to month. What has run up is
    posted first, in transactions of its own: dies the process before the preview is there, the next finds it posted.
    """
    _post_usage(operator, through=through, now=now)
    return _preview(operator, through=through, by=by, now=now)


def _post_usage(operator: Operator, *, through: date, now: datetime) -> None:
    """Of whole months: of what runs up by the day, a piece has one line a month. This month's comes with the next."""
    bring_up_to_date(operator, before=min(today_of(operator, now), through).replace(day=1), now=now)


@transaction.atomic
def _preview(operator: Operator, *, through: date, by, now: datetime) -> BillingRun:
    today = today_of(operator, now)
    _fix_bill_from(operator, today)
    integration = StripeIntegration.objects.of(operator)
    run = BillingRun.objects.create(
        operator=operator, through=through, by=by, previewed_at=now, charges_cards=integration.bills_renters
    )
    for batch in find_due(operator, through=through, today=today):
        RunRow.objects.bulk_create(_row(run, due) for due in batch)
    return run


def start(run: BillingRun, *, by, now: datetime) -> None:
    """Do what was previewed. Raises RunAlreadyStarted, RunOutdated, BillingHeld."""
    from boxholder.billing.jobs import carry_on_run

    if hold_on(run.operator):
        raise BillingHeld
    integration = StripeIntegration.objects.of(run.operator)
    if run.charges_cards != integration.bills_renters:
        raise RunOutdated
    with transaction.atomic():
        claimed = BillingRun.objects.filter(pk=run.pk, status=BillingRun.Status.PREVIEWED).update(
            status=BillingRun.Status.RUNNING, started_at=now, by=by
        )
        if not claimed:
            raise RunAlreadyStarted
        transaction.on_commit(lambda: carry_on_run(run.pk))


def run_by_the_clock(operator: Operator, now: datetime) -> BillingRun | None:
    """Once a day: preview and start whatever is due. None where nothing was, or it was done today.

    After a restore the day is not claimed either: it is billed once that is over.
    """
    if hold_on(operator):
        return None
    today = _begun_everywhere(operator, now)
    if not _unclaimed(operator, today).exists():
        return None
    _post_usage(operator, through=today, now=now)
    with transaction.atomic():
        if not _claim_the_day(operator, today):
            return None
        run = _preview(operator, through=today, by=None, now=now)
        if not plan_of(run).invoiced.count:
            run.delete()
            return None
        start(run, by=None, now=now)
    return run


def stalled(now: datetime) -> Iterator[int]:
    """Runs nobody carries on, claimed here: a live worker renews its claim with every batch."""
    running = BillingRun.objects.filter(status=BillingRun.Status.RUNNING, started_at__lt=now - STALLED)
    unclaimed = running.exclude(claimed_until__gte=now)
    for run_id in list(unclaimed.values_list("pk", flat=True)):
        if unclaimed.filter(pk=run_id).update(claimed_until=now + LEASE):
            yield run_id


def carry_on(run_id: int, now: datetime) -> None:
    """Issue the rows that have no outcome yet. Safe to run twice, and twice at once."""
    run = BillingRun.objects.select_related("operator", "by").get(pk=run_id)
    if hold_on(run.operator):
        return
    collisions = 0
    while run.status == BillingRun.Status.RUNNING and (rows := _waiting_rows(run)):
        try:
            _issue_batch(run, rows, now)
        except IntegrityError:
            # Another run issued some of these in between and has committed: looking again tells which.
            collisions += 1
            if collisions > MOST_COLLISIONS:
                raise
    BillingRun.objects.filter(pk=run_id, status=BillingRun.Status.RUNNING).update(
        status=BillingRun.Status.FINISHED, finished_at=now
    )


def _fix_bill_from(operator: Operator, today: date) -> None:
    settings = BillingSettings.objects.of(operator)
    BillingSettings.objects.filter(pk=settings.pk, bill_from=None).update(bill_from=settings.bill_from_on(today))


def _begun_everywhere(operator: Operator, now: datetime) -> date:
    """The day it is in the westernmost space: before that, the last day of its month is not over there."""
    return min((space.today(now) for space in operator.spaces.all()), default=today_of(operator, now))


def _claim_the_day(operator: Operator, today: date) -> bool:
    return bool(_unclaimed(operator, today).update(clock_looked_on=today))


def _unclaimed(operator: Operator, today: date) -> QuerySet[BillingSettings]:
    settings = BillingSettings.objects.filter(pk=BillingSettings.objects.of(operator).pk)
    return settings.exclude(clock_looked_on__gte=today)


def _row(run: BillingRun, due: Due) -> RunRow:
    return RunRow(
        run=run,
        mailbox=due.mailbox,
        total_minor=due.total.minor,
        currency=due.currency,
        lines=due.lines,
        card_label=str(due.card or ""),
        warnings=due.warnings,
    )


def _waiting_rows(run: BillingRun) -> list[RunRow]:
    return list(run.rows.filter(outcome=Outcome.WAITING)[:BATCH])


def _issue_batch(run: BillingRun, rows: list[RunRow], now: datetime) -> None:
    """Compare each row with what is due now; issue those that agree to the cent, say of the others why not.

    What is due is worked out before the transaction, to keep it short: the unique constraints on a subscription's
    period and on a charge are what keeps two runs from billing either twice.
    """
    found = _due_now(run, rows, now)
    with transaction.atomic():
        mine = {row.pk for row in run.rows.select_for_update().filter(pk__in=[r.pk for r in rows], outcome="")}
        rows = [row for row in rows if row.pk in mine]
        agreed = [(row, found[row.mailbox_id]) for row in rows if _agrees(row, found)]
        for row in rows:
            row.outcome, row.found_minor = _outcome(row, found.get(row.mailbox_id))
        issue(run, [due for row, due in agreed if row.outcome == Outcome.ISSUED], now=now)
        _write_outcomes(run, rows)
        BillingRun.objects.filter(pk=run.pk).update(claimed_until=timezone.now() + LEASE)


def _write_outcomes(run: BillingRun, rows: list[RunRow]) -> None:
    """One UPDATE for each outcome; the found amounts, of the few that changed, row by row."""
    for outcome in {row.outcome for row in rows}:
        these = run.rows.filter(pk__in=[row.pk for row in rows if row.outcome == outcome])
        if outcome == Outcome.ISSUED:
            issued = Invoice.objects.filter(run=run, mailbox=OuterRef("mailbox")).values("pk")
            these.update(outcome=outcome, invoice=Subquery(issued))
        else:
            these.update(outcome=outcome)
    RunRow.objects.bulk_update([row for row in rows if row.found_minor is not None], ["found_minor"])


def _due_now(run: BillingRun, rows: list[RunRow], now: datetime) -> dict[int, Due]:
    batches = find_due(
        run.operator,
        through=run.through,
        today=today_of(run.operator, now),
        mailbox_ids=[row.mailbox_id for row in rows],
    )
    found = {due.mailbox.pk: due for due in chain.from_iterable(batches)}
    for row in rows:
        if row.mailbox_id in found:
            found[row.mailbox_id].keep_to(row.lines)
    return {mailbox: due for mailbox, due in found.items() if due.is_owed}


def _agrees(row: RunRow, found: dict[int, Due]) -> bool:
    due = found.get(row.mailbox_id)
    return due is not None and due.asks_the_same_as(row.lines)


def _outcome(row: RunRow, due: Due | None) -> tuple[str, int | None]:
    if due is None:
        return Outcome.BILLED_BEFORE.value, None
    if not due.asks_the_same_as(row.lines):
        return Outcome.CHANGED.value, due.total.minor
    return (Outcome.CARRIED_OVER if due.is_carried_over else Outcome.ISSUED).value, None
