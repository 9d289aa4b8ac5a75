"""The desk is told that the renter wants to be asked first, asks, and goes on with the answer; what was typed stays."""

import pytest
from django.utils import timezone

from boxholder.billing.models import Charge
from boxholder.billing.money import Money
from boxholder.history.models import Event
from boxholder.mail import fulfilment, postage
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem, PackingPhoto, Parcel, PostageLimit, PostageQuestion
from boxholder.mail.pictures import packing
from tests.paths import desk

pytestmark = pytest.mark.django_db

SAID = {"carrier": "ups", "service": "Ground", "tracking_number": "1Z 999", "weight": "2 lb 3 oz", "postage": "14.20"}


@pytest.fixture
def asked(parcel, rosa, box_101) -> ActionRequest:
    PostageLimit.objects.choose(box_101, Money(1000, "USD"), by=rosa.user)
    return ActionRequest.ask(parcel, "forward", by=rosa.user, now=timezone.now(), address="Rosa Reyes\n4 Elm Road")


@pytest.fixture
def browser(carl, log_in):
    return log_in(carl)


@pytest.fixture
def question(asked, carl) -> PostageQuestion:
    sending = Sending(
        carrier="ups", service="Ground", tracking_number="1Z 999", weight_g=992, postage=Money(1420, "USD")
    )
    return postage.ask([asked], by=carl, now=timezone.now(), sending=sending)


@pytest.fixture
def the_page(harbor, browser, asked):
    return lambda: browser.get(desk(harbor, f"requests/{asked.pk}/")).text


def post(browser, harbor, asked, what: str, **said):
    return browser.post(desk(harbor, f"requests/{asked.pk}/{what}/"), {**SAID, **said})


def typed(page: str) -> bool:
    return all(f'value="{words}"' in page for words in ("Ground", "1Z 999", "2 lb 3 oz", "14.20"))


def test_it_is_not_sent_and_the_clerk_is_told_why(harbor, browser, asked, photograph):
    page = post(browser, harbor, asked, "completion", packing_photo=photograph()).text

    assert "The renter wants to be asked before postage above 10.00 USD." in page
    assert "Choose it once more" in page
    assert typed(page)
    assert not Parcel.objects.exists()


def test_the_limit_stands_on_the_request_and_on_the_mailbox(harbor, browser, asked, the_page, box_101, rosa):
    mailbox = desk(harbor, f"mailboxes/{box_101.pk}/")
    for page in (the_page(), browser.get(mailbox).text):
        assert "The renter is asked first above 10.00\N{NO-BREAK SPACE}USD" in page

    PostageLimit.objects.choose(box_101, Money(0, "USD"), by=rosa.user)
    assert "The renter is always asked first" in browser.get(mailbox).text

    PostageLimit.objects.choose(box_101, None, by=rosa.user)
    assert "asked first" not in browser.get(mailbox).text


def test_asked_it_waits_beside_what_is_to_do(harbor, browser, asked, the_page, photograph):
    answer = post(browser, harbor, asked, "postage", packing_photo=photograph())
    assert answer.url == desk(harbor, "requests/")

    pending = browser.get(answer.url).text
    assert "?state=waiting" in pending
    assert asked.item.reference not in pending
    assert browser.get(desk(harbor, "requests/waiting/?shown=0")).status_code == 204
    waiting = browser.get(desk(harbor, "requests/?state=waiting")).text
    assert asked.item.reference in waiting
    assert "Waiting for the renter" in waiting
    page = the_page()
    assert "They were asked whether the postage may be 14.20\N{NO-BREAK SPACE}USD." in page
    photo = desk(harbor, f"requests/packing-photos/{PackingPhoto.objects.get().pk}/large/")
    assert photo in page
    assert browser.get(photo)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("said", "chip", "words"),
    [
        ("yes", "Postage agreed to", "Postage up to 14.20\N{NO-BREAK SPACE}USD agreed to"),
        ("no", "Postage not agreed to", "Postage of 14.20\N{NO-BREAK SPACE}USD not agreed to"),
    ],
)
def test_answered_it_comes_back_with_what_was_typed(
    harbor, browser, asked, question, the_page, rosa, said, chip, words
):
    question.settle(said, by=rosa.user, now=timezone.now())

    pending = browser.get(desk(harbor, "requests/")).text
    assert asked.item.reference in pending
    assert chip in pending
    assert "?state=waiting" not in pending
    page = the_page()
    assert words in page
    assert typed(page)


def test_after_a_yes_it_is_sent_for_that_and_not_for_more(harbor, browser, asked, question, rosa):
    question.settle("yes", by=rosa.user, now=timezone.now())

    page = post(browser, harbor, asked, "completion", postage="14.21").text
    assert "The renter agreed to 14.20 USD, and to no more." in page
    assert not Charge.objects.filter(kind="postage").exists()

    assert post(browser, harbor, asked, "completion").url == desk(harbor, "requests/")
    assert Charge.objects.get(kind="postage").amount == Money(1420, "USD")


@pytest.mark.parametrize(
    ("said", "words"),
    [("", "has not answered yet"), ("no", "The renter did not agree to 14.20 USD.")],
)
def test_without_a_yes_it_is_not_sent(harbor, browser, asked, question, rosa, said, words):
    if said:
        question.settle(said, by=rosa.user, now=timezone.now())

    page = post(browser, harbor, asked, "completion").text

    assert words in page
    assert not Parcel.objects.exists()


def test_withdrawn_it_is_to_do_again_as_it_was_typed(harbor, browser, asked, question, the_page):
    withdrawal = desk(harbor, f"requests/postage/{question.pk}/withdrawal/")
    assert withdrawal in the_page()

    assert browser.post(withdrawal).url == desk(harbor, f"requests/{asked.pk}/")

    assert typed(the_page())
    assert asked.item.reference in browser.get(desk(harbor, "requests/")).text


def test_answered_meanwhile_it_is_not_withdrawn(harbor, browser, asked, question, rosa):
    question.settle("no", by=rosa.user, now=timezone.now())

    page = browser.post(desk(harbor, f"requests/postage/{question.pk}/withdrawal/"), follow=True).text

    assert "The renter has answered meanwhile: No." in page


@pytest.mark.parametrize(
    ("postage_typed", "words"),
    [
        ("", "Write what it would cost"),
        ("9.20", "need not be asked about this"),
        ("much", "Write the price as a number"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(harbor, browser, asked, postage_typed, words):
    page = post(browser, harbor, asked, "postage", postage=postage_typed).text

    assert words in page
    assert not PostageQuestion.objects.exists()


def test_a_second_click_asks_nothing_more(harbor, browser, asked, question):
    assert "The renter was asked already." in post(browser, harbor, asked, "postage").text
    assert PostageQuestion.objects.count() == 1


def test_what_is_over_is_not_asked_about(harbor, browser, asked, rosa):
    asked.cancel(by=rosa.user, now=timezone.now())

    assert post(browser, harbor, asked, "postage").url == desk(harbor, f"requests/{asked.pk}/")
    assert not PostageQuestion.objects.exists()


def test_what_is_not_sent_has_no_postage(harbor, browser, letter, box_101, carl, rosa):
    letter.assign(box_101, by=carl)
    shred = ActionRequest.ask(letter, "shred", by=rosa.user, now=timezone.now())

    assert post(browser, harbor, shred, "postage").status_code == 404
    assert browser.get(desk(harbor, f"requests/{shred.pk}/postage/")).status_code == 405


def test_only_what_was_asked_about_is_ticked_for_the_parcel(harbor, browser, asked, question, the_page, box_101, carl):
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)
    ActionRequest.ask(item, "forward", by=carl, now=timezone.now(), address=asked.address)
    question.settle("yes", by=carl, now=timezone.now())

    assert item.reference in the_page()
    assert "checked" not in the_page()


def note(browser, operator, question, said: str):
    return browser.post(desk(operator, f"requests/postage/{question.pk}/answer/"), {"answer": said}, follow=True)


@pytest.mark.parametrize(
    ("said", "told", "words"),
    [
        ("yes", "Noted: by phone the renter agreed to 14.20 USD, and to no more.", "Postage up to 14.20"),
        ("no", "Noted: by phone the renter did not agree to 14.20 USD.", "Postage of 14.20"),
    ],
)
def test_what_the_renter_said_by_phone_is_noted(harbor, browser, asked, question, the_page, said, told, words):
    before = the_page()
    assert "Note a yes to 14.20\N{NO-BREAK SPACE}USD?" in before
    assert "Note a no to 14.20\N{NO-BREAK SPACE}USD?" in before

    page = note(browser, harbor, question, said).text

    assert told in page
    assert words in page
    assert "by phone, noted by Carl Clarke" in page
    assert "by phone, noted by Carl Clarke" in Event.objects.about(asked.item).last().sentence
    question.refresh_from_db()
    assert (question.answer, question.is_by_phone) == (said, True)


def test_noted_by_phone_it_goes_for_that_and_not_for_more(harbor, browser, asked, question):
    note(browser, harbor, question, "yes")

    assert "to no more" in post(browser, harbor, asked, "completion", postage="14.21").text
    assert post(browser, harbor, asked, "completion").url == desk(harbor, "requests/")
    assert Charge.objects.get(kind="postage").amount == Money(1420, "USD")


@pytest.mark.parametrize("said", ["", "perhaps", "14.20"])
def test_what_is_no_answer_is_not_noted(harbor, browser, question, said):
    note(browser, harbor, question, said)

    question.refresh_from_db()
    assert question.waits


def test_what_the_renter_said_themselves_holds(harbor, browser, question, rosa, olivia, log_in):
    question.settle("no", by=rosa.user, now=timezone.now())
    assert "The renter has answered meanwhile: No." in note(browser, harbor, question, "yes").text

    question.refresh_from_db()
    assert (question.answer, question.is_by_phone) == ("no", False)


def test_what_the_renter_said_themselves_is_not_noted_in_the_clerks_name(harbor, browser, question, rosa):
    question.settle("yes", by=rosa.user, now=timezone.now())

    page = note(browser, harbor, question, "yes").text

    assert "The renter has answered meanwhile: Yes." in page
    assert "Noted:" not in page


def test_the_same_noted_by_two_is_noted_by_the_first(harbor, browser, question, olivia, log_in):
    note(log_in(olivia), harbor, question, "yes")

    page = note(browser, harbor, question, "yes").text

    assert "The renter’s answer was noted meanwhile, by Olivia Owens: Yes." in page
    assert "Noted:" not in page


def test_noted_twice_by_one_clerk_it_is_noted(harbor, browser, question):
    note(browser, harbor, question, "yes")

    assert "Noted: by phone" in note(browser, harbor, question, "yes").text


def test_two_at_the_telephone_note_one_answer(harbor, browser, question, olivia, log_in):
    note(log_in(olivia), harbor, question, "yes")

    page = note(browser, harbor, question, "no").text

    assert "The renter’s answer was noted meanwhile, by Olivia Owens: Yes." in page


def test_withdrawn_nothing_is_noted(harbor, browser, question, carl):
    question.withdraw(by=carl, now=timezone.now())

    assert "Nothing was noted: the renter is not asked any more." in note(browser, harbor, question, "yes").text


def test_another_operators_clerk_notes_nothing(harbor, browser, question, sam, log_in, summit):
    assert note(log_in(sam), summit, question, "yes").status_code == 404
    assert browser.get(desk(harbor, f"requests/postage/{question.pk}/answer/")).status_code == 405
    question.refresh_from_db()
    assert question.waits


@pytest.fixture
def second(asked, box_101, carl) -> ActionRequest:
    """To the same address as the first."""
    item = MailItem.receive(box_101.space, by=carl, type="letter")
    item.assign(box_101, by=carl)
    return ActionRequest.ask(item, "forward", by=carl, now=timezone.now(), address=asked.address)


@pytest.fixture
def for_both(asked, second, carl, photograph) -> PostageQuestion:
    sending = Sending(
        carrier="ups",
        service="Ground",
        tracking_number="1Z 999",
        weight_g=992,
        postage=Money(1420, "USD"),
        photo=packing.ready(photograph()),
    )
    return postage.ask([asked, second], by=carl, now=timezone.now(), sending=sending)


DROPS_OUT = {
    "cancelled": lambda request, rosa, carl, box_102: request.cancel(by=rosa.user, now=timezone.now()),
    "declined": lambda request, rosa, carl, box_102: request.decline(by=carl, now=timezone.now(), reason="It is wet"),
    "not theirs": lambda request, rosa, carl, box_102: request.item.reassign(box_102, by=carl),
}


@pytest.mark.parametrize("how", DROPS_OUT)
@pytest.mark.parametrize("said", ["yes", "no", ""])
def test_when_a_piece_drops_out_what_was_typed_stays_for_the_rest(
    asked, second, for_both, the_page, rosa, carl, box_102, said, how
):
    if said:
        for_both.settle(said, by=rosa.user, now=timezone.now())

    DROPS_OUT[how](ActionRequest.objects.get(pk=second.pk), rosa, carl, box_102)

    page = the_page()
    assert typed(page)
    assert '<option value="ups" selected>' in page
    assert desk(asked.operator, f"requests/packing-photos/{PackingPhoto.objects.get().pk}/large/") in page
    assert f"shows {second.item.reference}, too, which does not go along: take another." in page


def test_that_the_yes_is_over_is_said_with_what_it_was_for(asked, second, for_both, the_page, rosa):
    for_both.settle("yes", by=rosa.user, now=timezone.now())
    over = f"yes to 14.20 USD was for a parcel with {second.item.reference}, and is over."
    assert over not in the_page()

    ActionRequest.objects.get(pk=second.pk).cancel(by=rosa.user, now=timezone.now())

    assert over in the_page()


def test_what_a_parcel_went_with_does_not_stand_there_for_the_rest(asked, second, for_both, the_page, rosa, carl):
    for_both.settle("yes", by=rosa.user, now=timezone.now())

    fulfilment.send([second], by=carl, now=timezone.now(), sending=Sending(tracking_number="1Z 999"))

    assert "1Z 999" not in the_page()


def test_brought_back_it_begins_anew(asked, question, the_page, rosa, carl):
    question.settle("yes", by=rosa.user, now=timezone.now())
    fulfilment.send([asked], by=carl, now=timezone.now(), sending=Sending(tracking_number="1Z 999"))

    MailItem.objects.get(pk=asked.item_id).bring_back(by=carl)

    assert "1Z 999" not in the_page()


def test_what_was_brought_back_leaves_nothing_typed_for_the_rest(asked, second, for_both, the_page, rosa, carl):
    for_both.settle("yes", by=rosa.user, now=timezone.now())
    fulfilment.send([second], by=carl, now=timezone.now(), sending=Sending(tracking_number="1Z 999"))

    MailItem.objects.get(pk=second.item_id).bring_back(by=carl)

    page = the_page()
    assert "1Z 999" not in page
    assert "packing-photos" not in page


def test_the_photograph_of_several_says_what_it_shows(asked, second, for_both, the_page):
    for_both.withdraw(by=None, now=timezone.now())

    words = f"of {asked.item.reference}, {second.item.reference}. It goes along where just these are sent"
    assert words in the_page()


def test_the_photograph_of_one_is_simply_there(asked, the_page, carl, photograph):
    sending = Sending(postage=Money(1420, "USD"), photo=packing.ready(photograph()))
    postage.ask([asked], by=carl, now=timezone.now(), sending=sending).withdraw(by=carl, now=timezone.now())

    assert "There is one from when the renter was asked; this replaces it." in the_page()


def test_what_was_not_part_of_the_yes_is_named(harbor, browser, asked, question, second, rosa):
    question.settle("yes", by=rosa.user, now=timezone.now())

    page = post(browser, harbor, asked, "completion", together=[second.pk]).text

    assert f"The renter agreed to 14.20 USD for a parcel without {second.item.reference}." in page
    assert not Parcel.objects.exists()


def test_another_operators_clerk_finds_no_question(harbor, question, sam, log_in, summit):
    address = desk(summit, f"requests/postage/{question.pk}/withdrawal/")

    assert log_in(sam).post(address).status_code == 404
    question.refresh_from_db()
    assert question.waits
