"""Change what an offering allows and what it costs: all of it or nothing, each change on record.

What storage has cost until then is posted first, by the rule that held, in transactions of its own. Dies the process
before the change itself, those charges are owed as they would have been anyway, and nothing has changed.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from boxholder.billing.arrears import bring_up_to_date
from boxholder.billing.models.offering import Offering
from boxholder.billing.models.request_rule import RequestKind, RequestRule
from boxholder.billing.models.storage_rule import StorageRule, StorageThreshold
from boxholder.history.models import record
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Operator


@transaction.atomic
def add_offering(
    operator: Operator, *, requests: Iterable[RequestRule], storage: StorageRule, by, now: datetime, **details
) -> Offering:
    """A new plan with its rules; `details` are those of Offering.add."""
    offering = Offering.add(operator, **details, by=by)
    _change(offering, requests=requests, storage=storage, by=by, now=now)
    return offering


def change_offering(
    offering: Offering, *, requests: Iterable[RequestRule], storage: StorageRule, by, now: datetime, **details
) -> None:
    """All that stands on the offering's page; `details` are those of Offering.change."""
    _end_the_old_rule(offering, storage, now)
    with transaction.atomic():
        offering.change(**details, by=by)
        _change(offering, requests=requests, storage=storage, by=by, now=now)


def change(offering: Offering, *, requests: Iterable[RequestRule], storage: StorageRule, by, now: datetime) -> None:
    """For what is asked, and for the days that are stored, from now on. The rules come unsaved."""
    _end_the_old_rule(offering, storage, now)
    with transaction.atomic():
        _change(offering, requests=requests, storage=storage, by=by, now=now)


def _end_the_old_rule(offering: Offering, storage: StorageRule, now: datetime) -> None:
    """Each space's own midnight ends the days of the old rule, and begins those of the new one."""
    storage.offering = offering
    if storage.words != StorageRule.objects.of(offering).words:
        theirs = offering.operator.mailboxes.filter(subscriptions__offering=offering).distinct()
        bring_up_to_date(offering.operator, before=date.max, now=now, mailboxes=theirs)


def _change(offering: Offering, *, requests: Iterable[RequestRule], storage: StorageRule, by, now: datetime) -> None:
    _change_requests(offering, list(requests), by=by, now=now)
    _change_storage(offering, storage, by=by, now=now)


def _change_storage(offering: Offering, storage: StorageRule, *, by, now: datetime) -> None:
    before = StorageRule.objects.of(offering)
    storage.offering, storage.pk, storage.changed_at = offering, before.pk, before.changed_at
    if storage.words != before.words:
        storage.changed_at = now
        record(
            "offering.storage_changed",
            operator=offering.operator,
            subject=offering,
            by=by,
            at=now,
            before=before.words,
            after=storage.words,
        )
    storage.save()


def _change_requests(offering: Offering, requests: list[RequestRule], *, by, now: datetime) -> None:
    before = RequestRule.objects.of(offering)
    for rule in requests:
        rule.offering = offering
    RequestRule.objects.bulk_create(
        requests,
        update_conflicts=True,
        unique_fields=["offering", "kind"],
        update_fields=["is_allowed", "free_per_month", "price_minor"],
    )
    for rule in requests:
        kind = RequestKind(rule.kind)
        if rule.words != before[kind].words:
            record(
                "offering.rule_changed",
                operator=offering.operator,
                subject=offering,
                by=by,
                at=now,
                request=str(kind.label),
                before=before[kind].words,
                after=rule.words,
            )


def set_thresholds(mailbox: Mailbox, *, correspondence: int | None, package: int | None, by, now: datetime) -> None:
    """How many pieces this mailbox may have at month ends to come; None: as many as its offering says.

    Those that are over are charged first, by what held; what was free then stays free (`StorageThreshold.holds`).
    """
    bring_up_to_date(mailbox.operator, before=date.max, now=now, mailboxes=[mailbox])
    _set_thresholds(mailbox, correspondence, package, by=by, now=now)


@transaction.atomic
def _set_thresholds(mailbox: Mailbox, correspondence: int | None, package: int | None, *, by, now: datetime) -> None:
    own, _new = StorageThreshold.objects.select_for_update().get_or_create(mailbox=mailbox)
    if (own.correspondence, own.package) == (correspondence, package):
        return
    own.correspondence, own.package, own.changed_at = correspondence, package, now
    own.save()
    record(
        "mailbox.storage_thresholds_set",
        operator=mailbox.operator,
        subject=mailbox,
        by=by,
        at=now,
        correspondence="–" if correspondence is None else correspondence,
        package="–" if package is None else package,
    )
