"""Ten thousand unassigned photographs, the scanner having run all weekend: the mailroom works as with ten."""

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.mail import reading
from boxholder.mail.models import MailItem, Picture, Reading
from boxholder.operator_site.forms.mailbox_field import key_of
from tests.paths import desk

pytestmark = pytest.mark.django_db
MANY = 10_000
FILES = {"original": "o.jpg", "large": "l.jpg", "small": "s.jpg"}


@pytest.fixture
def pile(harbor, dock) -> list[MailItem]:
    """None of them read yet. Their files are nowhere: nobody should look into all of them."""
    received = (MailItem(operator=harbor, space=dock) for _ in range(MANY))
    items = MailItem.objects.bulk_create(received, batch_size=1000)
    seen = {"operator": harbor, "file_name": "scan.jpg", "byte_size": 1, "width": 1600, "height": 1200, **FILES}
    pictures = (Picture(item=item, fingerprint=str(item.pk), **seen) for item in items)
    Picture.objects.bulk_create(pictures, batch_size=1000)
    Reading.objects.bulk_create((Reading(item=item) for item in items), batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself, over a weekend
    return items


def test_they_are_dealt_listed_and_assigned_like_ten(
    log_in, carl, harbor, pile, box_101, django_assert_max_num_queries
):
    browser = log_in(carl)
    for path, piece, how_many, counts in (
        ("mail/assigning/", "data-card=", 4, "More than 1000 pieces are left"),
        ("mail/assigning/grid/", 'class="piece-tile"', 50, "More than 1000 pieces are left"),
        ("mail/", 'name="item"', 50, "999+"),
        ("mail/?view=grid", 'name="item"', 50, "999+"),
    ):
        with django_assert_max_num_queries(25):
            page = browser.get(desk(harbor, path)).text
        assert (page.count(piece), page.count("/mail/pictures/")) == (how_many, how_many), path
        assert counts in page

    last = pile[-1]
    assert f'data-card="{last.pk}"' in browser.get(desk(harbor, f"mail/assigning/?piece={last.pk}")).text
    browser.post(desk(harbor, f"mail/assigning/{last.pk}/"), {"chosen": key_of(box_101)})
    last.refresh_from_db()
    assert last.mailbox == box_101


def test_the_worker_takes_one_at_a_time_the_oldest_first(pile, django_assert_max_num_queries):
    now = timezone.now()
    for _ in range(2):
        with django_assert_max_num_queries(15):
            assert reading.read_next(now)

    done = Reading.objects.exclude(status=Reading.Status.WAITING).order_by("pk")
    assert [each.item_id for each in done] == [pile[0].pk, pile[1].pk]
    assert {each.problem for each in done} == {Reading.Problem.FILE_MISSING}
    assert Reading.objects.unclaimed(now).count() == MANY - 2
