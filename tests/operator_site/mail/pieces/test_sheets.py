"""Labels and sheets, as PDF."""

import ctypes
import re

import pypdfium2
import pytest
import zxingcpp

from boxholder.mail.models import MailItem
from boxholder.mail.sheets.typesetting import set_pdf
from boxholder.mailboxes.models import Mailbox
from tests.paths import desk

pytestmark = pytest.mark.django_db


def read(answer) -> tuple[list[str], list[str]]:
    """The words of each page, and what a scanner reads on them."""
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    with pypdfium2.PdfDocument(answer.content) as document:
        pages = list(document)
        words = [page.get_textpage().get_text_bounded() for page in pages]
        codes = [
            code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))
        ]
    return words, codes


@pytest.mark.parametrize("paper", ["roll", "a4", "letter"])
def test_a_shelf_label_is_read_by_people_and_by_scanners(log_in, carl, harbor, parcel, paper):
    browser = log_in(carl)
    assert "62 mm roll" in browser.get(desk(harbor, f"mail/pieces/labels/?item={parcel.pk}")).content.decode()
    words, codes = read(browser.get(desk(harbor, f"mail/pieces/labels/?item={parcel.pk}&paper={paper}&first=2")))

    for said in (str(parcel), "101", "Reyes Ceramics LLC", "Parcel"):
        assert said in words[0]
    assert codes == [str(parcel)] * 2  # QR and Code 128


def test_the_paper_is_remembered(log_in, carl, harbor, parcel):
    browser = log_in(carl)
    browser.get(desk(harbor, f"mail/pieces/labels/?item={parcel.pk}&paper=letter"))

    page = browser.get(desk(harbor, f"mail/pieces/labels/?item={parcel.pk}")).content.decode()
    assert re.search(r'<input[^>]*value="letter"[^>]*checked', page)


@pytest.mark.parametrize(
    "name",
    ["#panic() $x$ *b* _i_ @ref <a> [c] \\", "株式会社港", "شركة الميناء", "Łódź Ćwierć", "🚢", "W" * 200, '"quoted"'],
)
def test_a_name_is_never_more_than_words(log_in, carl, harbor, parcel, name):
    Mailbox.objects.update(company=name)

    words, codes = read(log_in(carl).get(desk(harbor, f"mail/pieces/labels/?item={parcel.pk}&paper=roll")))
    assert str(parcel) in words[0]
    assert codes


@pytest.mark.parametrize(
    ("one", "other"), [("王", "李"), ("臺", "灣"), ("の", "な"), ("カ", "ト"), ("한", "국"), ("〒", "々")]
)
def test_chinese_japanese_and_korean_letters_are_drawn(one, other):
    """Not as boxes, which all look the same; in type that comes along, whatever fonts the machine has."""
    pdf, different = label_to(one), label_to(other)
    with pypdfium2.PdfDocument(pdf) as document, pypdfium2.PdfDocument(different) as another:
        drawn = [each[0].render(scale=1).to_pil().tobytes() for each in (document, another)]
        font = font_of(document[0].get_textpage(), one)

    assert drawn[0] != drawn[1]
    assert "DroidSansFallback" in font.replace(" ", "")
    assert len(pdf) < 40_000  # with the letters it needs, not with the whole font


def test_a_long_address_without_spaces_runs_over_lines_in_large_type():
    with pypdfium2.PdfDocument(label_to("北京市朝阳区建国路八十八号现代城五号楼一千二百零一室")) as document:
        text = document[0].get_textpage()
        words = text.get_text_range()
        left, bottom, _right, top = text.get_charbox(words.index("京"))

    assert left > 0
    assert top - bottom > 14


def font_of(text, letter: str) -> str:
    name = ctypes.create_string_buffer(100)
    flags = ctypes.c_int()
    pypdfium2.raw.FPDFText_GetFontInfo(text.raw, text.get_text_range().index(letter), name, len(name), flags)
    return name.value.decode()


def label_to(words: str) -> bytes:
    data = {"sender": "Harbor Mail", "to": words, "words": {"from": "From", "to": "To", "pieces": "M-1"}}
    return set_pdf("address_label.typ", data)


def test_labels_of_many_stand_on_one_sheet(log_in, carl, harbor, dock):
    items = [MailItem.receive(dock, by=carl) for _n in range(3)]
    query = "&".join(f"item={item.pk}" for item in items)
    words, _codes = read(log_in(carl).get(desk(harbor, f"mail/pieces/labels/?{query}&paper=a4&first=20")))

    assert len(words) == 2
    assert str(items[1]) in words[0]
    assert str(items[2]) in words[1]


@pytest.mark.parametrize("query", ["", "?item=0&paper=roll", "?item=x"])
def test_labels_of_nothing_are_404(log_in, carl, harbor, query):
    assert log_in(carl).get(desk(harbor, f"mail/pieces/labels/{query}")).status_code == 404


def test_another_operators_piece_has_no_label(log_in, sam, summit, parcel):
    assert log_in(sam).get(desk(summit, f"mail/pieces/labels/?item={parcel.pk}&paper=roll")).status_code == 404


def test_an_unknown_paper_is_asked_again(log_in, carl, harbor, parcel):
    answer = log_in(carl).get(desk(harbor, f"mail/pieces/labels/?item={parcel.pk}&paper=papyrus"))

    assert "Select a valid choice" in answer.content.decode()


# --- Mailbox sheets


@pytest.mark.parametrize("page", ["mailboxes/", "mail/intake/"])
def test_a_whole_spaces_sheets_are_a_link_away(log_in, carl, harbor, box_101, page):
    assert desk(harbor, "mailboxes/sheets/") in log_in(carl).get(desk(harbor, page)).text


def test_each_open_mailbox_of_a_space_has_its_sheet(log_in, carl, harbor, dock, box_101, box_102, box_103):
    Mailbox.objects.filter(pk=box_102.pk).update(closed_on="2026-05-01")
    browser = log_in(carl)
    assert "Ten mailboxes to a page" in browser.get(desk(harbor, "mailboxes/sheets/")).content.decode()
    query = f"?space={dock.pk}&layout=one&page=letter"
    words, codes = read(browser.get(desk(harbor, f"mailboxes/sheets/{query}")))

    assert ["101" in words[0], "103" in words[1], len(words)] == [True, True, 2]
    assert codes == [f"BX-{box_101.pk}", f"BX-{box_103.pk}"]


def test_those_that_were_chosen_stand_on_one_page(log_in, carl, harbor, box_101, box_102, box_103):
    query = f"?mailbox={box_101.pk}&mailbox={box_102.pk}&layout=ten&page=a4"
    words, codes = read(log_in(carl).get(desk(harbor, f"mailboxes/sheets/{query}")))

    assert len(words) == 1
    assert set(codes) == {f"BX-{box_101.pk}", f"BX-{box_102.pk}"}


def test_another_operators_mailbox_has_no_sheet(log_in, sam, summit, box_101):
    query = f"?mailbox={box_101.pk}&layout=one&page=a4"
    answer = log_in(sam).get(desk(summit, f"mailboxes/sheets/{query}"))

    assert answer["Content-Type"].startswith("text/html")
    assert "Reyes" not in answer.content.decode()
