"""What billing is told when it asks: each day of a piece once, in whole months, whatever happened between."""

import logging
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from boxholder.billing import charges, rules, runs
from boxholder.billing import storage as billing_storage
from boxholder.billing.models import BillingSettings, Charge, Invoice, StorageDay, StorageRule, Subscription
from boxholder.billing.next_charge import next_charge
from boxholder.billing.not_invoiced import not_invoiced
from boxholder.mail import storage
from boxholder.mail.models import ActionRequest, MailItem, StorageCount
from boxholder.mail.storage import owing, posting
from boxholder.mailboxes.models import Mailbox
from tests.billing.crowd import rent_out
from tests.mail.storage.conftest import on

pytestmark = pytest.mark.django_db

JUNE_1 = date(2026, 6, 1)


def charged() -> int:
    return sum(charge.amount_minor for charge in Charge.objects.filter(waived_at=None))


def said() -> list[str]:
    return list(Charge.objects.values_list("description", flat=True))


def test_a_piece_has_one_charge_a_month_however_often_it_is_asked_for(item, by_day, post):
    post(32, JUNE_1)
    post(40, JUNE_1)
    post(72)

    # May 1 to 3 are free. The 72nd is July 11, which is not over.
    assert said() == [
        f"Storage of {item}, May 4 to May 31",
        f"Storage of {item}, June 1 to June 30",
        f"Storage of {item}, July 1 to July 10",
    ]
    assert charged() == (28 + 30 + 10) * 50


def test_nothing_is_lost_when_nobody_asks_for_months_and_the_piece_is_long_gone(item, by_day, post, carl):
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)

    post(300)

    assert (said(), charged()) == ([f"Storage of {item}, May 4 to May 5"], 100)


def test_what_has_left_and_is_posted_is_looked_at_no_more(item, by_day, post, carl):
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)
    post(6, before=on(5).date())
    assert MailItem.objects.storage_runs().exists()

    post(7)

    assert not MailItem.objects.storage_runs().exists()
    assert charged() == 100


def test_brought_back_it_counts_on_and_the_days_between_are_free(item, by_day, post, carl):
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)
    post(10)
    with time_machine.travel(on(12)):
        item.bring_back(by=carl)

    post(14)

    assert [day.day.day for day in StorageDay.objects.all()] == [4, 5, 12, 13]


def test_cancelled_by_the_renter_after_the_month_was_posted_its_days_come_with_the_next(item, by_day, post, rosa):
    asked = ActionRequest.ask(item, "forward", by=rosa.user, now=on(20))
    post(32, JUNE_1)
    asked.cancel(by=rosa.user, now=on(33))
    post(62)

    assert said() == [
        f"Storage of {item}, May 4 to May 19",
        f"Storage of {item}, May 20 to May 31",
        f"Storage of {item}, June 1 to June 30",
    ]


def test_with_somebody_by_mistake_they_do_not_pay(item, by_day, plus, post, box_102, carl):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    post(10)
    with time_machine.travel(on(12)):
        item.reassign(box_102, by=carl)

    post(15)

    wrong, right = Charge.objects.order_by("pk")
    assert (wrong.waived_reason, right.mailbox) == ("It came to this mailbox by mistake.", box_102)
    assert [day.day.day for day in right.storage_days.all()] == [13, 14]


def test_days_nobody_has_posted_yet_outlive_a_clerk_who_takes_it_out_and_puts_it_back(
    item, by_day, post, box_101, carl
):
    with time_machine.travel(on(10)):
        item.unassign(by=carl)
        item.assign(box_101, by=carl)

    post(12)

    assert [day.day.day for day in StorageDay.objects.all()] == [4, 5, 6, 7, 8, 9, 10, 11]
    assert charged() == 8 * 50


def test_the_wrong_renter_pays_nothing_however_often_it_comes_back(item, by_day, plus, post, box_101, box_102, carl):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    for day, mailbox in ((10, box_102), (13, box_101), (16, box_102), (16, box_101)):
        post(day)
        with time_machine.travel(on(day)):
            item.reassign(mailbox, by=carl)

    post(18)

    bens = Charge.objects.filter(mailbox=box_102)
    assert {charge.waived_reason for charge in bens} == {"It came to this mailbox by mistake."}
    rosas = StorageDay.objects.filter(charge__mailbox=box_101)
    assert [day.day.day for day in rosas] == [4, 5, 6, 7, 8, 9, 14, 15, 16, 17]
    # What was posted before it was taken out was waived, and is owed again as it is back; each day once.
    assert charged() == 10 * 50


def test_put_back_its_days_that_were_waived_are_owed_again(item, by_day, post, box_101, box_102, carl, olivia):
    post(6)
    by_hand = Charge.objects.get()
    charges.waive(by_hand, reason="Our mistake", by=olivia, now=on(6))
    post(9)
    with time_machine.travel(on(9)):
        item.reassign(box_102, by=carl)
        item.reassign(box_101, by=carl)

    post(11)

    again, since = Charge.objects.waiting().order_by("pk")
    assert (again.part, again.description) == ("2026-05-06 again 1", f"Storage of {item}, May 6 to May 8")
    assert [day.day.day for day in again.storage_days.all()] == [6, 7, 8]
    assert [day.day.day for day in since.storage_days.all()] == [9, 10]
    assert [day.day.day for day in by_hand.storage_days.all()] == [4, 5]
    explained = {
        (stretch.first.day, stretch.is_waived) for stretch in storage.explain(again_as(item), on(11)).stretches
    }
    assert explained == {(1, False), (4, True), (6, False)}


def again_as(item) -> MailItem:
    return owing.pieces_of(MailItem.objects.filter(pk=item.pk), [item.mailbox])[item.mailbox.pk][0]


def test_deleted_it_should_never_have_been_here(item, by_day, post, carl):
    post(10)
    with time_machine.travel(on(12)):
        item.bin(by=carl, reason="Photographed twice")

    post(20)

    assert charged() == 0


def test_recovered_the_days_that_were_not_posted_are_owed_and_those_in_the_bin_are_not(item, by_day, post, carl):
    with time_machine.travel(on(6)):
        item.bin(by=carl, reason="Photographed twice")
    post(9)
    with time_machine.travel(on(8)):
        item.recover(by=carl)

    post(10)

    assert [day.day.day for day in StorageDay.objects.all()] == [4, 5, 8, 9]


def test_deleted_by_a_slip_and_restored_its_days_are_owed_again_once(item, by_day, post, carl):
    post(10)
    for _time in range(2):
        with time_machine.travel(on(12)):
            item.bin(by=carl, reason="Photographed twice")
            assert charged() == 0
            item.recover(by=carl)
            item.recover(by=carl)

    post(14)

    assert [day.day.day for day in StorageDay.objects.all()] == list(range(4, 14))
    assert charged() == 10 * 50


def test_a_closed_mailbox_pays_until_it_is_closed(item, by_day, post):
    Subscription.objects.update(ends_on=date(2026, 5, 7))

    post(40)

    assert said() == [f"Storage of {item}, May 4 to May 6"]


def test_waived_a_day_is_not_charged_again(item, by_day, post, olivia):
    post(6)
    charges.waive(Charge.objects.get(), reason="Our mistake", by=olivia, now=on(6))

    post(7)

    assert [charge.quantity for charge in Charge.objects.order_by("pk")] == [2, 1]


def test_a_new_rule_in_the_middle_of_a_month_splits_only_what_is_under_it(
    item, basic, plus, by_day, arrive, box_102, olivia, post
):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    bens = arrive(1, box_102)
    dearer = StorageRule(basis="days", free_days_package=1, day_fee_package_minor=200)

    rules.change(basic, requests=[], storage=dearer, by=olivia, now=on(15))
    post(32, JUNE_1)

    found = {charge.description: charge.amount_minor for charge in Charge.objects.all()}
    assert found == {
        f"Storage of {item}, May 4 to May 14": 11 * 50,
        f"Storage of {item}, May 15 to May 31": 17 * 200,
        f"Storage of {bens}, May 4 to May 31": 28 * 75,
    }


def test_a_rule_changed_between_two_midnights_loses_no_day_in_the_west(pier, basic, by_day, olivia, post, arrive):
    """At 06:00 UTC on May 15 it is still May 14 in Los Angeles: that day is the new rule's, and is charged."""
    rent_out(pier, basic, 1)
    westerner = pier.mailboxes.get()
    item = arrive(1, westerner)
    moment = on(15).replace(hour=6)

    rules.change(
        basic,
        requests=[],
        storage=StorageRule(basis="days", free_days_package=3, day_fee_package_minor=60),
        by=olivia,
        now=moment,
    )
    post(20)

    assert StorageDay.objects.filter(cause_id=str(item.pk)).count() == 16  # May 4 to May 19
    assert charged() == 10 * 50 + 6 * 60


# --- By the count


def test_by_the_count_one_flat_fee_a_month(arrive, by_count, post):
    arrive(1)
    post(32)
    assert charged() == 0

    arrive(40)
    for day in (62, 63):
        post(day)

    charge = Charge.objects.get()
    assert (charge.amount_minor, charge.happened_on) == (700, date(2026, 6, 30))


def test_the_count_is_that_of_the_month_end_however_late_it_is_taken(arrive, by_count, post, carl):
    """Nobody asked for months: May had two and pays, June had one."""
    items = [arrive(3), arrive(30), arrive(3, type="letter")]
    with time_machine.travel(on(33)):
        items[0].return_to_sender(by=carl)
    with time_machine.travel(on(70)):
        items[1].return_to_sender(by=carl)

    post(120)

    charge = Charge.objects.get()
    assert charge.happened_on == date(2026, 5, 31)
    assert charge.facts["which"] == [str(items[0]), str(items[1])]


def test_what_was_there_by_mistake_costs_no_flat_fee(arrive, by_count, post, box_102, carl):
    """Of four at the end of May two are somebody else's, and one was never a piece of mail; one may be there."""
    _stays, deleted, bens, other_of_ben = arrive(1), arrive(2), arrive(3), arrive(4)
    post(32)
    assert charged() == 700

    with time_machine.travel(on(34)):
        bens.reassign(box_102, by=carl)
        deleted.bin(by=carl, reason="A flyer")
        assert charged() == 700
        other_of_ben.unassign(by=carl)
    assert charged() == 0

    post(35)
    assert charged() == 0


def test_what_was_no_piece_of_mail_costs_no_flat_fee_whichever_goes_last(arrive, by_count, post, box_102, carl):
    """Of three at the end of May one is somebody else's, and one was photographed twice; one may be there."""
    _stays, bens, twice = arrive(1), arrive(2), arrive(3)
    post(32)
    with time_machine.travel(on(34)):
        bens.reassign(box_102, by=carl)
        assert charged() == 700
        twice.bin(by=carl, reason="Photographed twice")

    assert charged() == 0


def test_restored_it_is_counted_again(arrive, by_count, post, box_101, box_102, carl):
    """Of two at the end of May, one may be there: put back while the other is in the bin, it is the only one."""
    first, second = arrive(1), arrive(2)
    post(32)
    with time_machine.travel(on(34)):
        first.reassign(box_102, by=carl)
        second.bin(by=carl, reason="A flyer")
        first.reassign(box_101, by=carl)
        assert charged() == 0
        second.recover(by=carl)

    post(35)
    assert charged() == 700


def test_put_back_the_flat_fee_is_owed_again_once_there_are_too_many(arrive, by_count, post, box_101, box_102, carl):
    """Three at the end of May, one may be there: without two of them nothing is due, with either of these it is."""
    _stays, first, second = arrive(1), arrive(2), arrive(3)
    post(32)
    with time_machine.travel(on(34)):
        first.reassign(box_102, by=carl)
        second.reassign(box_102, by=carl)
        assert charged() == 0

        first.reassign(box_101, by=carl)
        assert [str(charge) for charge in first.owed_again] == ["Storage, Packages, May 2026, 7.00 USD"]
        second.reassign(box_101, by=carl)
        assert second.owed_again == []
        assert charged() == 700

        first.reassign(box_102, by=carl)
        second.reassign(box_102, by=carl)
        assert charged() == 0

    post(35)
    assert charged() == 0


def test_what_was_not_counted_forgives_no_flat_fee(arrive, by_count, post, box_102, carl):
    arrive(1), arrive(2)
    late = arrive(33)
    post(34)

    with time_machine.travel(on(34)):
        late.reassign(box_102, by=carl)

    assert charged() == 700


def test_the_end_of_a_month_is_midnight_in_the_space(arrive, by_count, post, carl):
    """Left at 23:30 on May 31 in New York, which is June 1 in London."""
    arrive(3)
    gone = arrive(4)
    with time_machine.travel(datetime(2026, 6, 1, 3, 30, tzinfo=UTC)):
        gone.return_to_sender(by=carl)

    post(33)

    assert charged() == 0


def test_what_was_asked_for_by_month_end_is_not_counted_and_scans_are(arrive, by_count, post, rosa):
    first, second = arrive(3), arrive(4)
    ActionRequest.ask(first, "open_and_scan", by=rosa.user, now=on(5))
    asked = ActionRequest.ask(second, "shred", by=rosa.user, now=on(30))
    post(33)
    assert charged() == 0

    asked.cancel(by=rosa.user, now=on(34))
    post(35)

    assert charged() == 700


def test_taken_back_after_another_has_left_it_is_counted_with_that_other(arrive, by_count, post, rosa, carl):
    """May had two. One was asked for, so nobody paid; the other has left and is settled; then the renter cancels."""
    here, gone = arrive(3), arrive(4)
    asked = ActionRequest.ask(here, "shred", by=rosa.user, now=on(30))
    with time_machine.travel(on(33)):
        gone.return_to_sender(by=carl)
    post(40)
    assert charged() == 0

    asked.cancel(by=rosa.user, now=on(41))
    post(63)

    assert Charge.objects.get().happened_on == date(2026, 5, 31)


def test_taken_out_and_put_back_after_the_month_end_it_was_there_at_it(arrive, by_count, post, box_101, carl):
    item, _other = arrive(3), arrive(4)
    with time_machine.travel(on(33)):
        item.unassign(by=carl)
    with time_machine.travel(on(35)):
        item.assign(box_101, by=carl)

    post(36)

    assert Charge.objects.get().happened_on == date(2026, 5, 31)


def test_put_back_only_after_the_month_was_posted_it_is_counted_after_all(arrive, by_count, post, box_101, carl):
    item, _other = arrive(3), arrive(4)
    with time_machine.travel(on(33)):
        item.unassign(by=carl)
    post(34)
    assert charged() == 0
    with time_machine.travel(on(35)):
        item.assign(box_101, by=carl)

    post(36)

    assert Charge.objects.get().happened_on == date(2026, 5, 31)


def test_a_threshold_counts_for_the_month_ends_to_come(arrive, by_count, box_101, olivia, post):
    arrive(3), arrive(4)

    rules.set_thresholds(box_101, correspondence=None, package=5, by=olivia, now=on(33))
    post(63)

    assert Charge.objects.get().happened_on == date(2026, 5, 31)


def test_a_lower_threshold_makes_no_month_dear_that_was_free(arrive, by_count, box_101, olivia, post):
    """May's end had one parcel, which was free; nobody had asked for May before the threshold fell."""
    arrive(3)

    rules.set_thresholds(box_101, correspondence=None, package=0, by=olivia, now=on(33))
    post(40)
    assert charged() == 0
    post(63)

    assert Charge.objects.get().happened_on == date(2026, 6, 30)


# --- One that goes wrong


@pytest.fixture
def broken(monkeypatch):
    """`broken(mailbox)`: its days cannot be counted; `broken(None)`: they can again."""
    count, bad = owing.days_kept, []

    def days_kept(item, before):
        if item.mailbox in bad:
            raise ZeroDivisionError("Broken on purpose")
        return count(item, before)

    monkeypatch.setattr(owing, "days_kept", days_kept)

    def choose(mailbox) -> None:
        bad[:] = [mailbox] if mailbox else []

    return choose


def test_a_mailbox_that_fails_stops_no_other_is_logged_and_loses_nothing(
    item, arrive, plus, by_day, box_101, box_102, post, broken, caplog, carl
):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    arrive(1, box_102)
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)

    broken(box_101)
    with caplog.at_level(logging.ERROR):
        post(10)
    assert f"Storage of mailbox {box_101.pk}" in caplog.text
    assert {charge.mailbox for charge in Charge.objects.all()} == {box_102}
    assert not StorageCount.objects.filter(posted_before__isnull=False).exists()

    broken(None)
    post(11)
    assert Charge.objects.get(mailbox=box_101).amount_minor == 100


def die(*given):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("module", "line"),
    [
        (billing_storage, "insert_objects"),  # before anything is written
        (billing_storage, "insert"),  # the charges are, their days are not
    ],
)
def test_dies_the_process_on_any_line_nothing_of_it_is_there_and_nothing_is_lost(
    item, by_day, post, carl, monkeypatch, module, line
):
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)

    with monkeypatch.context() as patch:
        patch.setattr(module, line, die)
        with pytest.raises(KeyboardInterrupt):
            post(10)
    assert not Charge.objects.exists()
    assert not StorageDay.objects.exists()
    assert MailItem.objects.storage_runs().exists()

    post(10)
    assert (charged(), StorageDay.objects.count()) == (100, 2)


def test_dies_the_process_before_it_is_settled_its_days_are_charged_and_not_again(
    item, by_day, post, carl, monkeypatch
):
    with time_machine.travel(on(6)):
        item.return_to_sender(by=carl)

    with monkeypatch.context() as patch:
        patch.setattr(posting, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            post(10)
    assert (charged(), StorageDay.objects.count()) == (100, 2)
    assert MailItem.objects.storage_runs().exists()

    post(10)
    assert (charged(), StorageDay.objects.count()) == (100, 2)
    assert not MailItem.objects.storage_runs().exists()


@pytest.mark.parametrize("size", ["PIECES", "CHARGES"])
def test_dies_the_process_between_two_transactions_the_first_stays_and_the_second_comes_later(
    item, arrive, plus, by_day, post, box_102, monkeypatch, size
):
    StorageRule.objects.create(offering=plus, basis="days", free_days_package=3, day_fee_package_minor=75)
    arrive(1), arrive(1, box_102)
    insert, written = billing_storage.insert_objects, []

    def die_the_second_time(charges):
        if written:
            raise KeyboardInterrupt
        written.append(insert(charges))

    with monkeypatch.context() as patch:
        patch.setattr(posting, size, 1)
        patch.setattr(billing_storage, "insert_objects", die_the_second_time)
        with pytest.raises(KeyboardInterrupt):
            post(6)
    assert 0 < StorageDay.objects.count() < 3 * 2
    assert not StorageCount.objects.filter(posted_before__isnull=False).exists()

    post(6)
    assert StorageDay.objects.count() == 3 * 2
    assert charged() == 2 * 100 + 150


# --- Two at the same moment (more of them in tests/faults/together)


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(act)`: once, when all is worked out and nothing written down, this happens."""
    write_down = posting._write_down

    def between(act) -> None:
        def acts(*given):
            monkeypatch.setattr(posting, "_write_down", write_down)
            act()
            write_down(*given)

        monkeypatch.setattr(posting, "_write_down", acts)

    return between


@pytest.fixture(params=["reassign", "bin", "mark_not_ours", "move_to"])
def take_away(request, box_102, pier, carl):
    """`take_away(item)`: in one of four ways it turns out to be somebody else's."""
    ways = {
        "reassign": lambda item: item.reassign(box_102, by=carl),
        "bin": lambda item: item.bin(by=carl, reason="Twice"),
        "mark_not_ours": lambda item: item.mark_not_ours(by=carl),
        "move_to": lambda item: item.move_to(pier, by=carl),
    }
    return ways[request.param]


def test_found_to_be_somebody_elses_as_it_is_posted_it_costs_the_first_nothing(
    item, arrive, by_day, post, meanwhile, take_away
):
    stays = arrive(1)

    with time_machine.travel(on(10)):
        meanwhile(lambda: take_away(item))
        post(10)

    assert {charge.cause_id for charge in Charge.objects.all()} == {str(stays.pk)}
    assert charged() == 6 * 50


def test_found_to_be_somebody_elses_as_the_count_is_posted_it_costs_no_flat_fee(
    arrive, by_count, post, meanwhile, take_away
):
    arrive(1)
    item = arrive(2)

    with time_machine.travel(on(32)):
        meanwhile(lambda: take_away(item))
        post(32)

    assert not Charge.objects.exists()


def test_posted_by_somebody_else_as_it_is_posted_each_day_is_charged_once(item, by_day, post, meanwhile):
    meanwhile(lambda: post(10))

    post(12)

    assert [day.day.day for day in StorageDay.objects.all()] == list(range(4, 12))
    assert charged() == 8 * 50


def test_brought_back_as_it_is_settled_it_is_not(item, by_day, post, carl, meanwhile):
    with time_machine.travel(on(3)):
        item.return_to_sender(by=carl)

    with time_machine.travel(on(6)):
        meanwhile(lambda: item.bring_back(by=carl))
        post(6)
    post(9)

    assert [day.day.day for day in StorageDay.objects.all()] == [6, 7, 8]


# --- Sets


@pytest.mark.parametrize("rule", ["by_day", "by_count"])
def test_ten_times_as_many_pieces_take_as_many_queries(rule, arrive, rosa, post, request, harbor):
    request.getfixturevalue(rule)
    taken = []
    for pieces in (3, 30):
        for _n in range(pieces):
            ActionRequest.ask(arrive(1), "open_and_scan", by=rosa.user, now=on(2))
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            storage.post(harbor, date.max, on(33))
            taken.append(len(queries))
            transaction.set_rollback(True)

    assert taken[0] == taken[1] <= 30


def test_ten_times_as_many_mailboxes_take_as_many_queries(by_day, harbor, dock, basic, carl):
    taken = []
    for first, how_many in ((1000, 3), (2000, 30)):
        rent_out(dock, basic, how_many, first=first)
        MailItem.objects.bulk_create(
            MailItem(operator=harbor, space=dock, mailbox=box, type="parcel", received_at=on(1), assigned_at=on(1))
            for box in Mailbox.objects.filter(mail_items=None)
        )
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            storage.post(harbor, date.max, on(33))
            taken.append(len(queries))
            assert Charge.objects.exists()
            transaction.set_rollback(True)

    assert taken[0] == taken[1] <= 30


# --- What the pages say before it is posted


def test_what_has_run_up_is_told_before_it_is_posted_and_not_twice_after(item, by_day, box_101, post):
    boxes = Mailbox.objects.select_related("space").filter(pk=box_101.pk)
    before = not_invoiced(boxes, on(11).date(), on(11))
    assert [owed.description for owed in before.run_up] == [f"Storage of {item}, May 4 to May 10"]
    assert [str(total) for total in before.totals] == ["3.50 USD"]

    post(11)

    after = not_invoiced(boxes, on(11).date(), on(11))
    assert (after.run_up, [str(total) for total in after.totals]) == ([], ["3.50 USD"])


def test_the_next_charge_is_what_the_run_then_invoices(item, by_day, harbor, rosa):
    BillingSettings.objects.create(operator=harbor, bill_from=JUNE_1)
    now = on(31)

    promised = next_charge(rosa, now)
    run = runs.preview(harbor, through=JUNE_1, by=None, now=on(32))
    runs.start(run, by=None, now=on(32))
    runs.carry_on(run.pk, on(32))

    # May 31 was not over yet.
    assert promised
    assert [str(total) for total in promised.totals] == [f"{19 + 27 * 0.5:.2f} USD"]
    invoice = Invoice.objects.get()
    assert invoice.total_minor == 1900 + 28 * 50
    assert [line.description for line in invoice.lines.all()][1:] == [f"Storage of {item}, May 4 to May 31"]


def test_two_previews_and_a_day_later_a_third_make_one_line(item, by_day, harbor):
    BillingSettings.objects.create(operator=harbor, bill_from=JUNE_1)
    for day in (10, 20, 32, 33):
        run = runs.preview(harbor, through=JUNE_1, by=None, now=on(day))

    assert [line["description"] for line in run.rows.get().lines][1:] == [f"Storage of {item}, May 4 to May 31"]
