"""What the mailroom goes by, on the mailbox's page: instructions, and other names its mail comes under."""

import pytest

from boxholder.mail.models import Alias
from tests.paths import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(log_in, carl):
    return log_in(carl)


def test_a_name_is_added_and_removed(browser, harbor, box_101):
    page = browser.post(desk(harbor, f"mailboxes/{box_101.pk}/names/new/"), {"name": "ACME LLC"}, follow=True)
    assert "Mail for “ACME LLC” belongs to PMB 101." in page.content.decode()

    alias = box_101.aliases.get()
    page = browser.post(desk(harbor, f"mailboxes/{box_101.pk}/names/{alias.pk}/removal/"), follow=True)

    assert "Mail for “ACME LLC” no longer belongs to PMB 101." in page.content.decode()
    assert not box_101.aliases.exists()


def test_somebody_elses_name_is_refused_and_stays_typed(browser, harbor, box_101, box_102):
    answer = browser.post(desk(harbor, f"mailboxes/{box_102.pk}/names/new/"), {"name": "Reyes Ceramics"})

    assert "Mail for “Reyes Ceramics” belongs to PMB 101, Reyes Ceramics LLC." in answer.content.decode()
    assert 'value="Reyes Ceramics"' in answer.content.decode()


def test_another_mailboxs_name_cannot_be_removed_through_this_one(browser, harbor, box_101, box_102, carl):
    alias = Alias.objects.add(box_101, "ACME LLC", by=carl)

    answer = browser.post(desk(harbor, f"mailboxes/{box_102.pk}/names/{alias.pk}/removal/"))

    assert answer.status_code == 404
    assert Alias.objects.filter(pk=alias.pk).exists()


def test_instructions_stand_on_the_mailboxs_page(browser, harbor, box_101):
    written = {"company": box_101.company, "instructions": "Call before you open."}

    page = browser.post(desk(harbor, f"mailboxes/{box_101.pk}/edit/"), written, follow=True)

    assert "Call before you open." in page.content.decode()
