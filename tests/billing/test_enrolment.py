"""Renting out a mailbox: renter, box, plan and invitation come together, or not at all."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.billing.enrolment import OfferingArchived, enrol
from boxholder.billing.models import Subscription
from boxholder.mailboxes.errors import PmbTaken
from boxholder.mailboxes.models import Mailbox, Renter
from tests.support.post import newest


def rent_out(space, offering, **changes):
    given = {"pmb": "104", "name": "Nina New", "email": "nina@example.com", "by": None, **changes}
    return enrol(space=space, offering=offering, **given)


def test_everything_is_there_and_the_invitation_sent(dock, basic, olivia):
    enrolment = rent_out(dock, basic, email="Nina@Example.com", company="New & Co", by=olivia)

    mailbox = enrolment.mailbox
    assert mailbox.status == "invited"
    assert mailbox.holder == "New & Co"
    assert mailbox.renter.email == "nina@example.com"
    assert mailbox.subscriptions.get().offering == basic
    assert newest("nina@example.com").operator_id == dock.operator_id
    assert not enrolment.renter_was_known


def test_a_known_e_mail_adds_the_box_to_its_renter(dock, basic, rosa):
    enrolment = rent_out(dock, basic, name="R. Reyes", email="ROSA@example.com")

    assert enrolment.renter_was_known
    assert enrolment.mailbox.renter == rosa
    assert Renter.objects.get(pk=rosa.pk).name == "Rosa Reyes"


def test_another_operators_renter_stays_unknown(dock, basic, rita):
    enrolment = rent_out(dock, basic, email="rita@example.com")

    assert not enrolment.renter_was_known
    assert enrolment.mailbox.renter != rita


@pytest.mark.parametrize("pmb", ["101", "a1"])
def test_a_taken_number_leaves_nothing_behind(dock, basic, rosa, pmb):
    Mailbox.objects.create(operator=dock.operator, space=dock, pmb="A1", renter=rosa)

    with pytest.raises(PmbTaken):
        rent_out(dock, basic, pmb=pmb)

    assert not Renter.objects.filter(email="nina@example.com").exists()


def test_an_archived_offering_is_refused(dock, basic, olivia):
    basic.archive(by=olivia)

    with pytest.raises(OfferingArchived):
        rent_out(dock, basic)


def test_another_operators_offering_is_refused(summit, basic):
    with pytest.raises(OfferingArchived):
        rent_out(summit.spaces.get(), basic)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_rent_a_number_out_once(dock, basic):
    barrier, outcomes = threading.Barrier(2), []

    def clerk(email: str) -> None:
        barrier.wait()
        try:
            rent_out(dock, basic, email=email)
            outcomes.append("rented")
        except PmbTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    clerks = [threading.Thread(target=clerk, args=(f"{name}@example.com",)) for name in ("nina", "nora")]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()

    assert sorted(outcomes) == ["rented", "taken"]
    assert Subscription.objects.count() == Renter.objects.count() == 1


def test_an_archived_offering_keeps_its_mailboxes(basic, box_101, olivia):
    basic.archive(by=olivia)
    basic.archive(by=olivia)

    assert basic.archived_at <= timezone.now()
    assert box_101.subscriptions.get().offering == basic
