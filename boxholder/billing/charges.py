"""Post what is owed, with its cause; waive it before it is invoiced.

A charge belongs to the act that causes it: post it inside the transaction that does the act. The database refuses a
second charge for the same cause.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q
from django.utils import timezone

from boxholder.billing.causes import Cause
from boxholder.billing.models.charge import Charge, ChargeKind
from boxholder.billing.models.storage_rule import StorageDay
from boxholder.billing.money import Money
from boxholder.history.models import record
from boxholder.mailboxes.models import Mailbox

# Says in a charge's part that it was charged before for the same, and waived.
AGAIN = "again"


class AlreadyCharged(Exception):
    """This cause was charged before, and that charge stands: what was to be done is done."""


class ChargeSettled(Exception):
    """It stands on an invoice already, or is waived: nothing about it can change any more."""


def post(
    mailbox: Mailbox,
    *,
    kind: str,
    description: str,
    amount: Money,
    happened_on: date,
    cause: Model | Cause,
    part: str = "",
    quantity: int = 1,
    unit_price: Money | None = None,
    facts: dict | None = None,
    by=None,
    at: datetime | None = None,
) -> Charge:
    """Write down one owed amount. Raises AlreadyCharged; the caller's transaction stays whole.

    `happened_on` is the date in the mailbox's space. `part` tells the parts of one cause apart. `facts` must be JSON.
    """
    assert connection.in_atomic_block, "a charge is posted in the transaction of what causes it"
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    identity = {"cause_label": cause.label, "cause_id": cause.id, "kind": kind, "part": part}
    try:
        with transaction.atomic():
            return Charge.objects.create(
                **identity,
                operator_id=mailbox.operator_id,
                mailbox=mailbox,
                description=description[:300],
                amount_minor=amount.minor,
                currency=amount.currency,
                quantity=quantity,
                unit_price_minor=None if unit_price is None else unit_price.minor,
                happened_on=happened_on,
                posted_at=at or timezone.now(),
                by=by,
                facts=facts or {},
            )
    except IntegrityError as error:
        if Charge.objects.filter(**identity).exists():
            raise AlreadyCharged(f"{cause.label} {cause.id}, {kind} {part}".strip()) from error
        raise


def post_request(
    mailbox: Mailbox, frozen: dict, *, description: str, happened_on: date, cause: Model | Cause, by=None
) -> Charge:
    """Charge a completed request at the price frozen when it was asked for (`Quote.facts`). Raises AlreadyCharged,
    unless what was charged before was taken back."""
    price = Money(frozen["price_minor"], frozen["currency"])
    return post(
        mailbox,
        kind=frozen["kind"],
        description=description,
        amount=price,
        unit_price=price,
        happened_on=happened_on,
        cause=cause,
        part=part_of(cause, frozen["kind"]),
        facts=frozen,
        by=by,
    )


def part_of(cause: Model | Cause, kind: str) -> str:
    """Tells what is charged now from what was charged for the same cause and taken back."""
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    taken_back = Charge.objects.of_cause(cause).filter(kind=kind).exclude(waived_at=None).count()
    return f"{AGAIN} {taken_back}" if taken_back else ""


@transaction.atomic
def owe_again(waived: Charge, *, by, now: datetime) -> Charge:
    """The reason for which it was waived was none: the same is owed once more, of the same date and for the same cause.

    The waived one stays on record as it is; days of storage are told by the new one. Dies the process before the
    commit, nothing of it is there. Raises AlreadyCharged where it is owed again already.
    """
    assert waived.waived_at is not None, "what nobody has waived is owed as it is"
    again = post(
        waived.mailbox,
        kind=waived.kind,
        description=waived.description,
        amount=waived.amount,
        happened_on=waived.happened_on,
        cause=waived.cause,
        part=_part_after(waived),
        quantity=waived.quantity,
        unit_price=waived.unit_price,
        facts=waived.facts,
        by=by,
        at=now,
    )
    StorageDay.objects.filter(charge=waived).update(charge=again)
    _remember("charge.owed_again", again, by=by, at=now)
    return again


def _part_after(waived: Charge) -> str:
    """As `part_of`, for what is charged in parts: "2026-05-04 again 1"."""
    part = waived.part.partition(AGAIN)[0].strip()
    same = Charge.objects.of_cause(waived.cause).filter(Q(part=part) | Q(part__startswith=f"{part} {AGAIN}".strip()))
    n = same.filter(kind=waived.kind).exclude(waived_at=None).count()
    return f"{part} {AGAIN} {n}".strip()


def waiting_for(cause: Model | Cause, kind: str) -> Charge | None:
    """What is owed for it, neither invoiced nor waived."""
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    return Charge.objects.waiting().of_cause(cause).filter(kind=kind).first()


@transaction.atomic
def take_back(cause: Model | Cause, *, reason: str, by, now: datetime) -> list[Charge]:
    """It was not done after all: nobody owes for it. Returns what that was; 0.00 where it was free.

    Raises ChargeSettled where it is invoiced already; nothing is changed then.
    """
    cause = cause if isinstance(cause, Cause) else Cause.of(cause)
    owed = list(Charge.objects.of_cause(cause).filter(waived_at=None))
    for charge in owed:
        waive(charge, reason=reason, by=by, now=now)
    return owed


@transaction.atomic
def add_one_off(mailbox: Mailbox, *, description: str, amount: Money, key: UUID, by, now: datetime) -> Charge:
    """Something staff charge for once. `key` comes with the form: sent twice, it is one charge.

    Raises AlreadyCharged.
    """
    charge = post(
        mailbox,
        kind=ChargeKind.ONE_OFF,
        description=description,
        amount=amount,
        happened_on=mailbox.space.today(now),
        cause=Cause("billing.oneoff", str(key)),
        by=by,
        at=now,
    )
    _remember("charge.added", charge, by=by, at=now)
    return charge


@transaction.atomic
def waive(charge: Charge, *, reason: str, by, now: datetime) -> None:
    """Nobody owes it any more; it stays on record. Raises ChargeSettled."""
    waiting = Charge.objects.waiting().filter(pk=charge.pk)
    if not waiting.update(waived_at=now, waived_by=by, waived_reason=reason):
        raise ChargeSettled
    charge.refresh_from_db()
    _remember("charge.waived", charge, by=by, at=now, reason=reason)


def _remember(kind: str, charge: Charge, *, by, at: datetime, **data) -> None:
    record(
        kind,
        operator=charge.operator,
        subject=charge.mailbox,
        by=by,
        at=at,
        description=charge.description,
        amount=str(charge.amount),
        **data,
    )
