"""Telling renters before they are asked for a card: who gets it, the words, and each once at most."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from boxholder.billing import announcing, audience, jobs
from boxholder.billing.announcement_report import progress_of
from boxholder.billing.announcement_words import letters, suggested_subject, suggested_text, unknown_placeholders
from boxholder.billing.models import Announcement, AnnouncementRecipient, BillingSettings, StripeIntegration
from boxholder.history.models import Event
from boxholder.notifications.models import OutboxEmail
from boxholder.queues import rest
from tests.billing.crowd import rent_out

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.fixture
def draft(harbor, connected) -> Announcement:
    return announcing.draft_of(harbor)


@pytest.fixture
def start(olivia):
    """`start(draft)`: to everybody its audience has."""

    def start(draft: Announcement, *, audience: str = "without_card", expected: int | None = None) -> Announcement:
        draft.audience = audience
        found = announcing.renters_of(draft, StripeIntegration.objects.of(draft.operator)).count()
        announcing.start(
            draft,
            subject=draft.subject,
            text=draft.text,
            audience=audience,
            expected=found if expected is None else expected,
            by=olivia,
            now=timezone.now(),
        )
        return draft

    return start


def receivers() -> list[str]:
    return sorted(OutboxEmail.objects.filter(kind="announcement").values_list("to", flat=True))


def read(renter, text: str, *, now: datetime = NOW) -> str:
    (letter,) = letters("", text, [renter], operator=renter.operator, cards_from=date(2026, 12, 1), now=now)
    return letter.text.rstrip()


# --- Who


def test_those_without_a_card_get_it(draft, start, run_tasks, rosa, ben, ina, rita, give_card):
    give_card(ben)

    start(draft)
    run_tasks()

    assert receivers() == ["rosa@example.com"]


def test_all_renters_are_all_who_rent_now(draft, start, run_tasks, rosa, ben, ina, rita, box_102, give_card):
    give_card(rosa)
    box_102.closed_on = date(2026, 10, 1)
    box_102.save()

    start(draft, audience="all")
    run_tasks()

    assert receivers() == ["rosa@example.com"]


def test_those_who_are_not_written_to_are_counted(harbor, rosa, ben, ina, rita, box_102):
    box_102.closed_on = date(2026, 10, 1)
    box_102.save()

    assert list(audience.invited(harbor)) == [ina]
    assert list(audience.gone(harbor)) == [ben]


def test_who_has_had_one_can_be_left_out(draft, start, run_tasks, rosa, ben, connected, harbor):
    start(draft)
    AnnouncementRecipient.objects.filter(renter=ben).delete()

    assert list(audience.told(audience.tenants(harbor))) == [rosa]
    assert list(audience.of("untold", harbor, connected)) == [ben]


def test_a_letter_that_failed_does_not_count_as_had(draft, start, run_tasks, rosa, harbor, connected):
    start(draft)
    run_tasks()
    OutboxEmail.objects.update(status="failed")

    assert list(audience.of("untold", harbor, connected)) == [rosa]


# --- The words


def test_the_suggested_words_say_what_happens_when_and_what_is_charged(rosa, connected):
    text = read(rosa, suggested_text())

    assert text.startswith("Hello Rosa,\n\nfrom December 1, 2026, Harbor Mail charges your mailbox to a card.")
    assert "The next charge is 19.00 USD on December 1, 2026." in text
    assert "The card is kept by Stripe" in text
    assert "/harbor/billing/\n" in text
    assert "{" not in text
    assert unknown_placeholders(suggested_subject() + suggested_text()) == []


def test_nothing_due_is_said_in_a_sentence(rosa, box_101):
    box_101.subscriptions.update(ends_on=date(2026, 11, 1))

    assert read(rosa, "{next_charge}", now=NOW).startswith("Nothing is due yet")


def test_braces_in_a_name_stay_what_they_are(rosa):
    rosa.name = "{link} Reyes"

    assert read(rosa, "Hello {name}, {odd} { name }") == "Hello {link}, {odd} { name }"


def test_a_misspelt_placeholder_is_found():
    assert unknown_placeholders("{nmae} {name} {Date} {nmae}") == ["{nmae}", "{Date}"]


def test_each_renter_reads_their_own_amount(draft, start, run_tasks, rosa, ben, harbor):
    BillingSettings.objects.filter(operator=harbor).update(bill_from=date(2027, 1, 1))

    start(draft)
    run_tasks()

    said = dict(OutboxEmail.objects.values_list("to", "text"))
    assert "19.00 USD" in said["rosa@example.com"]
    assert "29.00 USD" in said["ben@example.com"]


# --- Once


def test_it_is_started_once(draft, start, run_tasks, rosa):
    start(draft)
    with pytest.raises(announcing.AlreadyStarted):
        start(draft)
    run_tasks()

    assert receivers() == ["rosa@example.com"]


def test_two_tabs_at_once_send_one(draft, olivia, rosa, run_tasks):
    ready, refused = Barrier(2), []

    def press() -> None:
        mine = Announcement.objects.get(pk=draft.pk)
        ready.wait()
        try:
            announcing.start(mine, subject="S", text="T", audience="all", expected=1, by=olivia, now=timezone.now())
        except announcing.AlreadyStarted:
            refused.append(1)
        finally:
            connections.close_all()

    tabs = [Thread(target=press) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    run_tasks()

    assert len(refused) == 1
    assert receivers() == ["rosa@example.com"]


def test_not_as_many_as_the_page_said_sends_nothing(draft, start, run_tasks, rosa, ben):
    with pytest.raises(announcing.AudienceChanged):
        start(draft, expected=1)
    run_tasks()

    assert receivers() == []
    assert Announcement.objects.get().is_draft
    assert start(draft).recipients.count() == 2


def test_to_nobody_nothing_is_sent(draft, start):
    with pytest.raises(announcing.AudienceChanged):
        start(draft)

    assert Announcement.objects.get().is_draft


def test_without_a_connection_that_passed_nothing_is_sent(draft, start, rosa):
    StripeIntegration.objects.update(account=None, bills_renters=False)

    with pytest.raises(announcing.NotOffered):
        start(draft)


def test_writing_the_letters_twice_writes_each_once(draft, start, rosa, ben):
    start(draft)
    announcing.carry_on(draft.pk, timezone.now())
    announcing.carry_on(draft.pk, timezone.now())

    assert receivers() == ["ben@example.com", "rosa@example.com"]


def test_the_database_refuses_a_second_letter(draft, start, rosa):
    """Even if a row had lost sight of its first one."""
    start(draft)
    announcing.carry_on(draft.pk, timezone.now())
    AnnouncementRecipient.objects.update(email=None)

    with pytest.raises(IntegrityError):
        announcing.carry_on(draft.pk, timezone.now())

    assert receivers() == ["rosa@example.com"]


def test_a_lost_task_is_taken_up_by_the_sweep(draft, start, run_tasks, rosa, ben):
    """The worker was killed when half of the letters were written."""
    start(draft)
    rest.storage.flush_all()
    announcing._post(draft, list(draft.recipients.select_related("renter")[:1]), timezone.now())
    assert len(receivers()) == 1

    jobs.sweep(timezone.now() + timedelta(minutes=2))
    run_tasks()

    assert receivers() == ["ben@example.com", "rosa@example.com"]
    assert Announcement.objects.get(pk=draft.pk).posted_at


def test_what_was_sent_is_not_edited(draft, start, rosa):
    start(draft)

    announcing.reword(draft, subject="Else", text="Else", audience="all")

    assert Announcement.objects.get(pk=draft.pk).subject == suggested_subject()
    assert announcing.draft_of(draft.operator).pk != draft.pk


def test_it_is_written_down(draft, start, rosa, olivia, harbor):
    start(draft)

    assert str(Event.objects.about(draft).get()) == "Sending begun; renters: 1"
    told = Event.objects.about(StripeIntegration.objects.of(harbor)).get()
    assert (told.kind, told.by) == ("stripe.announced", olivia)


# --- How far it is, and again


def test_the_report_counts_every_state(draft, start, run_tasks, dock, basic):
    rent_out(dock, basic, 6)
    start(draft)
    announcing.carry_on(draft.pk, timezone.now())
    now = timezone.now()
    kept = [("sent", None), ("failed", None), ("doubtful", None), ("doubtful", now + timedelta(minutes=1))]
    for row, (status, claimed_until) in zip(draft.recipients.all(), kept, strict=False):
        OutboxEmail.objects.filter(pk=row.email_id).update(status=status, claimed_until=claimed_until)

    report = progress_of(draft, now)

    assert (report.total, report.sent, report.failed, report.doubtful, report.waiting) == (6, 1, 1, 1, 3)
    assert report.is_moving
    assert report.left is not None


def test_only_the_failed_ones_are_sent_again_to_their_new_address(
    draft, start, run_tasks, rosa, ben, olivia, mailoutbox
):
    start(draft)
    run_tasks()
    mailoutbox.clear()
    OutboxEmail.objects.filter(to="rosa@example.com").update(status="failed")
    rosa.change_details(email="rosa@new.example", by=olivia)

    assert announcing.send_again(draft, state="failed", after_round=0, by=olivia, now=timezone.now()) == 1
    with pytest.raises(announcing.AlreadySentAgain):
        announcing.send_again(draft, state="failed", after_round=0, by=olivia, now=timezone.now())
    run_tasks()

    assert [mail.to for mail in mailoutbox] == [["rosa@new.example"]]
    assert str(Event.objects.about(draft).last()) == "Sent again, because they stood under “Failed”; renters: 1"


@pytest.mark.parametrize("state", ["sent", "waiting", "sending", ""])
def test_nobody_else_is_ever_sent_it_again(draft, start, run_tasks, rosa, olivia, state):
    start(draft)
    run_tasks()

    with pytest.raises(announcing.AlreadySentAgain):
        announcing.send_again(draft, state=state, after_round=0, by=olivia, now=timezone.now())


def test_many_are_written_with_few_queries(draft, start, dock, basic, django_assert_max_num_queries):
    rent_out(dock, basic, 400)
    start(draft)

    with django_assert_max_num_queries(80):
        announcing.carry_on(draft.pk, timezone.now())

    assert len(receivers()) == 400
