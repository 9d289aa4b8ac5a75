"""Stripe's answers are lost, late or wrong, one at a time; at the end everybody paid once and both ledgers agree."""

import pytest

from boxholder.billing.models import Payment
from boxholder.billing.stripe_gateway.models import StripeAccount
from tests.faults.ledgers import disagreements
from tests.faults.stories import points

pytestmark = pytest.mark.deep

FAULTS = {
    "lost before": {"kind": "drop", "when": "before"},
    "lost midway": {"kind": "drop", "when": "during"},
    "lost after": {"kind": "drop", "when": "after"},
    "500 before": {"kind": "500", "when": "before"},
    "500 before, stored": {"kind": "500", "when": "before", "stored": True},
    "500 after, stored": {"kind": "500", "when": "after"},
    "429": {"kind": "429"},
    "lock timeout": {"kind": "lock_timeout"},
    "a proxy's page": {"kind": "garbage", "when": "after"},
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("story", "n"), points("calls"), indirect=["story"])
def test_an_answer_is_broken(simulator, story, start_worker, n, fault):
    simulator.fault("/v1/*", method="*", nth=n, **FAULTS[fault])
    story.play(start_worker(), simulator)

    assert fired(simulator) == 1
    assert disagreements(simulator) == []
    assert story.ending() == story.ends


@pytest.mark.parametrize(("story", "n"), points("calls"), indirect=["story"])
def test_the_key_is_revoked_halfway(simulator, story, start_worker, n):
    simulator.fault("/v1/*", "revoke_key", method="*", nth=n)

    worker = start_worker()
    worker.meanwhile = lambda: mend_the_key(simulator)
    story.play(worker, simulator)

    assert fired(simulator) == 1
    assert disagreements(simulator) == []
    assert story.ending() == story.ends


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("story", ["one mailbox"], indirect=True)
def test_an_answer_comes_too_late(simulator, story, start_worker, n, moment):
    """Longer than the gateway waits (30 s): the worker asks again while the first request still runs."""
    simulator.fault("/v1/*", "hang", method="*", nth=n, when=moment, seconds=40)
    story.play(start_worker(), simulator)

    assert fired(simulator) == 1
    assert disagreements(simulator) == []
    assert story.ending() == story.ends


def fired(simulator) -> int:
    return simulator.get("faults")["faults"][0]["fired"]


def mend_the_key(simulator) -> None:
    if Payment.objects.filter(problem__contains="refuses the key").exists():
        account = StripeAccount.objects.get()
        account.keep_secret(simulator.mint_key())
        account.save()
        Payment.objects.update(problem="")
