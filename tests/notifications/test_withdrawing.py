"""What is not to be said any more is not sent; what was just being sent ends as sent or as withdrawn."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.notifications import outbox
from boxholder.notifications.delivery import LEASE, deliver_email
from boxholder.notifications.models import OutboxEmail
from tests.support.mail_server import HANG_UP

pytestmark = pytest.mark.django_db(transaction=True)


def withdraw_while_sending(email: OutboxEmail, answer):
    """For a mail server's answers: what it does after somebody withdrew what it is just given."""

    def act():
        assert outbox.withdraw(email.pk)
        connection.close()
        return answer

    return act


def test_what_is_withdrawn_is_not_sent(mail_server, announcement):
    assert outbox.withdraw(announcement.pk)

    deliver_email(str(announcement.pk))

    assert mail_server.came == []
    assert list(OutboxEmail.objects.withdrawn(timezone.now())) == [announcement]


def test_what_was_sent_is_not_withdrawn(mail_server, announcement):
    deliver_email(str(announcement.pk))

    assert not outbox.withdraw(announcement.pk)


@pytest.mark.parametrize(
    ("answer", "status", "is_withdrawn"),
    [("250 Taken", "sent", False), ("451 Later", "waiting", True), ("554 Spam", "failed", True)],
)
def test_withdrawn_while_it_is_sent_it_ends_as_one_of_both(mail_server, announcement, answer, status, is_withdrawn):
    mail_server.answers = {".": withdraw_while_sending(announcement, answer)}
    deliver_email(str(announcement.pk))
    OutboxEmail.objects.update(next_try_at=timezone.now())
    deliver_email(str(announcement.pk))

    announcement.refresh_from_db()
    assert announcement.status == status
    assert (announcement.withdrawn_at is not None) is is_withdrawn
    assert len(mail_server.came) == 1


def test_a_doubtful_one_that_is_withdrawn_is_not_sent_again(mail_server, announcement):
    mail_server.answers = {".": HANG_UP}
    deliver_email(str(announcement.pk))
    announcement.refresh_from_db()
    later = timezone.now() + LEASE + timedelta(minutes=1)
    assert list(OutboxEmail.objects.failed(later)) == [announcement]

    outbox.withdraw(announcement.pk)

    assert list(OutboxEmail.objects.failed(later)) == []
    assert outbox.post_again([announcement], now=later) == 0


def test_it_comes_back_with_other_words_unless_it_was_withdrawn_once_more(announcement):
    new = outbox.draft_rendered("news", to="rosa@example.com", subject="Other news", text="Less.", html="<p>Less.</p>")
    outbox.withdraw(announcement.pk)
    seen = OutboxEmail.objects.get(pk=announcement.pk)

    outbox.withdraw(announcement.pk)
    assert not outbox.replace(seen, new)
    seen.refresh_from_db()
    assert outbox.replace(seen, new)

    seen.refresh_from_db()
    assert (seen.subject, seen.text, seen.html) == ("Other news", "Less.\n", "<p>Less.</p>")
    assert list(OutboxEmail.objects.due(timezone.now())) == [seen]
