"""A file of mailboxes: bytes to lines with columns, whatever spreadsheet or other system they come from.

Nothing is guessed that could lose a value: what does not read as one clear table is refused with the line it is about.
"""

import csv
import io
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

COLUMNS = ["space", "pmb", "name", "email", "phone", "company", "offering"]
NEEDED = ["name", "email"]
ALSO_CALLED = {
    "e-mail": "email", "email address": "email", "e-mail address": "email", "telephone": "phone",
    "phone number": "phone", "plan": "offering", "location": "space", "mailbox": "pmb", "pmb number": "pmb",
    "full name": "name",
}  # fmt: skip
# Ours, from the file of lines that were not imported.
REMARKS = {"line", "problem"}
SEPARATORS = [",", ";", "\t"]
MOST_LINES = 5000


class FileUnreadable(Exception):
    """The file cannot be read as a table; the sentence says why and what to do."""


@dataclass
class Line:
    number: int
    values: dict[str, str]
    problem: str = ""


@dataclass
class Sheet:
    lines: list[Line] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(data: bytes) -> Sheet:
    """Raises FileUnreadable."""
    text = _decode(data)
    text, separator = _told_separator(text)
    rows = _rows(text, separator or _separator(text))
    first = next(rows, None)
    if first is None:
        raise FileUnreadable(_("The file is empty."))
    columns, left_out = _columns(first[1])
    sheet = Sheet(left_out=left_out)
    for number, cells in rows:
        sheet.lines.append(_line(number, cells, columns))
    if not sheet.lines:
        raise FileUnreadable(_("The file has no line below the names of the columns."))
    if len(sheet.lines) > MOST_LINES:
        raise FileUnreadable(
            _("The file has %(lines)s lines; %(most)s can be imported at once. Split it in parts.")
            % {"lines": len(sheet.lines), "most": MOST_LINES}
        )
    return sheet


def _decode(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 as Excel's “Unicode text”, or else Windows-1252."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileUnreadable(_("This is a workbook. Save it as CSV first: in Excel, File, Save as, CSV UTF-8."))
    for encoding in ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileUnreadable(_("This is not a text file. Save the table as CSV, with the encoding UTF-8."))


def _told_separator(text: str) -> tuple[str, str]:
    """Excel takes a first line `sep=;` as a hint to itself; its line number stays free."""
    told = re.match(r"sep=([,;\t])[ ,;\t]*(?=\r?\n)", text)
    return (text[told.end() :], told[1]) if told else (text, "")


def _separator(text: str) -> str:
    """The one with which the first line names most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda each: (_known(next(csv.reader([first], delimiter=each), [])), first.count(each)))


def _known(cells: list[str]) -> int:
    return sum(_column(cell) in COLUMNS for cell in cells)


def _column(cell: str) -> str:
    name = " ".join(cell.replace("_", " ").split()).casefold()
    return ALSO_CALLED.get(name, name)


def _rows(text: str, separator: str):
    """Each record that is not empty, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            cells = [" ".join(cell.split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise FileUnreadable(
                _("Line %(line)s cannot be read: a quotation mark is not closed, or stands inside a value.")
                % {"line": begins}
            ) from error
        if any(cells):
            yield begins, cells
        begins = reader.line_num + 1


def _columns(cells: list[str]) -> tuple[list[str], list[str]]:
    columns = [_column(cell) for cell in cells]
    if not _known(cells):
        raise FileUnreadable(_("The first line must name the columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)})
    for name in COLUMNS:
        if columns.count(name) > 1:
            raise FileUnreadable(_("The column “%(name)s” stands there twice.") % {"name": name})
    for name in NEEDED:
        if name not in columns:
            raise FileUnreadable(_("There is no column “%(name)s”, and it is needed.") % {"name": name})
    return columns, [cell for cell in cells if cell and _column(cell) not in {*COLUMNS, *REMARKS}]


def _line(number: int, cells: list[str], columns: list[str]) -> Line:
    values = {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
    values = {name: values.get(name, "") for name in COLUMNS}
    if any(cells[len(columns) :]):
        return Line(
            number,
            values,
            _("There are %(cells)s values for %(columns)s columns: a value with the separator in it needs quotes.")
            % {"cells": len(cells), "columns": len(columns)},
        )
    return Line(number, values)
