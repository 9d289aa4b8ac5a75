"""Mailboxes → Import: look first, then import; the invitations wait until staff send them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boxholder.billing.importing import running
from boxholder.billing.importing.reading import read
from boxholder.mailboxes.models import MailboxImport, MailboxInvitation
from boxholder.notifications.models import OutboxEmail
from tests.paths import desk

LINES = (
    b"pmb,name,email,offering,shoe size\n"
    b"110,Nina New,nina@example.com,Basic,38\n"
    b"111,Nora New,nora@example.com,Gold,39\n"
    b",Rosa Reyes,rosa@example.com,Basic,40\n"
)


def file(data: bytes = LINES, name: str = "boxes.csv") -> dict:
    return {"file": SimpleUploadedFile(name, data)}


@pytest.fixture
def uploaded(harbor, rosa, carl) -> MailboxImport:
    return running.take_in(harbor, read(LINES), file_name="boxes.csv", by=carl)


@pytest.fixture
def imported(uploaded, carl) -> MailboxImport:
    running.start(uploaded, by=carl)
    running.carry_on(uploaded.pk)
    return uploaded


def page_of(browser, harbor, uploaded, query: str = "") -> str:
    return browser.get(desk(harbor, f"mailboxes/imports/{uploaded.pk}/{query}")).content.decode()


# --- Looking


def test_a_clerk_sees_line_by_line_what_would_happen(log_in, harbor, carl, rosa):
    page = log_in(carl).post(desk(harbor, "mailboxes/imports/new/"), file(), follow=True).content.decode()

    for words in (
        "1 line cannot be imported",
        "There is no offering “Gold”; there is: Basic.",
        "No PMB: it gets the next free number, 102.",
        "Rosa Reyes rents here already",
        "Import 2 mailboxes?",
        "shoe size",
    ):
        assert words in page
    assert harbor.mailboxes.count() == 1


@pytest.mark.parametrize(("query", "lines"), [("", [2, 3, 4]), ("?status=good", [2]), ("?status=bad", [3])])
def test_the_lines_are_filtered(log_in, harbor, carl, uploaded, query, lines):
    page = log_in(carl).get(desk(harbor, f"mailboxes/imports/{uploaded.pk}/{query}"))

    assert [row.line for row in page.context["page"]] == lines


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (file(b""), "boxes.csv: The file is empty."),
        (file(b"PK\x03\x04", "boxes.xlsx"), "boxes.xlsx: This is a workbook."),
        (file(b"," * (5 * 1024 * 1024 + 1)), "larger than 5 MB"),
        ({}, "Choose a file."),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(log_in, harbor, carl, basic, dock, data, says):
    page = log_in(carl).post(desk(harbor, "mailboxes/imports/new/"), data)

    assert says in page.content.decode()
    assert not MailboxImport.objects.exists()


def test_the_page_names_this_mailrooms_spaces_and_offerings(log_in, harbor, carl, dock, pier, basic, plus):
    page = log_in(carl).get(desk(harbor, "mailboxes/imports/new/")).content.decode()

    assert "One of: Dock Street, Pier 7." in page
    assert "One of: Basic, Plus." in page


def test_without_an_offering_the_page_says_what_comes_first(log_in, harbor, olivia, dock):
    assert "First an offering" in log_in(olivia).get(desk(harbor, "mailboxes/imports/new/")).content.decode()


def test_the_empty_file_names_the_columns(log_in, harbor, carl):
    answer = log_in(carl).get(desk(harbor, "mailboxes/imports/template.csv"))

    assert answer.content.decode("utf-8-sig").strip() == "space,pmb,name,email,phone,company,offering"
    assert "attachment" in answer["Content-Disposition"]


# --- Importing


@pytest.mark.django_db(transaction=True)
def test_two_clicks_import_once(log_in, harbor, carl, uploaded, run_tasks):
    browser = log_in(carl)
    for _click in range(2):
        browser.post(desk(harbor, f"mailboxes/imports/{uploaded.pk}/start/"))
    assert "You may leave this page" in page_of(browser, harbor, uploaded)

    run_tasks()

    assert sorted(harbor.mailboxes.values_list("pmb", flat=True)) == ["101", "102", "110"]
    assert "2 mailboxes imported" in page_of(browser, harbor, uploaded)
    assert not OutboxEmail.objects.exists()


def test_the_progress_ends_by_drawing_the_page_anew(log_in, harbor, carl, uploaded):
    browser, address = log_in(carl), desk(harbor, f"mailboxes/imports/{uploaded.pk}/progress/")
    running.start(uploaded, by=carl)
    assert "HX-Refresh" not in browser.get(address)

    running.carry_on(uploaded.pk)

    assert browser.get(address)["HX-Refresh"] == "true"


def test_what_was_not_imported_can_be_mended_and_uploaded_again(log_in, harbor, carl, imported):
    browser = log_in(carl)
    assert "1 line was not imported" in page_of(browser, harbor, imported)

    rest = browser.get(desk(harbor, f"mailboxes/imports/{imported.pk}/not-imported.csv")).content
    assert "Gold,There is no offering" in rest.decode().replace('"', "")
    page = browser.post(desk(harbor, "mailboxes/imports/new/"), file(rest.replace(b",Gold,", b",Basic,")), follow=True)

    assert "The line fits." in page.content.decode()


# --- Sending the invitations


def send_form(browser, harbor, query: str = "") -> dict:
    page = browser.get(desk(harbor, f"mailboxes/?status=held{query}"))
    return {"until": page.context["latest_invitation"] or ""}


@pytest.mark.django_db(transaction=True)
def test_staff_send_them_when_they_like(log_in, harbor, carl, imported, run_tasks):
    browser = log_in(carl)
    page = browser.get(desk(harbor, "mailboxes/?status=held"))
    assert [mailbox.pmb for mailbox in page.context["page"]] == ["102", "110"]
    assert "Send 2 invitations?" in page.content.decode()

    said = browser.post(desk(harbor, "mailboxes/invitations/"), send_form(browser, harbor), follow=True)
    assert "2 invitations are on their way." in said.content.decode()
    assert "2 invitations are being sent." in said.content.decode()
    run_tasks()

    assert sorted(OutboxEmail.objects.values_list("to", flat=True)) == ["nina@example.com", "rosa@example.com"]
    assert "Every invitation is sent" in browser.get(desk(harbor, "mailboxes/?status=held")).content.decode()
    assert {mailbox.pmb for mailbox in browser.get(desk(harbor, "mailboxes/?status=invited")).context["page"]} == {
        "102", "110",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_second_click_sends_nothing(log_in, harbor, carl, imported, run_tasks):
    browser = log_in(carl)
    form = send_form(browser, harbor)
    browser.post(desk(harbor, "mailboxes/invitations/"), form)
    said = browser.post(desk(harbor, "mailboxes/invitations/"), form, follow=True).content.decode()
    run_tasks()

    assert "Nothing was sent" in said
    assert OutboxEmail.objects.count() == 2


def test_only_what_the_list_showed_is_sent(log_in, harbor, carl, imported):
    browser = log_in(carl)
    browser.post(desk(harbor, "mailboxes/invitations/"), {**send_form(browser, harbor), "q": "nina"})
    assert MailboxInvitation.objects.queued().get().email == "nina@example.com"

    earlier = MailboxInvitation.objects.order_by("pk").first().pk - 1
    for until in (earlier, "", "x"):
        browser.post(desk(harbor, "mailboxes/invitations/"), {"until": until})
    assert MailboxInvitation.objects.queued().count() == 1


def test_another_operators_invitations_stay(log_in, summit, sam, imported):
    log_in(sam).post(desk(summit, "mailboxes/invitations/"), {"until": "999999"})

    assert not MailboxInvitation.objects.queued().exists()


def test_the_list_says_which_were_not_sent(log_in, harbor, carl, imported):
    assert "Not sent yet" in log_in(carl).get(desk(harbor, "mailboxes/?q=nina")).content.decode()


# --- The doors


NEW, TEMPLATE, SEND = "imports/new/", "imports/template.csv", "invitations/"
ONE, START, PROGRESS, REST = (f"imports/{{pk}}/{end}" for end in ("", "start/", "progress/", "not-imported.csv"))
EVERY = [NEW, TEMPLATE, SEND, ONE, START, PROGRESS, REST]


@pytest.mark.parametrize("path", [NEW, TEMPLATE, ONE, PROGRESS, REST])
def test_staff_find_it(log_in, harbor, carl, uploaded, path):
    assert log_in(carl).get(desk(harbor, "mailboxes/" + path.format(pk=uploaded.pk))).status_code == 200


@pytest.mark.parametrize("path", EVERY)
def test_strangers_find_nothing(log_in, harbor, sam, rosa, uploaded, path):
    for stranger in (sam, rosa):
        for method in ("get", "post"):
            answer = getattr(log_in(stranger), method)(desk(harbor, "mailboxes/" + path.format(pk=uploaded.pk)))
            assert answer.status_code == 404
    uploaded.refresh_from_db()
    assert uploaded.started_at is None


@pytest.mark.parametrize("path", [ONE, START, PROGRESS, REST])
def test_another_operators_import_is_not_there(log_in, summit, sam, uploaded, path):
    for method in ("get", "post"):
        answer = getattr(log_in(sam), method)(desk(summit, "mailboxes/" + path.format(pk=uploaded.pk)))
        assert answer.status_code in {404, 405}
    uploaded.refresh_from_db()
    assert uploaded.started_at is None


@pytest.mark.parametrize("path", [ONE, START, PROGRESS, REST])
def test_what_is_gone_is_not_found(log_in, harbor, carl, path):
    for method in ("get", "post"):
        assert getattr(log_in(carl), method)(desk(harbor, "mailboxes/" + path.format(pk=999))).status_code in {404, 405}


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (START, "get"),
        (SEND, "get"),
        (ONE, "post"),
        (PROGRESS, "post"),
        (REST, "post"),
        (TEMPLATE, "post"),
        (NEW, "put"),
    ],
)
def test_the_wrong_method_is_refused(log_in, harbor, carl, uploaded, path, method):
    address = desk(harbor, "mailboxes/" + path.format(pk=uploaded.pk))
    assert getattr(log_in(carl), method)(address).status_code == 405
