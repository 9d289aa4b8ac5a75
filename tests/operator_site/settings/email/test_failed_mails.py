"""Settings, E-mail: what did not arrive, and why; try again or leave it."""

import uuid

import pytest

from boxholder.notifications.models import OutboxEmail
from tests.paths import desk

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "settings/e-mail/"


def make(operator, status: str = "failed", **fields) -> OutboxEmail:
    fields = {"to": "rosa@example.com", "subject": "Receipt 2026-00042", "error": "550 No such person", **fields}
    return OutboxEmail.objects.create(kind="receipt", operator_id=operator.pk, text="…", status=status, **fields)


@pytest.fixture
def failed(harbor) -> OutboxEmail:
    return make(harbor)


@pytest.fixture
def doubtful(harbor) -> OutboxEmail:
    return make(harbor, "doubtful", subject="News", error="It was cut off.", at_most_once=True)


def test_each_says_to_whom_what_and_why(log_in, harbor, olivia, failed, doubtful):
    make(harbor, "sent", subject="Arrived")

    page = log_in(olivia).get(desk(harbor, PATH)).content.decode()

    for shown in ("2 e-mails did not arrive", "rosa@example.com", "Receipt 2026-00042", "550 No such person", "News",
                  "Perhaps arrived", "may get it twice"):  # fmt: skip
        assert shown in page
    assert "Arrived" not in page


def test_the_owner_is_told_on_the_desk_and_the_clerk_is_not(log_in, harbor, olivia, carl, failed):
    assert "1 e-mail did not arrive" in log_in(olivia).get(desk(harbor, "mailboxes/")).content.decode()
    assert "did not arrive" not in log_in(carl).get(desk(harbor, "mailboxes/")).content.decode()


def test_nothing_failed_says_nothing(log_in, harbor, olivia):
    browser = log_in(olivia)
    for path in ("mailboxes/", PATH):
        assert "did not arrive" not in browser.get(desk(harbor, path)).content.decode()


def test_one_is_tried_again(log_in, harbor, olivia, failed):
    log_in(olivia).post(desk(harbor, f"{PATH}failed/{failed.pk}/again/"))

    failed.refresh_from_db()
    assert (failed.status, failed.tries, failed.error) == ("waiting", 0, "")


def test_a_doubtful_one_is_tried_again_by_name_only(log_in, harbor, olivia, failed, doubtful):
    browser = log_in(olivia)
    browser.post(desk(harbor, f"{PATH}failed/again/"))
    assert dict(OutboxEmail.objects.values_list("subject", "status")) == {
        failed.subject: "waiting",
        doubtful.subject: "doubtful",
    }

    browser.post(desk(harbor, f"{PATH}failed/{doubtful.pk}/again/"))
    doubtful.refresh_from_db()
    assert doubtful.status == "waiting"


def test_one_is_left_at_that(log_in, harbor, olivia, failed):
    browser = log_in(olivia)
    browser.post(desk(harbor, f"{PATH}failed/{failed.pk}/dismissal/"))

    assert failed.subject not in browser.get(desk(harbor, PATH)).content.decode()
    browser.post(desk(harbor, f"{PATH}failed/again/"))
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_tried_again_and_failed_again_it_is_shown_again(log_in, harbor, olivia, failed):
    browser = log_in(olivia)
    browser.post(desk(harbor, f"{PATH}failed/{failed.pk}/dismissal/"))
    browser.post(desk(harbor, f"{PATH}failed/{failed.pk}/again/"))
    OutboxEmail.objects.update(status="failed")

    assert failed.subject in browser.get(desk(harbor, PATH)).content.decode()


ACTS = ["failed/again/", "failed/{pk}/again/", "failed/{pk}/dismissal/"]


@pytest.mark.parametrize("act", ACTS)
def test_clerks_and_strangers_find_nothing(log_in, harbor, carl, sam, rosa, failed, act):
    for person in (carl, sam, rosa):
        assert log_in(person).post(desk(harbor, PATH + act.format(pk=failed.pk))).status_code == 404
    failed.refresh_from_db()
    assert (failed.status, failed.dismissed_at) == ("failed", None)


@pytest.mark.parametrize("act", ACTS[1:])
def test_what_belongs_to_others_or_is_gone_is_not_there(log_in, harbor, summit, olivia, act):
    theirs = make(summit)
    sent = make(harbor, "sent")

    for pk in (theirs.pk, sent.pk, uuid.uuid4()):
        assert log_in(olivia).post(desk(harbor, PATH + act.format(pk=pk))).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_the_wrong_method_is_refused(log_in, harbor, olivia, failed, act):
    assert log_in(olivia).get(desk(harbor, PATH + act.format(pk=failed.pk))).status_code == 405
