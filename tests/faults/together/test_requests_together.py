"""Two at one request or piece at the same moment: one outcome, one charge, and the free one is where it belongs."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from boxholder.billing import charges, runs
from boxholder.billing.causes import Cause
from boxholder.billing.models import AllowanceUse, BillingSettings, Charge, InvoiceLine, RequestRule
from boxholder.billing.money import Money
from boxholder.mail.models import ActionRequest, MailItem, Parcel
from boxholder.mailboxes.models import Mailbox, MailboxPerson
from boxholder.notifications.models import OutboxEmail

# By how much the second comes after the first, in seconds: so each is now quicker, now slower.
LAGS = (0, 0.001, -0.001, 0.003, -0.003, 0.006, -0.006, 0)
SCAN, SHRED, FORWARD, PICKUP = "open_and_scan", "shred", "forward", "onsite_pickup"


@pytest.fixture
def two(actors):
    return actors(2)


@pytest.fixture
def box(harbor, rent) -> Mailbox:
    """One scan a month is free."""
    for kind, free, price in ((SCAN, 1, 300), (SHRED, 0, 150), (FORWARD, 0, 500), (PICKUP, 0, 100)):
        RequestRule.objects.create(offering=harbor.offerings.get(), kind=kind, free_per_month=free, price_minor=price)
    return rent("101").mailboxes.get()


@pytest.fixture
def other_box(box, rent) -> Mailbox:
    return rent("102").mailboxes.get()


@pytest.fixture
def piece(box) -> Callable[[], MailItem]:
    def arrives() -> MailItem:
        item = MailItem.receive(box.space, by=None, type="letter")
        item.assign(box, by=None)
        return item

    return arrives


@pytest.fixture
def asked(piece) -> Callable[[str], ActionRequest]:
    return lambda kind: ActionRequest.ask(piece(), kind, by=None, now=timezone.now())


@pytest.fixture
def taken_out(asked, other_box) -> Callable[[], ActionRequest]:
    """Done for its renter, and then its piece turned out to be somebody else's."""

    def make() -> ActionRequest:
        request = asked(SCAN)
        request.complete(by=None, now=timezone.now())
        request.item.reassign(other_box, by=None)
        return request

    return make


@pytest.fixture
def race(two):
    """`race(prepare, told)`: `told` is what each of the two is to do, for what `prepare` made; again and again.

    After each round: what was made, and what each raised. At least once both were truly at it at the same time.
    """

    def rounds(prepare: Callable, told: Callable):
        overlaps = 0
        for lag in LAGS:
            made = prepare()
            first, second = told(made)
            at = time.monotonic() + 0.03
            two[0].tell(first[0], *first[1:], at=at)
            two[1].tell(second[0], *second[1:], at=at + lag)
            answers = [actor.answer() for actor in two]
            (began, ended), (also_began, also_ended) = (actor.at_it for actor in two)
            overlaps += max(began, also_began) < min(ended, also_ended)
            raised = [answer.get("raised") for answer in answers]
            assert "OperationalError" not in raised, answers
            yield made, raised
        assert overlaps

    return rounds


def consistent(request: ActionRequest) -> None:
    """Charged exactly where it was completed; the free one is taken unless it was cancelled."""
    request.refresh_from_db()
    owed = Charge.objects.filter(cause_id=str(request.pk), cause_label="mail.actionrequest")
    counted = owed.exclude(kind="postage").count()
    held = AllowanceUse.objects.filter(cause_id=str(request.pk)).count()
    assert counted == (request.status == "completed")
    assert held == (request.quote["is_free"] and request.status != "cancelled")


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (SCAN, "complete", "complete"),
        (SCAN, "complete", "cancel"),
        (SCAN, "complete", "decline"),
        (SCAN, "cancel", "decline"),
        (SCAN, "cancel", "cancel"),
        (SHRED, "do_at_once", "do_at_once"),
        (SHRED, "do_at_once", "cancel"),
        (SHRED, "do_at_once", "decline"),
        (FORWARD, "send", "cancel"),
        (FORWARD, "send", "send"),
    ],
)
def test_a_request_has_one_outcome(race, asked, kind, first, second):
    for request, raised in race(lambda: asked(kind), lambda made: [(first, made.pk), (second, made.pk)]):
        assert sorted(raised, key=str) == [None, "RequestClosed"]
        consistent(request)
        went = request.item.state != "here"
        assert went == (request.status == "completed" and kind != SCAN)


def test_a_piece_is_asked_about_once(race, piece):
    for item, raised in race(piece, lambda made: [("ask", SHRED, "150", made.pk)] * 2):
        assert sorted(raised, key=str) == [None, "RequestPending"]
        consistent(item.requests.get())


def test_the_last_free_one_goes_to_one_piece_and_the_other_is_told_its_price(race, piece):
    def told(made):
        return [("ask", SCAN, "0", item.pk) for item in made]

    for made, raised in race(lambda: (piece(), piece()), told):
        assert sorted(raised, key=str) == [None, "PriceChanged"]
        request = ActionRequest.objects.get(item__in=made)
        assert request.price.minor == 0
        request.cancel(by=None, now=timezone.now())
        assert not AllowanceUse.objects.exists()


def test_asked_as_it_goes_to_another_mailbox_the_request_does_not_stay(race, piece, other_box):
    def told(made):
        return [("ask", SCAN, "0", made.pk), ("reassign", made.pk, other_box.pk)]

    for item, raised in race(piece, told):
        assert raised[0] in {None, "AlreadyGone"}
        assert raised[1] is None
        item.refresh_from_db()
        assert item.mailbox == other_box
        assert not item.requests.pending().exists()
        assert not AllowanceUse.objects.exists()


@pytest.mark.parametrize("verb", ["complete", "cancel", "decline"])
def test_closed_as_its_piece_goes_to_another_mailbox(race, asked, other_box, verb):
    def told(made):
        return [(verb, made.pk), ("reassign", made.item_id, other_box.pk)]

    for request, raised in race(lambda: asked(SCAN), told):
        assert raised[0] in {None, "RequestClosed"}
        assert raised[1] is None
        request.refresh_from_db()
        assert not request.is_pending
        # Done or not, it was somebody else's.
        assert not Charge.objects.waiting().exists()
        assert not AllowanceUse.objects.exists()


def test_asked_again_as_the_piece_goes(race, asked):
    def told(made):
        return [("ask", SHRED, "150", made.item_id), ("do_at_once", made.pk)]

    for request, raised in race(lambda: asked(SHRED), told):
        assert raised[0] in {"RequestPending", "AlreadyGone"}
        assert raised[1] is None
        consistent(request)


def test_several_are_asked_about_as_they_are_handed_out(race, piece):
    def told(made):
        pieces = [item.pk for item in made]
        return [("ask", PICKUP, "100", *pieces), ("hand_out", *pieces)]

    for made, raised in race(lambda: (piece(), piece()), told):
        assert raised[0] in {None, "AlreadyGone"}
        assert raised[1] is None
        assert not ActionRequest.objects.pending().exists()
        for request in ActionRequest.objects.filter(item__in=made):
            consistent(request)


def test_two_clerks_pack_the_same_two(race, asked):
    def told(made):
        first, second = (request.pk for request in made)
        return [("send", first, second), ("send", second, first)]

    for made, raised in race(lambda: (asked(FORWARD), asked(FORWARD)), told):
        assert sorted(raised, key=str) == [None, "RequestClosed"]
        for request in made:
            consistent(request)
        parcel = Parcel.objects.latest("pk")
        assert set(parcel.requests.all()) == set(made)
        ours = Charge.objects.filter(kind="postage", cause_id__in=[str(request.pk) for request in made])
        assert ours.count() == 1
    assert Parcel.objects.count() == len(LAGS)


def test_packed_as_it_turns_out_to_be_somebody_elses(race, asked, other_box):
    def told(made):
        return [("send", made.pk), ("reassign", made.item_id, other_box.pk)]

    for request, raised in race(lambda: asked(FORWARD), told):
        assert sorted(word is None for word in raised) == [False, True]
        consistent(request)


def test_put_back_by_two_at_once_it_is_owed_once(race, taken_out, box):
    def told(made):
        return [("reassign", made.item_id, box.pk), ("reassign", made.item_id, box.pk)]

    for request, _raised in race(taken_out, told):
        consistent_but_for_waivers(request)


def test_put_back_as_somebody_else_takes_it_out(race, taken_out, box):
    """It is in the mailbox and owed, or it is not and is not."""

    def told(made):
        return [("reassign", made.item_id, box.pk), ("unassign", made.item_id)]

    for request, _raised in race(taken_out, told):
        consistent_but_for_waivers(request)


def consistent_but_for_waivers(request: ActionRequest) -> None:
    is_back = MailItem.objects.get(pk=request.item_id).mailbox_id == request.mailbox_id
    assert Charge.objects.waiting().filter(cause_id=str(request.pk)).count() == is_back


@pytest.mark.parametrize("goes", ["unassign", "delete"])
def test_put_back_as_another_goes_the_flat_fee_is_of_those_that_are_there(race, piece, box, other_box, goes):
    """One may be there at month end. Of three two were taken out, one comes back, and the third goes: one is there."""
    months = iter(f"2026-{month:02d}:correspondence" for month in range(1, 13))

    def counted() -> list[MailItem]:
        pieces = [piece() for _n in range(3)]
        facts = {"which": [each.reference for each in pieces], "threshold": 1, "pieces": 3}
        with transaction.atomic():
            charges.post(
                box,
                kind="storage_count",
                description="Storage",
                amount=Money(700, "USD"),
                happened_on=date(2026, 5, 31),
                cause=box,
                part=next(months),
                facts=facts,
            )
        for each in pieces[:2]:
            each.reassign(other_box, by=None)
        assert not Charge.objects.waiting().exists()
        return pieces

    def told(made):
        return [("reassign", made[0].pk, box.pk), (goes, made[2].pk)]

    for _pieces, raised in race(counted, told):
        assert raised == [None, None]
        assert not Charge.objects.waiting().exists()


def test_that_a_hold_ends_two_workers_tell_once(race, piece, box):
    today = timezone.localdate()
    morning = datetime(today.year, today.month, today.day, 15, tzinfo=UTC).isoformat()

    def held() -> ActionRequest:
        OutboxEmail.objects.all().delete()
        request = ActionRequest.ask(piece(), "hold", by=None, now=timezone.now(), hold_until=today)
        request.complete(by=None, now=timezone.now())
        return request

    def told(_made):
        return [("tell_hold_ends", box.pk, morning)] * 2

    for _request, raised in race(held, told):
        assert raised == [None, None]
        assert OutboxEmail.objects.filter(kind="hold_ends").count() == 1


def test_asked_as_the_mailbox_is_closed(race, piece, box):
    def told(made):
        return [("ask", SHRED, "150", made.pk), ("deactivate", box.pk)]

    def prepare():
        Mailbox.objects.update(closed_on=None)
        box.subscriptions.update(ends_on=None)
        return piece()

    for item, raised in race(prepare, told):
        assert raised[0] in {None, "NotAsking"}
        assert raised[1] is None
        assert item.requests.count() == (raised[0] is None)


def test_removed_as_they_join_they_are_removed(race, box):
    def prepare():
        number = MailboxPerson.objects.count()
        return MailboxPerson.objects.add(box, role="recipient", name="Mia", email=f"mia{number}@example.com", by=None)

    def told(made):
        return [("join", made.invitations.get().pk), ("remove", made.pk)]

    for person, raised in race(prepare, told):
        assert raised[0] in {None, "InvitationClosed"}
        assert raised[1] is None
        person.refresh_from_db()
        assert person.removed_at


def test_the_last_two_mistakes_taken_out_at_once_leave_no_flat_fee(race, box, piece):
    """One piece may be there at the end of a month; three were, two of them by mistake."""
    may_stay = piece()

    def prepare():
        mistakes = [piece(), piece()]
        which = [str(item) for item in (may_stay, *mistakes)]
        facts = {"which": which, "threshold": 1}
        with transaction.atomic():
            charges.post(
                box,
                kind="storage_count",
                description="Three letters",
                amount=Money(700, "USD"),
                happened_on=date(2027, 1, 31),
                cause=Cause("mailboxes.mailbox", str(box.pk)),
                part=which[-1],
                facts=facts,
            )
        return mistakes

    for _made, raised in race(prepare, lambda made: [("unassign", item.pk) for item in made]):
        assert raised == [None, None]
        assert not Charge.objects.waiting().exists()


def test_completed_as_the_month_is_billed_it_is_invoiced_once(harbor, two, asked):
    """Done on the last day, in the moment of the run: on this invoice, or on the next."""
    BillingSettings.objects.update(bill_from=date(2026, 12, 1))
    for n in range(6):
        request = asked(SHRED)
        moment = datetime(2027, 1 + n, 1, 6, tzinfo=UTC)
        done = datetime(2027, 1 + n, 1, 4, 59, tzinfo=UTC)  # 23:59 of the day before in New York
        run = runs.preview(harbor, through=moment.date(), by=None, now=moment)
        runs.start(run, by=None, now=moment)
        at = time.monotonic() + 0.03
        two[0].tell("complete", request.pk, now=done.isoformat(), at=at)
        two[1].tell("carry_on", run.pk, now=moment.isoformat(), at=at)

        assert [actor.answer().get("raised") for actor in two] == [None, None]
        consistent(request)

    at_last = datetime(2027, 8, 1, 6, tzinfo=UTC)
    run = runs.preview(harbor, through=at_last.date(), by=None, now=at_last)
    runs.start(run, by=None, now=at_last)
    runs.carry_on(run.pk, at_last)
    shredded = Charge.objects.filter(kind=SHRED)
    assert shredded.count() == 6
    assert InvoiceLine.objects.filter(charge__in=shredded).count() == 6
