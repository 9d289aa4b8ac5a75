"""Mailboxes from a file: whatever spreadsheet made it, nothing is lost, and each line is imported once."""

import pytest

from boxholder.billing.importing import running
from boxholder.billing.importing.checking import LONGEST, check
from boxholder.billing.importing.reading import MOST_LINES, FileUnreadable, Line, Sheet, read
from boxholder.mailboxes.models import ImportRow, Mailbox, MailboxImport, MailboxInvitation, Renter
from boxholder.notifications.models import OutboxEmail

HEAD = "space,pmb,name,email,phone,company,offering\n"


def csv(*lines: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(lines)).encode()


def values(data: bytes) -> list[dict]:
    return [line.values for line in read(data).lines]


# --- Reading


@pytest.mark.parametrize(
    "data",
    [
        "name,email\nZoë Müller,zoe@example.com".encode(),
        "name,email\nZoë Müller,zoe@example.com".encode("utf-8-sig"),
        "name,email\r\nZoë Müller,zoe@example.com\r\n".encode("cp1252"),  # Excel on Windows
        "name\temail\nZoë Müller\tzoe@example.com".encode("utf-16"),  # Excel's Unicode text
        "name;email\nZoë Müller;zoe@example.com".encode(),  # where the comma is the decimal point
        "name\temail\nZoë Müller\tzoe@example.com".encode(),
        "sep=;\nname;email\nZoë Müller;zoe@example.com".encode(),
        "\n\nE-Mail , Full_Name\n zoe@example.com ,  Zoë   Müller \n,\n".encode(),
        'email,name\r"zoe@example.com","Zoë\nMüller"'.encode(),  # a line break inside a value
        "line,name,email,problem\n7,Zoë Müller,zoe@example.com,The offering is missing.".encode(),
    ],
)
def test_encodings_separators_and_spellings(data):
    (line,) = read(data).lines

    assert (line.values["name"], line.values["email"]) == ("Zoë Müller", "zoe@example.com")


def test_lines_keep_their_numbers_across_empty_ones_and_line_breaks():
    sheet = read(b'sep=,\nname,email\n\nAnn,a@example.com\n"Ben\nBrooks",b@example.com\n,,\n\nCy,c@example.com\n')

    assert [line.number for line in sheet.lines] == [4, 5, 9]


def test_a_value_may_hold_the_separator():
    assert values(csv('Dock,101,"Reyes, Rosa",r@example.com,,"Reyes ""Clay"" LLC",Basic'))[0] == {
        "space": "Dock", "pmb": "101", "name": "Reyes, Rosa", "email": "r@example.com", "phone": "",
        "company": 'Reyes "Clay" LLC', "offering": "Basic",
    }  # fmt: skip


def test_unknown_columns_are_named():
    assert read(b"name,email,shoe size\nAnn,a@example.com,38").left_out == ["shoe size"]


def test_too_many_values_are_a_problem_of_the_line_and_too_few_are_not():
    long, short = read(csv("Dock,101,Reyes, Rosa,r@example.com,,,Basic", "Dock,102,Ben,b@example.com")).lines

    assert "needs quotes" in long.problem
    assert short.problem == short.values["offering"] == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (HEAD.encode(), "no line below"),
        (b"PK\x03\x04 a workbook", "Save it as CSV first"),
        (b"name,email\nA\0n,a@example.com", "not a text file"),
        (b"\x81\x8d\x8f\x90", "not a text file"),
        (b"101,Ann,a@example.com", "The first line must name the columns"),
        (b"pmb,name\n101,Ann", "no column \N{LEFT DOUBLE QUOTATION MARK}email"),
        (b"name,email,e-mail\nAnn,a@example.com,b@example.com", "stands there twice"),
        (b'name,email\nAnn,a@example.com\n"Ben,b@example.com\nCy,c@example.com', "Line 3 cannot be read"),
        (b'name,email\n"Ann"x,a@example.com', "Line 2 cannot be read"),
        (b"name,email\n" + b"Ann,a@example.com\n" * (MOST_LINES + 1), "has 5001 lines"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, says):
    with pytest.raises(FileUnreadable, match=says):
        read(data)


# --- Checking


def verdict(operator, line: str, *earlier: str):
    return check(operator, read(csv(*earlier, line)))[-1]


def test_a_good_line_says_what_it_means(harbor, dock, pier, basic, plus):
    found = verdict(harbor, "dock street,#a7,Nina New,Nina@Example.com,555,New & Co,BASIC")

    assert not found.problems
    assert found.meant == {
        "space": dock.pk, "pmb": "A7", "name": "Nina New", "email": "nina@example.com", "phone": "555",
        "company": "New & Co", "offering": basic.pk,
    }  # fmt: skip


def test_what_there_is_only_one_of_may_be_left_out(harbor, dock, basic):
    found = verdict(harbor, ",,Nina,nina@example.com,,,")

    assert not found.problems
    assert (found.meant["space"], found.meant["offering"], found.meant["pmb"]) == (dock.pk, basic.pk, "101")
    assert found.warnings == ["No PMB: it gets the next free number, 101."]


def test_a_free_number_is_free_in_the_rest_of_the_file_too(harbor, dock, basic, rosa):
    verdicts = check(harbor, read(csv(",,Nina,n@example.com", ",,Nora,o@example.com", ",102,Ben,b@example.com")))

    assert [each.meant["pmb"] for each in verdicts] == ["103", "104", "102"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Attic,110,Nina,n@example.com,,,Basic", "There is no space “Attic”; there is: Dock Street, Pier 7."),
        (",110,Nina,n@example.com,,,Basic", "The space is missing"),
        ("Dock Street,101,Nina,n@example.com,,,Basic", "PMB 101 is taken at Dock Street."),
        ("Dock Street,1 0,Nina,n@example.com,,,Basic", "A PMB has digits, letters and dashes only."),
        ("Dock Street,12345678901,Nina,n@example.com,,,Basic", "at most 10 characters"),
        ("Dock Street,110,,n@example.com,,,Basic", "The name is missing."),
        (f"Dock Street,110,{'N' * 201},n@example.com,,,Basic", "The name is longer than 200 characters."),
        ("Dock Street,110,Nina,,,,Basic", "The e-mail is missing."),
        ("Dock Street,110,Nina,nina at example,,,Basic", "“nina at example” is not an e-mail address."),
        ("Dock Street,110,Nina,n@example.com,,,Gold", "There is no offering “Gold”; there is: Basic, Plus."),
        ("Dock Street,110,Nina,n@example.com,,,", "The offering is missing; there is: Basic, Plus."),
        ("Dock Street,110,Nina,n@example.com,,,Pro", "The offering “Pro” is archived"),
    ],
)
def test_what_is_wrong_is_said(harbor, dock, pier, basic, plus, pro, rosa, olivia, line, says):
    pro.archive(by=olivia)

    assert says in " ".join(verdict(harbor, line).problems)


def test_everything_that_is_wrong_is_said_at_once(harbor, dock, basic, plus):
    assert len(verdict(harbor, "Attic,1 0,,nina,,,Gold").problems) == 5


def test_a_number_twice_in_the_file(harbor, dock, basic):
    found = verdict(harbor, ",a7,Nora,o@example.com", ",A7,Nina,n@example.com")

    assert found.problems == ["PMB A7 stands in line 2 already."]


def test_the_same_number_in_another_space_is_another_box(harbor, dock, pier, basic):
    assert not verdict(harbor, "Pier 7,110,Nora,o@example.com", "Dock Street,110,Nina,n@example.com").problems


def test_one_person_with_two_boxes(harbor, dock, basic, rosa):
    known = verdict(harbor, ",110,R. Reyes,ROSA@example.com")
    twice = verdict(harbor, ",111,Nina,N@example.com", ",110,Nina New,n@example.com")

    assert known.warnings == ["Rosa Reyes rents here already: the mailbox is added to theirs."]
    assert twice.warnings == ["Same e-mail as line 2: one renter, Nina New, gets both mailboxes."]


def test_another_operators_names_are_unknown(harbor, dock, basic, plus, rita):
    problems = " ".join(verdict(harbor, "Summit Tower,110,Rita,rita@example.com,,,Summit Basic").problems)

    assert "no space “Summit Tower”" in problems
    assert "no offering “Summit Basic”" in problems
    assert not verdict(harbor, "Dock Street,110,Rita,rita@example.com,,,Basic").warnings


def test_queries_do_not_grow_with_the_file(harbor, dock, basic, django_assert_max_num_queries):
    lines = [Line(n, {**dict.fromkeys(HEAD.strip().split(","), ""), "name": "N", "email": f"n{n}@example.com"})
             for n in range(2, 1002)]  # fmt: skip
    with django_assert_max_num_queries(6):
        check(harbor, Sheet(lines))


# --- Importing


@pytest.fixture
def imported(harbor, dock, basic, olivia):
    """What the worker makes of these lines."""

    def take_in(*lines: str) -> MailboxImport:
        return running.take_in(harbor, read(csv(*lines)), file_name="boxes.csv", by=olivia)

    return take_in


def carry_on(mailbox_import: MailboxImport, by=None) -> MailboxImport:
    running.start(mailbox_import, by=by or mailbox_import.by)
    running.carry_on(mailbox_import.pk)
    mailbox_import.refresh_from_db()
    return mailbox_import


def test_good_lines_are_imported_and_no_e_mail_goes_out(imported, harbor, basic):
    done = carry_on(
        imported(",110,Nina,nina@example.com,555,New & Co,Basic", ",1 1,Bad,bad,,,", ",,Nora,nora@example.com")
    )

    assert done.finished_at
    assert sorted(harbor.mailboxes.values_list("pmb", flat=True)) == ["101", "110"]
    nina = harbor.mailboxes.get(pmb="110")
    assert (nina.status, nina.company, nina.renter.phone) == ("invited", "New & Co", "555")
    assert nina.subscriptions.get().offering == basic
    assert nina.invitations.get().status == "held"
    assert list(done.rows.refused().values_list("line", flat=True)) == [3]
    assert not OutboxEmail.objects.exists()


def test_done_twice_it_is_done_once(imported, harbor):
    mailbox_import = imported(",110,Nina,nina@example.com")
    for _click in range(2):
        carry_on(mailbox_import)

    assert harbor.mailboxes.count() == 1


def test_uploaded_twice_the_second_finds_the_numbers_taken(imported, harbor):
    first, second = imported(",110,Nina,nina@example.com"), imported(",110,Nina,nina@example.com")
    carry_on(first)
    carry_on(second)

    assert harbor.mailboxes.count() == 1
    assert second.rows.get().problems == ["PMB 110 was taken meanwhile."]
    assert second.rows.get().status == "refused"


def test_an_offering_archived_meanwhile_is_said(imported, harbor, basic, olivia):
    mailbox_import = imported(",110,Nina,nina@example.com")
    basic.archive(by=olivia)

    assert "archived meanwhile" in carry_on(mailbox_import).rows.get().problems[0]
    assert not harbor.mailboxes.exists()


def test_two_boxes_of_one_person_are_one_renter(imported, harbor):
    carry_on(imported(",110,Nina,nina@example.com", ",111,Nina,NINA@example.com"))

    assert harbor.renters.get().mailboxes.count() == 2


def test_a_dead_workers_import_is_carried_on_without_doing_a_line_twice(imported, harbor, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    mailbox_import = imported(",110,Nina,nina@example.com", ",111,Nora,nora@example.com")
    running.start(mailbox_import, by=None)
    enrol, calls = running.enrol, []

    def dies(**given):
        calls.append(given["pmb"])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return enrol(**given)

    with monkeypatch.context() as patch:
        patch.setattr(running, "enrol", dies)
        with pytest.raises(KeyboardInterrupt):
            running.carry_on(mailbox_import.pk)
    assert harbor.mailboxes.count() == 1

    running.carry_on(mailbox_import.pk)  # the lease still runs
    assert harbor.mailboxes.count() == 1

    MailboxImport.objects.update(claimed_until=None)
    running.carry_on(mailbox_import.pk)
    assert harbor.mailboxes.count() == 2
    assert not ImportRow.objects.waiting().exists()


# --- Sending the invitations


@pytest.mark.django_db(transaction=True)
def test_the_invitations_are_sent_once_by_the_worker(imported, harbor, olivia, run_tasks):
    carry_on(imported(",110,Nina,nina@example.com", ",111,Nora,nora@example.com"))
    assert MailboxInvitation.objects.all().send_all(by=olivia) == 2
    assert MailboxInvitation.objects.all().send_all(by=olivia) == 0

    run_tasks()

    assert sorted(OutboxEmail.objects.values_list("to", flat=True)) == ["nina@example.com", "nora@example.com"]
    assert {invitation.status for invitation in MailboxInvitation.objects.all()} == {"pending"}
    for invitation in MailboxInvitation.objects.all():
        invitation.send_queued()
    assert OutboxEmail.objects.count() == 2


def test_a_closed_mailboxs_invitation_is_not_sent(imported, harbor, dock, olivia):
    carry_on(imported(",110,Nina,nina@example.com"))
    Mailbox.objects.update(closed_on="2026-01-01")

    assert MailboxInvitation.objects.all().send_all(by=olivia) == 0


def test_the_longest_values_are_the_models():
    fields = {"name": Renter, "phone": Renter, "company": Mailbox}

    assert {name: model._meta.get_field(name).max_length for name, model in fields.items()} == LONGEST
