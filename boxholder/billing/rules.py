"""Change what an offering allows and what it costs: all of it or nothing, each change on record."""

from collections.abc import Iterable

from django.db import transaction

from boxholder.billing.models.offering import Offering
from boxholder.billing.models.request_rule import RequestKind, RequestRule
from boxholder.billing.models.storage_rule import StorageRule
from boxholder.history.models import record
from boxholder.operators.models import Operator


@transaction.atomic
def add_offering(
    operator: Operator, *, requests: Iterable[RequestRule], storage: StorageRule, by, **details
) -> Offering:
    """A new plan with its rules; `details` are those of Offering.add."""
    offering = Offering.add(operator, **details, by=by)
    change(offering, requests=requests, storage=storage, by=by)
    return offering


@transaction.atomic
def change_offering(
    offering: Offering, *, requests: Iterable[RequestRule], storage: StorageRule, by, **details
) -> None:
    """All that stands on the offering's page; `details` are those of Offering.change."""
    offering.change(**details, by=by)
    change(offering, requests=requests, storage=storage, by=by)


@transaction.atomic
def change(offering: Offering, *, requests: Iterable[RequestRule], storage: StorageRule, by) -> None:
    """For what is asked from now on; what was asked before keeps its frozen price. The rules come unsaved."""
    before_storage = StorageRule.objects.of(offering)
    _change_requests(offering, list(requests), by=by)
    storage.offering, storage.pk = offering, before_storage.pk
    storage.save()
    if storage.words != before_storage.words:
        record(
            "offering.storage_changed",
            operator=offering.operator,
            subject=offering,
            by=by,
            before=before_storage.words,
            after=storage.words,
        )


def _change_requests(offering: Offering, requests: list[RequestRule], *, by) -> None:
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
                request=str(kind.label),
                before=before[kind].words,
                after=rule.words,
            )
