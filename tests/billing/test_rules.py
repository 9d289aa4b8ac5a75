"""What an offering allows and costs is changed all at once, and told."""

from datetime import UTC, datetime

import pytest

from boxholder.billing import rules
from boxholder.billing.models import RequestKind, RequestRule, StorageRule
from boxholder.history.models import Event

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def change(offering, olivia, storage=None, now=NOW, **kinds):
    said = [RequestRule(kind=kind, **fields) for kind, fields in kinds.items()]
    rules.change(offering, requests=said, storage=storage or StorageRule(), by=olivia, now=now)


def told(offering) -> list[str]:
    return [event.sentence for event in Event.objects.about(offering)]


def test_only_what_changed_is_told(basic, olivia):
    change(basic, olivia, shred={}, open_and_scan={"free_per_month": 2, "price_minor": 300})

    assert told(basic) == ["Open & scan changed from “free of charge” to “2 free a month, then 3.00 USD”"]
    change(basic, olivia, shred={"is_allowed": False}, open_and_scan={"free_per_month": 2, "price_minor": 300})
    assert told(basic)[1:] == ["Shred changed from “free of charge” to “not allowed”"]
    assert RequestRule.objects.count() == 2


def test_every_kind_has_a_rule_whether_said_or_not(basic, plus, olivia):
    change(basic, olivia, shred={"price_minor": 50})

    said = RequestRule.objects.of(basic)
    assert list(said) == list(RequestKind)
    assert [kind for kind, rule in said.items() if not rule.is_allowed] == ["deposit_cheque"]
    assert said[RequestKind.SHRED].price_minor == 50
    assert RequestRule.objects.of(plus)[RequestKind.SHRED].price_minor == 0


def test_storage_has_one_rule_for_an_offering(basic, olivia):
    change(basic, olivia, StorageRule(basis="days", day_fee_correspondence_minor=50, day_fee_package_minor=100))
    change(basic, olivia, StorageRule(basis="count", flat_fee_package_minor=500))

    assert StorageRule.objects.get().basis == "count"
    assert told(basic)[0] == (
        "Storage changed from “free” to “Correspondence: 30 days free, then 0.50 USD a day; "
        "Packages: 10 days free, then 1.00 USD a day”"
    )
