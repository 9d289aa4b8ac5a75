"""Mail at the desk: tabs, filters, search, pages, and what is done to many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from boxholder.mail.models import MailItem, Picture, Reading, SearchBacklog
from boxholder.mail.search import Scope, Tab
from tests.paths import desk


def page(browser, harbor, query: str = ""):
    return browser.get(desk(harbor, f"mail/{query}"))


def listed(browser, harbor, query: str = "") -> list[MailItem]:
    return [MailItem(pk=int(row["pk"])) for row in page(browser, harbor, query).context["rows"]]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def deleted(dock, carl):
    item = MailItem.receive(dock, by=carl, sender="Junk Mailer Inc")
    item.bin(by=carl, reason="Advertising")
    return item


# --- The tabs


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it knows of the rows.")
def test_the_unassigned_are_found_without_looking_at_all_that_is_here(harbor, dock):
    for space in (None, dock.pk):
        plan = Scope(harbor.pk, Tab.UNASSIGNED, space_id=space).items.explain()
        assert f"USING INDEX mail_{'space' if space else 'operator'}_unassigned" in plan


def test_the_desk_opens_with_the_mail(log_in, harbor, carl):
    assert log_in(carl).get(desk(harbor))["Location"] == desk(harbor, "mail/")


def test_each_tab_has_its_own(log_in, harbor, carl, letter, parcel, deleted):
    browser = log_in(carl)

    assert listed(browser, harbor) == [letter]
    assert listed(browser, harbor, "?tab=assigned") == [parcel]
    assert set(listed(browser, harbor, "?tab=all")) == {letter, parcel}
    assert listed(browser, harbor, "?tab=bin") == [deleted]
    assert listed(browser, harbor, "?tab=nonsense") == [letter]


def test_where_nobody_wrote_the_sender_it_is_as_it_was_read(log_in, harbor, carl, letter, dock):
    unnamed = MailItem.receive(dock, by=carl)
    for item in (letter, unnamed):
        Reading.objects.create(item=item, status="read", sender="Read On Label")

    rows = page(log_in(carl), harbor).context["rows"]

    assert [row["sender"] for row in rows] == ["Read On Label", letter.sender]


def test_the_tabs_say_how_many(log_in, harbor, carl, letter, parcel, deleted):
    tabs = page(log_in(carl), harbor).context["tabs"]

    assert [(str(tab["label"]), tab["count"]) for tab in tabs] == [
        ("Unassigned", "1"), ("Assigned", "1"), ("All", "2"), ("Bin", "1"),
    ]  # fmt: skip


def test_beyond_a_thousand_nobody_counts(log_in, harbor, carl, dock):
    MailItem.objects.bulk_create(MailItem(operator=harbor, space=dock) for _ in range(1001))

    assert page(log_in(carl), harbor).context["tabs"][0]["count"] == "999+"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "No mail yet"),
        ("?tab=assigned", "No mail yet"),
        ("?q=clay", "Nothing found for “clay” under Unassigned"),
    ],
)
def test_an_empty_list_says_what_is_next(log_in, harbor, carl, dock, query, says):
    assert says in words(page(log_in(carl), harbor, query))


def test_what_is_empty_beside_other_mail_says_so(log_in, harbor, carl, parcel):
    browser = log_in(carl)

    assert "Everything is assigned" in words(page(browser, harbor))
    assert "The bin is empty" in words(page(browser, harbor, "?tab=bin"))
    assert "No piece matches the filters" in words(page(browser, harbor, "?tab=all&type=legal"))


def test_while_the_search_is_built_anew_nothing_is_said_to_be_nowhere(log_in, harbor, carl, letter, box_101):
    browser = log_in(carl)
    SearchBacklog.objects.create(mailbox=box_101, below=letter.pk)
    assert "It is found in no other tab either" in words(page(browser, harbor, "?q=nobody"))

    SearchBacklog.objects.put_everything()

    says = words(page(browser, harbor, "?q=nobody"))
    assert "The search is being built anew; older mail may be missing." in says
    assert "It is found in no other tab either" not in says


# --- Filters, spaces, views


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=parcel", True), ("type=letter", False), ("type=nonsense", True),
        ("state=here", True), ("state=picked_up", False), ("state=nonsense", True),
        ("received=today", True), ("received=yesterday", False), ("received=week", True), ("received=month", True),
        ("from=2020-01-01", True), ("to=2020-01-01", False), ("from=nonsense", True), ("from=0001-01-01", True),
        ("from=2026-02-31", True), ("space=nonsense", True), ("space=999999", True), ("mailbox=999999", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_down(log_in, harbor, carl, parcel, query, found):
    for words_too in ("", "&q=clay"):
        assert listed(log_in(carl), harbor, f"?tab=all&{query}{words_too}") == ([parcel] if found else [])


def test_a_space_and_a_mailbox_have_their_own(log_in, harbor, carl, letter, parcel, pier, box_101, box_102):
    browser = log_in(carl)

    assert listed(browser, harbor, f"?space={pier.pk}") == []
    assert listed(browser, harbor, f"?space={letter.space_id}") == [letter]
    assert listed(browser, harbor, f"?tab=all&mailbox={box_101.pk}") == [parcel]
    assert listed(browser, harbor, f"?tab=all&mailbox={box_102.pk}") == []


def test_a_day_is_the_spaces_own(log_in, harbor, carl, pier):
    """Twenty past nine in the evening in Los Angeles is the next day in New York."""
    MailItem.receive(pier, by=carl, at="2026-03-02T05:20Z")
    browser = log_in(carl)

    assert len(listed(browser, harbor, f"?space={pier.pk}&from=2026-03-01&to=2026-03-01")) == 1
    assert len(listed(browser, harbor, "?from=2026-03-01&to=2026-03-01")) == 0


def test_the_switcher_stays_on_the_page(log_in, harbor, carl, letter, pier):
    switch = page(log_in(carl), harbor, "?tab=all&q=water").context["spaces"]

    assert [each["label"] for each in switch] == ["All spaces", "Dock Street", "Pier 7"]
    assert switch[2]["url"] == f"{desk(harbor, 'mail/')}?tab=all&q=water&space={pier.pk}"


def test_pictures_or_list_is_remembered(log_in, harbor, carl, letter):
    browser = log_in(carl)
    assert "mail-table" in page(browser, harbor).content.decode()

    page(browser, harbor, "?view=grid")

    assert "mail-tile" in page(browser, harbor).content.decode()


# --- Search


def test_a_search_stays_in_its_tab_and_offers_the_others(log_in, harbor, carl, letter, parcel):
    answer = page(log_in(carl), harbor, "?q=clay")

    assert answer.context["rows"] == []
    assert [place["label"] for place in answer.context["elsewhere"]] == [
        "Show what is assigned",
        "Show all that is found",
    ]


@pytest.mark.parametrize("typed", ["M-{pk}", "m{pk}", "1Z999AA10123456784", "1z 999 aa1 01 2345 6784"])
def test_a_scanned_code_opens_the_piece(log_in, harbor, carl, parcel, typed):
    MailItem.objects.filter(pk=parcel.pk).update(tracking_number="1Z999AA10123456784")

    answer = log_in(carl).get(desk(harbor, "mail/"), {"q": typed.format(pk=parcel.pk)})

    assert answer["Location"] == desk(harbor, f"mail/pieces/{parcel.pk}/")


def test_a_tracking_number_that_was_only_read_opens_the_piece_too(log_in, harbor, carl, letter):
    Reading.objects.create(item=letter, status="read", tracking_number="9400111899223344556677")

    answer = log_in(carl).get(desk(harbor, "mail/?q=9400111899223344556677"))

    assert answer["Location"] == desk(harbor, f"mail/pieces/{letter.pk}/")


def test_a_number_of_two_pieces_lists_both(log_in, harbor, carl, letter, parcel):
    MailItem.objects.update(tracking_number="9400111899223344556677")

    assert len(listed(log_in(carl), harbor, "?tab=all&q=9400111899223344556677")) == 2


def test_a_mailboxs_sheet_shows_its_mail(log_in, harbor, carl, box_101):
    answer = log_in(carl).get(desk(harbor, f"mail/?q=BX-{box_101.pk}"))

    assert answer["Location"].endswith(f"?tab=all&mailbox={box_101.pk}")


def test_a_neighbours_number_opens_nothing(log_in, summit, sam, parcel, box_101):
    browser = log_in(sam)
    for typed in (f"M-{parcel.pk}", f"BX-{box_101.pk}", "clay", f"?mailbox={box_101.pk}"):
        assert browser.get(desk(summit, "mail/"), {"q": typed, "tab": "all"}).context["rows"] == []


@pytest.mark.parametrize("typed", ["%22", "*", "NOT", "%00", "x" * 1000, "%F0%9F%93%A6", "%3A", "M-" + "9" * 30])
def test_whatever_is_typed_is_a_page(log_in, harbor, carl, letter, typed):
    assert page(log_in(carl), harbor, f"?q={typed}").status_code == 200


# --- Page by page


@pytest.fixture
def sixty(harbor, dock):
    now = timezone.now()
    items = [
        MailItem(operator=harbor, space=dock, sender="Clay", received_at=now - timedelta(minutes=n)) for n in range(60)
    ]
    items = MailItem.objects.bulk_create(items)
    facts = {"operator": harbor, "byte_size": 1, "width": 1, "height": 1, "small": "small.jpg", "large": "large.jpg"}
    Picture.objects.bulk_create(Picture(item=item, fingerprint=str(item.pk), **facts) for item in items)
    return items


@pytest.mark.parametrize("query", ["", "q=clay&", "received=week&"])
def test_fifty_make_a_page(log_in, harbor, carl, sixty, query):
    browser = log_in(carl)
    first = page(browser, harbor, f"?{query}")
    second = page(browser, harbor, first.context["page"].next_url)
    back = page(browser, harbor, second.context["page"].previous_url)

    shown = [row["pk"] for answer in (first, second) for row in answer.context["rows"]]
    assert len(first.context["rows"]) == 50
    assert len(set(shown)) == 60
    assert [row["pk"] for row in back.context["rows"]] == shown[:50]


@pytest.mark.parametrize("query", ["", "?q=clay", "?view=grid"])
def test_a_full_page_asks_no_more_than_a_short_one(log_in, harbor, carl, sixty, query, django_assert_max_num_queries):
    browser = log_in(carl)
    page(browser, harbor, query)
    with django_assert_max_num_queries(11):
        page(browser, harbor, query)


# --- Many at once


def act(browser, harbor, what: str, *items, query: str = "", **data):
    was = [f"{item.pk}:{item.standing}" for item in items]
    return browser.post(
        desk(harbor, f"mail/selection/{what}/{query}"), {"item": [i.pk for i in items], "was": was, **data}
    )


def test_the_ticked_are_given_to_a_mailbox_and_taken_back(log_in, harbor, carl, letter, box_102):
    browser = log_in(carl)
    answer = act(browser, harbor, "mailbox", letter, mailbox="102", query="?tab=unassigned")

    letter.refresh_from_db()
    assert letter.mailbox == box_102
    assert answer["Location"] == desk(harbor, "mail/?tab=unassigned")

    undo = f"mailbox/withdrawal/?pieces={letter.pk}:{letter.standing}"
    browser.post(desk(harbor, f"mail/selection/{undo}"))
    letter.refresh_from_db()
    assert letter.mailbox is None


def test_a_mailbox_nobody_has_is_said_and_the_ticks_stay(log_in, harbor, carl, letter):
    answer = act(log_in(carl), harbor, "mailbox", letter, mailbox="nobody")

    assert answer.status_code == 422
    assert "No mailbox here is called “nobody”" in words(answer)
    assert [row["is_ticked"] for row in answer.context["rows"]] == [True]


def test_what_was_typed_is_kept_and_nobody_else_sees_it(log_in, harbor, carl, olivia, letter):
    assert "nobody &amp; sons" in words(act(log_in(carl), harbor, "mailbox", letter, mailbox="nobody & sons"))

    assert "sons" not in words(page(log_in(carl), harbor))
    assert "sons" not in words(page(log_in(olivia), harbor))


def test_the_bar_goes_where_the_list_is(log_in, harbor, summit, sam, carl, dock, pier, letter):
    """Drawn once for many pages: the addresses on it are each page's own."""
    space = MailItem.receive(summit.spaces.get(), by=sam).space
    browser, neighbour = log_in(carl), log_in(sam)

    for query in (f"?tab=all&space={dock.pk}", "?tab=all&shelf=a%25s", "?tab=all", ""):
        shelve = f'formaction="{desk(harbor, "mail/selection/shelf/")}{query.replace("&", "&amp;")}"'
        assert shelve in words(page(browser, harbor, query))
    of_dock = f'data-combobox="{desk(harbor, "mail/mailboxes/")}?space={dock.pk}"'
    assert of_dock in words(page(browser, harbor, f"?space={dock.pk}"))
    assert f'data-combobox="{desk(harbor, "mail/mailboxes/")}"' in words(page(browser, harbor))
    theirs = words(page(neighbour, summit))
    assert f'data-combobox="{desk(summit, "mail/mailboxes/")}?space={space.pk}"' in theirs
    assert "/harbor/" not in theirs


def test_what_somebody_else_was_quicker_with_is_told(log_in, harbor, carl, olivia, letter, box_101, box_102):
    seen = MailItem.objects.get(pk=letter.pk)
    letter.assign(box_101, by=olivia)

    answer = act(log_in(carl), harbor, "mailbox", seen, mailbox="102")

    letter.refresh_from_db()
    assert letter.mailbox == box_101
    assert answer.status_code == 409
    assert "Olivia Owens gave it to PMB 101" in words(answer)


def test_the_ticked_are_put_on_a_shelf(log_in, harbor, carl, letter, parcel):
    act(log_in(carl), harbor, "shelf", letter, parcel, shelf="C-3")

    assert set(MailItem.objects.values_list("shelf", flat=True)) == {"C-3"}


def test_the_ticked_are_deleted_with_a_reason_and_restored(log_in, harbor, carl, letter, parcel):
    browser = log_in(carl)
    assert act(browser, harbor, "deletion", letter, parcel, reason="").status_code == 422
    assert MailItem.objects.deleted().count() == 0

    act(browser, harbor, "deletion", letter, parcel, reason="Photographed twice")
    assert set(MailItem.objects.deleted().values_list("deletion_reason", flat=True)) == {"Photographed twice"}

    act(browser, harbor, "recovery", *MailItem.objects.all(), query="?tab=bin")
    assert MailItem.objects.deleted().count() == 0


@pytest.mark.parametrize(("what", "leads"), [("pickup", "mail/pieces/pickups/"), ("labels", "mail/pieces/labels/")])
def test_the_ticked_are_taken_along_to_another_page(log_in, harbor, carl, letter, parcel, what, leads):
    answer = act(log_in(carl), harbor, what, parcel)

    assert answer["Location"] == desk(harbor, f"{leads}?item={parcel.pk}")


def test_without_a_tick_nothing_is_done(log_in, harbor, carl, letter):
    for what, data in (("mailbox", {"mailbox": "101"}), ("pickup", {}), ("deletion", {"reason": "No"})):
        assert act(log_in(carl), harbor, what, **data).status_code in {302, 422}
    assert MailItem.objects.unassigned().count() == 1


def test_a_neighbours_pieces_are_not_touched(log_in, summit, sam, letter):
    browser = log_in(sam)
    act(browser, summit, "deletion", letter, reason="Not mine")
    act(browser, summit, "shelf", letter, shelf="X")

    letter.refresh_from_db()
    assert (letter.deleted_at, letter.shelf) == (None, "")


# --- On the pages of a mailbox and a renter


def test_a_mailbox_and_its_renter_show_the_newest_mail(log_in, harbor, carl, parcel, box_101, box_102):
    browser = log_in(carl)

    for address in (f"mailboxes/{box_101.pk}/", f"renters/{box_101.renter_id}/"):
        assert f"M-{parcel.pk}" in browser.get(desk(harbor, address)).content.decode()
    assert f"M-{parcel.pk}" not in browser.get(desk(harbor, f"mailboxes/{box_102.pk}/")).content.decode()
