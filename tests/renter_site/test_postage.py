"""The renter sets above which postage they are asked, sees the question with its amount, and answers it."""

import pytest
from django.utils import timezone

from boxholder.billing.money import Money
from boxholder.mail import fulfilment, postage
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, PackingPhoto, PostageLimit, PostageQuestion
from boxholder.mail.pictures import packing
from boxholder.mailboxes.models import MailboxPerson
from tests.paths import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(parcel, rosa) -> ActionRequest:
    return ActionRequest.ask(parcel, "forward", by=rosa.user, now=timezone.now(), address="Rosa Reyes\n4 Elm Road")


@pytest.fixture
def question(asked, box_101, rosa, carl, photograph) -> PostageQuestion:
    PostageLimit.objects.choose(box_101, Money(1000, "USD"), by=rosa.user)
    sending = Sending(
        carrier="ups", service="Ground", postage=Money(1420, "USD"), photo=packing.ready(photograph("box.jpg"))
    )
    return postage.ask([asked], by=carl, now=timezone.now(), sending=sending)


def answer(browser, harbor, question, said: str):
    return browser.post(site(harbor, f"requests/postage/{question.pk}/answer/"), {"answer": said}, follow=True)


# --- The limit


def limit(browser, harbor, box, typed: str):
    return browser.post(site(harbor, f"settings/addresses/postage/{box.pk}/"), {"above": typed}, follow=True)


@pytest.mark.parametrize(("typed", "above"), [("10", 1000), ("0", 0), ("12.50", 1250), ("", None)])
def test_it_is_set_and_taken_away(harbor, rosa, box_101, log_in, typed, above):
    PostageLimit.objects.choose(box_101, Money(500, "USD"), by=rosa.user)

    page = limit(log_in(rosa), harbor, box_101, typed).text

    assert "Saved." in page
    found = PostageLimit.objects.of(box_101)
    assert (found.above if found else None) == (None if above is None else Money(above, "USD"))


def test_what_is_no_amount_is_said_and_stays(harbor, rosa, box_101, log_in):
    page = limit(log_in(rosa), harbor, box_101, "ten").text

    assert "Write the price as a number" in page
    assert 'value="ten"' in page
    assert PostageLimit.objects.of(box_101) is None


def test_a_manager_sets_it_and_a_recipient_does_not(harbor, box_101, mia, log_in):
    limit(log_in(mia), harbor, box_101, "10")
    MailboxPerson.objects.filter(user=mia).update(role="recipient")

    assert limit(log_in(mia), harbor, box_101, "99").status_code == 404
    assert PostageLimit.objects.of(box_101).above == Money(1000, "USD")


def test_another_renters_mailbox_is_not_found(harbor, box_101, ben, log_in):
    assert limit(log_in(ben), harbor, box_101, "10").status_code == 404


# --- The question


@pytest.mark.parametrize("address", ["requests/", "mail/", "requests/{request}/", "mail/{item}/"])
def test_it_stands_wherever_the_renter_looks(harbor, rosa, log_in, asked, question, address):
    page = log_in(rosa).get(site(harbor, address.format(request=asked.pk, item=asked.item_id))).text

    assert "ay the postage be 14.20\N{NO-BREAK SPACE}USD?" in page


def test_the_amount_stands_on_the_button_and_the_photograph_beside_it(harbor, rosa, log_in, asked, question):
    browser = log_in(rosa)
    page = browser.get(site(harbor, f"requests/{asked.pk}/")).text

    for words in ("Yes, pay 14.20\N{NO-BREAK SPACE}USD", "No, do not send", "UPS, Ground"):
        assert words in page
    photo = site(harbor, f"requests/packing-photos/{PackingPhoto.objects.get().pk}/large/")
    assert photo in page
    assert browser.get(photo)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("said", "words"),
    [("yes", "It is sent for 14.20 USD at most."), ("no", "It is not sent for 14.20 USD. The mailroom is told.")],
)
def test_it_is_answered_once(harbor, rosa, mia, log_in, asked, question, said, words):
    page = answer(log_in(rosa), harbor, question, said).text

    assert words in page
    assert "Yes, pay" not in page
    other = {"yes": "no", "no": "yes"}[said]
    again = answer(log_in(mia), harbor, question, other).text
    assert f"It was answered before, by Rosa Reyes: {said.title()}." in again
    question.refresh_from_db()
    assert question.answer == said


@pytest.mark.parametrize(
    ("said", "step"), [("yes", "Postage up to 14.20 USD agreed to"), ("no", "Postage of 14.20 USD not agreed to")]
)
def test_who_noted_it_by_phone_stands_there_with_the_amount(harbor, rosa, carl, log_in, asked, question, said, step):
    question.settle(said, by=carl, now=timezone.now(), is_by_phone=True)
    browser = log_in(rosa)

    page = browser.get(site(harbor, f"requests/{asked.pk}/")).text

    assert "Said by phone, noted by Carl Clarke" in page
    assert "If nobody of yours said so, tell us at once" in page
    assert step in page
    assert "by phone, noted by Carl Clarke" in page.split(step)[1]
    again = answer(browser, harbor, question, {"yes": "no", "no": "yes"}[said]).text
    assert f"It was said by phone before, and noted by Carl Clarke: {said.title()}." in again


def test_sent_it_still_stands_there_who_agreed(harbor, rosa, mia, carl, log_in, asked, question):
    question.settle("yes", by=mia, now=timezone.now())
    fulfilment.send([asked], by=carl, now=timezone.now(), sending=Sending(postage=Money(1420, "USD")))

    page = log_in(rosa).get(site(harbor, f"requests/{asked.pk}/")).text

    assert "by Mia Moreno" in page.split("Postage up to 14.20 USD agreed to")[1]


@pytest.mark.parametrize("said", ["", "perhaps"])
def test_what_is_no_answer_changes_nothing(harbor, rosa, log_in, question, said):
    answer(log_in(rosa), harbor, question, said)

    question.refresh_from_db()
    assert question.waits


def test_withdrawn_it_is_asked_no_more(harbor, rosa, carl, log_in, asked, question):
    question.withdraw(by=carl, now=timezone.now())

    page = answer(log_in(rosa), harbor, question, "yes").text

    assert "It is not asked any more." in page
    assert "Yes, pay" not in page


def test_cancelled_meanwhile_nothing_is_asked(harbor, rosa, log_in, asked, question):
    browser = log_in(rosa)
    browser.post(site(harbor, f"requests/{asked.pk}/cancellation/"))

    assert "Yes, pay" not in browser.get(site(harbor, f"requests/{asked.pk}/")).text
    assert "Your answer is needed" not in browser.get(site(harbor, "mail/")).text


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("recipient", 200), ("pickup", 404)])
def test_who_may_ask_may_answer(harbor, mia, log_in, question, role, status):
    MailboxPerson.objects.filter(user=mia).update(role=role)

    assert answer(log_in(mia), harbor, question, "yes").status_code == status
    question.refresh_from_db()
    assert question.is_agreed == (status == 200)


def test_strangers_find_nothing(harbor, ben, rita, summit, log_in, question):
    assert answer(log_in(ben), harbor, question, "yes").status_code == 404
    assert answer(log_in(rita), summit, question, "yes").status_code == 404
    photo = f"requests/packing-photos/{PackingPhoto.objects.get().pk}/large/"
    assert log_in(ben).get(site(harbor, photo)).status_code == 404
    assert log_in(ben).get(site(harbor, f"requests/postage/{question.pk}/answer/")).status_code == 405
    question.refresh_from_db()
    assert question.waits
