"""Settings → Integrations → Stripe → the e-mail to renters before they are asked for a card."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from boxholder.billing import announcing
from boxholder.billing.models import Announcement, StripeIntegration
from boxholder.notifications.models import OutboxEmail
from tests.billing.crowd import rent_out
from tests.paths import desk

pytestmark = pytest.mark.django_db(transaction=True)


def page(operator, rest: str = "new/") -> str:
    return desk(operator, f"settings/integrations/stripe/announcements/{rest}")


def text(response) -> str:
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    return plain.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def browser(log_in, olivia, connected):
    return log_in(olivia)


@pytest.fixture
def words() -> dict[str, str]:
    return {"subject": "A card, {name}", "text": "Hello {name}, from {date}. {next_charge}", "audience": "without_card"}


@pytest.fixture
def draft(harbor) -> Announcement:
    return announcing.draft_of(harbor)


@pytest.fixture
def press(browser, harbor, draft, words):
    """Press E-mail n renters; returns the page that is shown."""

    def press(expected: int, **changes):
        given = {**words, "expected": expected, **changes}
        return browser.post(page(harbor, f"{draft.pk}/start/"), given, follow=True)

    return press


@pytest.fixture
def sent(press, run_tasks, draft, rosa, ben) -> Announcement:
    press(2)
    run_tasks()
    draft.refresh_from_db()
    return draft


# --- It works


def test_written_confirmed_sent_and_watched(press, run_tasks, browser, harbor, rosa, ben, mailoutbox, draft):
    shown = press(2)
    assert "0 of 2" in text(shown)
    assert f'hx-get="{page(harbor, f"{draft.pk}/progress/")}"' in shown.content.decode()

    run_tasks()
    shown = browser.get(page(harbor, f"{draft.pk}/"))

    assert "The e-mail went to all 2 renters." in text(shown)
    assert "hx-get" not in text(browser.get(page(harbor, f"{draft.pk}/progress/")))
    assert sorted(mail.subject for mail in mailoutbox) == ["A card, Ben", "A card, Rosa"]


@pytest.mark.parametrize("ticked", [True, False])
def test_the_stripe_page_offers_it_once_the_check_has_passed(browser, harbor, ticked, rosa):
    stripe = desk(harbor, "settings/integrations/stripe/")
    StripeIntegration.objects.update(bills_renters=ticked)
    assert "Write the e-mail" in text(browser.get(stripe))

    StripeIntegration.objects.update(report=[{"about": "secret_key", "label": "Secret Key", "verdict": "does_not_fit",
                                              "text": "", "remedy": "", "blocks": True}])  # fmt: skip
    assert "Write the e-mail" not in text(browser.get(stripe))


def test_the_stripe_page_says_what_became_of_it(sent, browser, harbor):
    stripe = desk(harbor, "settings/integrations/stripe/")
    assert "E-mailed to 2 renters" in text(browser.get(stripe))

    OutboxEmail.objects.filter(to="rosa@example.com").update(status="doubtful")

    assert "1 was perhaps sent." in text(browser.get(stripe))


def test_the_page_shows_what_a_renter_reads_and_another_can_be_chosen(browser, harbor, rosa, ben):
    shown = text(browser.get(page(harbor)))
    assert "Hello Ben," in shown
    assert "is 29.00 USD on" in shown

    shown = text(browser.get(page(harbor, f"new/?sample={rosa.pk}")))
    assert "Hello Rosa," in shown
    assert "is 19.00 USD on" in shown


def test_the_preview_follows_what_is_typed_and_keeps_nothing(browser, harbor, rosa, ben, give_card, words):
    give_card(ben)
    typed = {**words, "subject": "For {name}", "audience": "all", "sample": rosa.pk}

    answer = browser.post(page(harbor, "new/preview/"), typed)

    assert "For Rosa" in text(answer)
    assert "E-mail 2 renters?" in text(answer)
    assert 'id="announcement-send" hx-swap-oob="true"' in answer.content.decode()
    assert Announcement.objects.get().subject != "For {name}"


def test_the_preview_names_a_misspelt_placeholder(browser, harbor, rosa, words):
    answer = browser.post(page(harbor, "new/preview/"), {**words, "text": "Hello {nmae}"})

    assert "{nmae} is not a placeholder." in text(answer)


def test_what_is_saved_is_there_again(browser, harbor, rosa, words):
    browser.post(page(harbor), {**words, "audience": "all"})

    draft = Announcement.objects.get()
    assert (draft.subject, draft.audience) == ("A card, {name}", "all")
    assert 'value="A card, {name}"' in browser.get(page(harbor)).content.decode()
    assert OutboxEmail.objects.count() == 0


def test_markup_is_shown_as_it_is_typed(browser, harbor, rosa, words):
    answer = browser.post(page(harbor, "new/preview/"), {**words, "text": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in answer.content.decode()


def test_a_test_goes_to_oneself_alone_and_says_so(browser, harbor, run_tasks, rosa, ben, words, mailoutbox):
    browser.post(page(harbor, "new/test/"), {**words, "sample": rosa.pk})
    run_tasks()

    (mail,) = mailoutbox
    assert mail.to == ["olivia@harbor.example"]
    assert mail.subject == "[Test] A card, Rosa"
    assert mail.body.startswith("This is a test, sent to you alone. Rosa Reyes would read:")
    assert Announcement.objects.get().is_draft


def test_who_gets_it_and_who_does_not_can_be_looked_at(browser, harbor, rosa, ben, ina, give_card):
    give_card(ben)

    names = {
        state: [renter.name for renter in browser.get(page(harbor, f"new/recipients/?status={state}")).context["page"]]
        for state in ("", "card", "invited", "gone")
    }

    assert names == {"": ["Rosa Reyes"], "card": ["Ben Brooks"], "invited": ["Ina Ivanova"], "gone": []}


def test_a_second_one_warns_and_can_be_for_the_others_only(sent, browser, harbor, dock, basic):
    rent_out(dock, basic, 1)

    shown = text(browser.get(page(harbor)))

    assert "2 of the 3 you are writing to now have had it." in shown
    assert "Only those of them who have not had such an e-mail yet (1)" in shown


# --- Once


def test_a_double_click_sends_one_and_leads_to_the_same_page(press, run_tasks, rosa, ben, mailoutbox):
    press(2)
    shown = press(2)
    run_tasks()

    assert "This e-mail was sent already" in text(shown)
    assert len(mailoutbox) == 2


def test_somebody_more_than_the_dialog_said_sends_nothing(press, run_tasks, rosa, ben, mailoutbox):
    shown = press(1)
    run_tasks()

    assert "Nothing was sent: it would go to 2 renters now." in text(shown)
    assert "E-mail 2 renters?" in text(shown)
    assert mailoutbox == []


@pytest.mark.parametrize("expected", ["", "two", "-2", "2.0"])
def test_a_number_that_is_none_sends_nothing(press, run_tasks, rosa, ben, mailoutbox, expected):
    press(expected)
    run_tasks()

    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"subject": ""}, "Write a subject."),
        ({"text": " "}, "Write what the renters should know."),
        ({"text": "Hello {nmae}"}, "{nmae} is not a placeholder."),
        ({"subject": "x" * 151}, "at most 150 characters"),
        ({"audience": "everybody"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_nothing_is_lost_and_nothing_sent(press, run_tasks, rosa, ben, mailoutbox, changes, says):
    shown = press(2, **changes)
    run_tasks()

    assert says in text(shown)
    assert changes.get("text", "Hello {name}, from {date}").strip() in text(shown)
    assert mailoutbox == []


def test_without_a_connection_it_leads_back_to_the_stripe_page(press, browser, harbor, words, draft, rosa, ben):
    StripeIntegration.objects.update(account=None, bills_renters=False)

    for answer in (
        browser.get(page(harbor), follow=True),
        browser.post(page(harbor, "new/preview/"), words, follow=True),
        browser.post(page(harbor, "new/test/"), words, follow=True),
        press(2),
    ):
        assert "Connect Stripe first" in text(answer)
    assert OutboxEmail.objects.count() == 0


def test_nobody_to_write_to_is_said(browser, harbor):
    shown = text(browser.get(page(harbor)))

    assert "Nobody to write to yet" in shown
    assert "Nobody to e-mail" in shown


# --- What did not arrive


def test_failed_and_doubtful_ones_are_listed_with_what_to_do(sent, browser, harbor):
    OutboxEmail.objects.filter(to="rosa@example.com").update(status="failed", error="550 No such person")
    OutboxEmail.objects.filter(to="ben@example.com").update(status="doubtful", error="Connection unexpectedly closed")

    shown = text(browser.get(page(harbor, f"{sent.pk}/")))

    assert "Finished, but not for everybody" in shown
    assert "550 No such person" in shown
    assert "Correct the address with the renter, then send again" in shown
    assert "E-mail 1 renter again, perhaps twice?" in shown


def test_only_these_are_sent_again_and_once(sent, browser, harbor, run_tasks, mailoutbox):
    mailoutbox.clear()
    OutboxEmail.objects.filter(to="ben@example.com").update(status="doubtful")
    again = {"state": "doubtful", "round": sent.rounds}

    first = browser.post(page(harbor, f"{sent.pk}/repeat/"), again, follow=True)
    second = browser.post(page(harbor, f"{sent.pk}/repeat/"), again, follow=True)
    run_tasks()

    assert "Sent again to 1 renter." in text(first)
    assert "Nothing was sent: this page had changed meanwhile." in text(second)
    assert [mail.to for mail in mailoutbox] == [["ben@example.com"]]


@pytest.mark.parametrize("given", [{}, {"state": "sent", "round": "0"}, {"state": "failed", "round": "x"}])
def test_nonsense_sends_nothing_again(sent, browser, harbor, run_tasks, mailoutbox, given):
    mailoutbox.clear()

    browser.post(page(harbor, f"{sent.pk}/repeat/"), given)
    run_tasks()

    assert mailoutbox == []


def test_what_the_mail_server_says_is_shown_while_it_waits(press, browser, harbor, draft, rosa, ben):
    press(2)
    announcing.carry_on(draft.pk, timezone.now())
    OutboxEmail.objects.update(tries=1, error="Connection refused", next_try_at=timezone.now() + timedelta(minutes=1))

    shown = text(browser.get(page(harbor, f"{draft.pk}/")))

    assert "It said: Connection refused." in shown


def test_a_worker_that_does_not_run_is_thought_of(press, browser, harbor, draft, rosa, ben):
    press(2)
    Announcement.objects.update(started_at=timezone.now() - timedelta(minutes=1))

    assert "Is the worker running?" in text(browser.get(page(harbor, f"{draft.pk}/")))


def test_the_pages_ask_the_database_the_same_whatever_there_is(
    browser, harbor, dock, basic, draft, press, django_assert_max_num_queries
):
    rent_out(dock, basic, 60)

    with django_assert_max_num_queries(45):
        browser.get(page(harbor))
    with django_assert_max_num_queries(25):
        browser.get(page(harbor, "new/recipients/"))
    press(60)
    with django_assert_max_num_queries(25):
        browser.get(page(harbor, f"{draft.pk}/"))


# --- Others find nothing

EVERYWHERE = [
    ("new/", "get"),
    ("new/", "post"),
    ("new/preview/", "post"),
    ("new/test/", "post"),
    ("new/recipients/", "get"),
    ("{pk}/", "get"),
    ("{pk}/progress/", "get"),
    ("{pk}/start/", "post"),
    ("{pk}/repeat/", "post"),
]


@pytest.mark.parametrize(("rest", "method"), EVERYWHERE)
def test_a_clerk_a_renter_and_another_operators_owner_find_nothing(
    log_in, carl, sam, rosa, draft, harbor, rest, method
):
    for person in (carl, sam, rosa):
        assert getattr(log_in(person), method)(page(harbor, rest.format(pk=draft.pk))).status_code == 404


@pytest.mark.parametrize(("rest", "method"), EVERYWHERE[5:])
def test_another_operators_e_mail_is_not_found(log_in, sam, summit, sent, rest, method):
    assert getattr(log_in(sam), method)(page(summit, rest.format(pk=sent.pk))).status_code == 404


@pytest.mark.parametrize(
    ("rest", "method"),
    [
        ("new/", "delete"),
        ("new/preview/", "get"),
        ("new/test/", "get"),
        ("new/recipients/", "post"),
        ("{pk}/", "post"),
        ("{pk}/progress/", "post"),
        ("{pk}/start/", "get"),
        ("{pk}/repeat/", "get"),
    ],
)
def test_the_wrong_method_is_refused(browser, harbor, draft, rest, method):
    assert getattr(browser, method)(page(harbor, rest.format(pk=draft.pk))).status_code == 405


@pytest.mark.parametrize(("rest", "method"), EVERYWHERE[5:])
def test_one_that_never_was_is_gone(browser, harbor, rest, method):
    assert getattr(browser, method)(page(harbor, rest.format(pk=999_999))).status_code == 404


def test_a_draft_has_no_page_of_its_own_yet(browser, harbor, draft):
    for rest in ("", "progress/"):
        answer = browser.get(page(harbor, f"{draft.pk}/{rest}"))
        assert (answer.status_code, answer["Location"]) == (302, page(harbor))
    assert browser.post(page(harbor, f"{draft.pk}/repeat/")).status_code == 404
