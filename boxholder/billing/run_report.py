"""What a run would do, before it; how far it is and what came of it, after. Sums over stored rows, nothing else."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from boxholder.billing.models import BillingRun, Invoice, RunRow, StripeIntegration
from boxholder.billing.money import Money, total
from boxholder.billing.standing import MOVING, Standing, with_standing

Outcome, Warning = RunRow.Outcome, RunRow.Warning


@dataclass(frozen=True)
class Tally:
    """So many invoices, and what they come to."""

    count: int
    amount: Money


@dataclass(frozen=True)
class Plan:
    """A previewed run in sums. Of `invoiced`, each is either `charged`, `left_open` or costs nothing."""

    rows: int
    invoiced: Tally
    charged: Tally
    left_open: Tally
    carried_over: Tally
    warnings: dict[str, int]


def plan_of(run: BillingRun) -> Plan:
    waits, costs = _has(Warning.BELOW_MINIMUM), Q(total_minor__gt=0)
    is_charged = ~waits & costs & ~Q(card_label="") if run.charges_cards else Q(pk=None)
    of = {
        "invoiced": ~waits,
        "charged": is_charged,
        "left_open": ~waits & costs & ~is_charged,
        "carried_over": waits,
    }
    found = rows_of(run).aggregate(
        rows=Count("pk"),
        **{f"{name}_n": Count("pk", filter=q) for name, q in of.items()},
        **{f"{name}_sum": Sum("total_minor", filter=q) for name, q in of.items()},
        **{f"warning_{code}": Count("pk", filter=_has(code)) for code in Warning.values},
    )
    sums = {name: Tally(found[f"{name}_n"], Money(found[f"{name}_sum"] or 0, run.operator.currency)) for name in of}
    return Plan(found["rows"], **sums, warnings={code: found[f"warning_{code}"] for code in Warning.values})


def rows_of(run: BillingRun, warning: str = "") -> QuerySet[RunRow]:
    """The run's rows, all or those with this warning."""
    rows = run.rows.annotate(warning_text=Cast("warnings", TextField()))
    return rows.filter(_has(warning)) if warning else rows


def _has(warning: str) -> Q:
    # As JSON text, because SQLite has no `contains` for JSON. The codes are ours: none holds another.
    return Q(warning_text__contains=f'"{warning}"')


def with_issued(runs: QuerySet[BillingRun]) -> QuerySet[BillingRun]:
    """Each with `issued_count` and `issued_minor`: how many invoices came of it, and what they come to."""
    invoices = Invoice.objects.filter(run=OuterRef("pk")).order_by().values("run")
    return runs.annotate(
        issued_count=Coalesce(Subquery(invoices.values(n=Count("pk"))), 0),
        issued_minor=Coalesce(Subquery(invoices.values(n=Sum("total_minor"))), 0),
    )


@dataclass(frozen=True)
class Report:
    """How far a started run is. `by_outcome` counts its rows, `by_standing` the invoices it issued."""

    rows: int
    done: int
    to_charge: int
    answered: int
    by_outcome: dict[str, Tally]
    by_standing: dict[str, Tally] = field(default_factory=dict)
    is_moving: bool = False
    left: timedelta | None = None

    @property
    def issued(self) -> Tally:
        return self.by_outcome[Outcome.ISSUED]

    @property
    def held_back(self) -> Tally:
        """Previewed, and not billed: it changed, was billed by another run, or is too little to charge."""
        held = [self.by_outcome[o] for o in (Outcome.CHANGED, Outcome.BILLED_BEFORE, Outcome.CARRIED_OVER)]
        return Tally(
            sum(each.count for each in held), total((each.amount for each in held), self.issued.amount.currency)
        )


def report_of(run: BillingRun, integration: StripeIntegration, now: datetime) -> Report:
    currency = run.operator.currency
    by_outcome = _sums(run.rows.values_list("outcome").annotate(Count("pk"), Sum("total_minor")), Outcome, currency)
    invoices = with_standing(run.invoices.all(), integration).order_by()
    by_standing = _sums(invoices.values_list("standing").annotate(Count("pk"), Sum("total_minor")), Standing, currency)
    rows = sum(each.count for each in by_outcome.values())
    done = rows - by_outcome[Outcome.WAITING].count
    moving = sum(by_standing[standing].count for standing in MOVING)
    to_charge = run.invoices.filter(payments__isnull=False).distinct().count()
    return Report(
        rows=rows,
        done=done,
        to_charge=to_charge,
        answered=max(to_charge - moving, 0),
        by_outcome=by_outcome,
        by_standing=by_standing,
        is_moving=moving > 0 or not run.is_finished,
        left=_left(run, rows - done, done, moving, to_charge - moving, now),
    )


def _sums(found, choices, currency: str) -> dict[str, Tally]:
    sums = {code: Tally(0, Money(0, currency)) for code in choices.values}
    return sums | {code: Tally(count, Money(minor or 0, currency)) for code, count, minor in found}


def _left(run: BillingRun, to_issue: int, issued: int, to_answer: int, answered: int, now: datetime):
    """Guessed from the pace so far; None where there is no pace to guess from."""
    waiting, done = (to_issue, issued) if to_issue else (to_answer, answered)
    if run.started_at is None or not waiting or not done:
        return None
    return (now - run.started_at) * waiting / done
