"""A process of the installation that does as it is told, at the moment it is told.

A line of JSON in: {"verb": …, "at": …, …}. It waits for the moment (the machine's monotonic clock, which all processes
share, so that several start together to the microsecond), calls the verb, and answers with a line: {"did": …} or
{"raised": "RunAlreadyStarted"}, and, as `at_it`, from when until when.
"""

import json
import sys
import time
from datetime import date, datetime

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.db.utils import load_backend  # noqa: E402
from django.utils import timezone  # noqa: E402

from boxholder.billing import allowances, arrears, charges, charging, closing, collection, runs  # noqa: E402
from boxholder.billing.cards import make_default  # noqa: E402
from boxholder.billing.causes import Cause  # noqa: E402
from boxholder.billing.models import BillingRun, Charge, Invoice, PaymentMethod  # noqa: E402
from boxholder.mailboxes.models import Mailbox  # noqa: E402
from boxholder.operators.models import Operator  # noqa: E402
from tests.faults.together import request_verbs  # noqa: E402

# Seconds before the moment.
AWAKE = 0.002


def preview_and_run(now: str) -> int:
    """`Next run`, from a tab of its own, and the worker that carries it out."""
    moment = datetime.fromisoformat(now)
    run = runs.preview(Operator.objects.get(), through=moment.date(), by=None, now=moment)
    start_and_carry_on(run.pk, now)
    return run.pk


def start_and_carry_on(run: int, now: str) -> None:
    moment = datetime.fromisoformat(now)
    runs.start(BillingRun.objects.get(pk=run), by=None, now=moment)
    runs.carry_on(run, moment)


def carry_on(*these: int, now: str) -> None:
    for run in these:
        runs.carry_on(run, datetime.fromisoformat(now))


def collect(*payments: str) -> None:
    for payment in payments:
        collection.collect(payment)


def charge(invoice: str) -> str:
    return str(charging.charge(Invoice.objects.get(pk=invoice), by=None).pk)


def void(invoice: str) -> None:
    closing.void(Invoice.objects.get(pk=invoice), by=None, reason="Moved out")


def pay_by_hand(invoice: str) -> None:
    closing.pay_by_hand(Invoice.objects.get(pk=invoice), by=None, note="Cash")


def choose(card: int) -> None:
    make_default(PaymentMethod.objects.get(pk=card), by=None)


def reserve(mailbox: int, cause: str, on: str) -> bool:
    """Whether it got a free one."""
    with transaction.atomic():
        asked = Cause("mail.actionrequest", cause)
        box = Mailbox.objects.get(pk=mailbox)
        return allowances.reserve(box, "open_and_scan", date.fromisoformat(on), asked).is_free


def post_storage(now: str) -> None:
    arrears.bring_up_to_date(Operator.objects.get(), before=date.max, now=datetime.fromisoformat(now))


def waive(charge: int) -> None:
    charges.waive(Charge.objects.get(pk=charge), reason="Our mistake", by=None, now=timezone.now())


def connect(database: dict) -> None:
    """From now on it belongs to the installation that has this database."""
    connections["default"].close()
    connections["default"] = load_backend(database["ENGINE"]).DatabaseWrapper(database, "default")
    connections["default"].ensure_connection()


VERBS = {
    verb.__name__: verb
    for verb in (
        connect,
        preview_and_run,
        start_and_carry_on,
        carry_on,
        collect,
        charge,
        void,
        pay_by_hand,
        choose,
        reserve,
        post_storage,
        waive,
        *request_verbs.VERBS,
    )
}


def main() -> None:
    print(json.dumps({"did": "start"}), flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        # Awake in time, and then not asleep: several start together to the microsecond.
        time.sleep(max(0, told["at"] - time.monotonic() - AWAKE))
        while time.monotonic() < told["at"]:
            pass
        began = time.monotonic()
        try:
            answer = {"did": VERBS[told["verb"]](*told["arguments"], **told["named"])}
        except Exception as error:
            answer = {"raised": type(error).__name__, "words": str(error)}
        print(json.dumps({**answer, "at_it": [began, time.monotonic()]}), flush=True)


main()
