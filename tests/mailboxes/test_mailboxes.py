"""PMBs, searches and the trail of what staff change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from boxholder.history.models import Event
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.mailboxes.models.mailbox import next_free_pmb


def test_the_next_free_pmb_fills_the_first_gap(dock, box_101, box_103):
    assert next_free_pmb(dock) == "102"


@pytest.mark.parametrize(("days_ago", "rests"), [(0, True), (182, True), (184, False)])
def test_a_closed_box_keeps_its_number_for_six_months(dock, box_101, days_ago, rests):
    today = timezone.now().date()
    Mailbox.objects.filter(pk=box_101.pk).update(closed_on=today - timedelta(days=days_ago))

    assert dock.mailboxes.holding("101", on=today).exists() is rests


@pytest.mark.parametrize(
    ("days_ago", "status"), [(None, "active"), (0, "recently_closed"), (182, "recently_closed"), (183, "closed")]
)
def test_mail_of_a_closed_box_is_sent_on_for_six_months(dock, box_101, days_ago, status):
    today = dock.today(timezone.now())
    box_101.closed_on = today - timedelta(days=days_ago) if days_ago is not None else None

    box_101.save()

    assert box_101.mail_status == status
    # The number is free the day after.
    assert dock.mailboxes.holding("101", on=today).exists() is (status != "closed")


def test_an_invited_box_is_so_for_its_mail_too(box_103):
    assert box_103.mail_status == "invited"
    assert box_103.forwards_until is None


@pytest.mark.parametrize("words", ["101", "#101", "ceram", "rosa@", "Reyes ROSA", "10 ceram"])
def test_a_mailbox_is_found_by_number_company_person_and_e_mail(harbor, box_101, box_102, words):
    assert list(harbor.mailboxes.search(words)) == [box_101]


def test_every_word_must_be_found(harbor, box_101, box_102):
    assert not harbor.mailboxes.search("rosa brooks").exists()


def test_pmbs_are_in_the_order_of_the_pigeonholes(dock, box_101, rosa):
    for pmb in ("99", "1000", "A1"):
        Mailbox.objects.create(operator=dock.operator, space=dock, pmb=pmb, renter=rosa)

    assert [mailbox.pmb for mailbox in dock.mailboxes.by_pmb()] == ["99", "A1", "101", "1000"]


def test_a_changed_company_is_remembered(box_101, olivia):
    box_101.change_company("Reyes Tiles Inc", by=olivia)
    box_101.change_company("Reyes Tiles Inc", by=olivia)

    event = Event.objects.about(box_101).get()
    assert event.sentence == "Company changed from Reyes Ceramics LLC to Reyes Tiles Inc"


def test_changed_details_are_remembered_one_by_one(rosa, olivia):
    rosa.change_details(by=olivia, name="Rosa Reyes", email="Rosa@New.example", city="Troy")

    assert [event.sentence for event in Event.objects.about(rosa)] == [
        "E-mail changed from rosa@example.com to rosa@new.example",
        "Home address changed from 4 Elm Road, Albany, NY, 12207, US to 4 Elm Road, Troy, NY, 12207, US",
    ]
    assert rosa.user.email == "rosa@example.com"


def test_two_renters_of_an_operator_never_share_an_e_mail(rosa, ben, olivia):
    with pytest.raises(IntegrityError), transaction.atomic():
        ben.change_details(by=olivia, email="ROSA@example.com")


def test_a_renter_is_known_by_letters_and_by_log_in(harbor, rosa, olivia):
    rosa.change_details(by=olivia, email="office@reyes.example")

    assert list(harbor.renters.with_email("Office@Reyes.example")) == [rosa]
    assert list(harbor.renters.with_email("ROSA@example.com")) == [rosa]


@pytest.mark.parametrize("words", ["rosa", "101", "ceramics", "rosa@example"])
def test_a_renter_is_found_once(words, rosa, ben, dock):
    Mailbox.objects.create(operator=dock.operator, space=dock, pmb="1010", renter=rosa, company="Reyes Ceramics Two")

    assert list(Renter.objects.search(words)) == [rosa]


def test_a_holder_ends_a_sentence_with_one_full_stop(box_101):
    box_101.company = "Reyes Ceramics Inc."

    assert f"It is with {box_101.holder_at_the_end}." == "It is with Reyes Ceramics Inc."
