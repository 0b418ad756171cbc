"""A survey of a workbook's XML (工作簿勘察): what the library that reads its cells does not say, or dies of.

It is how far the cells of each sheet reach, before memory is taken for all that lies between; which cells show an error
such as #REF!; and in OpenDocument which cells are merged. It is taken in one go through each part, and what the parts
unpack to counts against the limit.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from gouji.readers.archive import Archive, damaged

Cell = tuple[int, int]
"""Row and column, counted from 0."""
_Attributes = dict[str, str]

_ZIP = b"PK\x03\x04"
_BLANK = " "
"""What the parser puts between a namespace and a name."""
_PICTURES = ("xl/media/", "Pictures/")
_READ = (".xml", ".rels", ".bin")
"""The endings of the parts of Excel's workbooks that are read at all."""
_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_PARAGRAPH = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"
_EXTENDED_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_FAR = 10**9
"""More rows or columns than any sheet has."""


class Survey:
    """What is known of a sheet (勘察结果): where its filled cells are, those with errors, the merged ones."""

    def __init__(self) -> None:
        self.first: Cell | None = None
        self.last: Cell = (0, 0)
        self.errors: dict[Cell, str] = {}
        self.merged: list[tuple[Cell, Cell]] = []

    @property
    def places(self) -> int:
        """How many places the rectangle has that holds all filled cells."""
        if self.first is None:
            return 0
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1)

    def fill(self, row: int, column: int) -> None:
        """Note that a cell is filled."""
        first = self.first or (row, column)
        self.first = min(first[0], row), min(first[1], column)
        self.last = max(self.last[0], row), max(self.last[1], column)


class Workbook(NamedTuple):
    """What is known of a workbook: whether there are pictures in it, and its sheets by name."""

    pictured: bool
    sheets: dict[str, Survey]


def survey(data: bytes) -> Workbook:
    """What the XML of a workbook says; of one without XML nothing.

    Raises Unreadable for what is damaged or unpacks to more than the limit.
    """
    if not data.startswith(_ZIP):
        return Workbook(pictured=False, sheets={})
    archive = Archive(data)
    pictured = any(name.startswith(_PICTURES) for name in archive.names)
    if "content.xml" in archive.names and _BOOK not in archive.names:
        archive.check_password()
        document = _OpenDocument()
        document.walk(archive.read("content.xml"))
        return Workbook(pictured, document.sheets)
    names = dict(_names(archive)) if {_BOOK, _LINKS} <= archive.names else {}
    sheets: dict[str, Survey] = {}
    for part in sorted(archive.names):
        if part.endswith(_READ):
            content = archive.read(part)
            if part in names:
                sheet = _ExcelSheet()
                sheet.walk(content)
                sheets[names[part]] = sheet.survey
    return Workbook(pictured, sheets)


def _names(archive: Archive) -> Iterator[tuple[str, str]]:
    """The parts that hold Excel's sheets, each with the sheet's name."""
    links, book = _Elements("Relationship"), _Elements("sheet")
    links.walk(archive.read(_LINKS))
    book.walk(archive.read(_BOOK))
    targets = {link.get("Id", ""): link.get("Target", "") for link in links.found}
    for sheet in book.found:
        link = next((value for name, value in sheet.items() if name.endswith(" id")), "")
        target = targets.get(link, "")
        yield target.removeprefix("/") if target.startswith("/") else f"xl/{target}", sheet.get("name", "")


class _Walk(ABC):
    """Goes through XML from beginning to end and keeps nothing of it but what is noted on the way."""

    def walk(self, data: bytes) -> None:
        """Go through it. Raises Unreadable if it is not well formed, or has a document type, as no workbook has."""
        self._parser = expat.ParserCreate(namespace_separator=_BLANK)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse
        self.prepare(self._parser)
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two for encodings
            raise damaged() from error

    def prepare(self, parser: expat.XMLParserType) -> None:
        """Ask for the beginnings of elements, and for whatever else there is to note."""
        parser.StartElementHandler = self.begin

    @abstractmethod
    def begin(self, name: str, attributes: _Attributes) -> None:
        """Note the beginning of an element."""


def _refuse(*_arguments: object) -> None:
    raise damaged()


class _Elements(_Walk):
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self._name = f" {name}"
        self.found: list[_Attributes] = []

    def begin(self, name: str, attributes: _Attributes) -> None:
        if name.endswith(self._name):
            self.found.append(attributes)


class _ExcelSheet(_Walk):
    """One sheet of Excel's; the library knows its merged cells itself."""

    def __init__(self) -> None:
        self.survey = Survey()
        self._row = self._column = -1
        self._wrong = False

    def begin(self, name: str, attributes: _Attributes) -> None:
        name = name.rpartition(_BLANK)[2]
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            self._row = _whole(attributes.get("r", ""), self._row + 2) - 1
            self._column = -1
        elif name in ("v", "is"):
            self.survey.fill(self._row, self._column)
            self._parser.CharacterDataHandler = self._error if self._wrong else None

    def _cell(self, attributes: _Attributes) -> None:
        """Note where a cell is: those without an address follow each other."""
        if address := _ADDRESS.fullmatch(attributes.get("r", "")):
            self._row, self._column = int(address[2]) - 1, _column(address[1])
        else:
            self._column += 1
        self._wrong = attributes.get("t") == "e"
        self._parser.CharacterDataHandler = None

    def _error(self, text: str) -> None:
        if text.strip():
            self.survey.errors[self._row, self._column] = text.strip()


def _column(letters: str) -> int:
    """The number of a column from its letters.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _OpenDocument(_Walk):
    """All sheets of an OpenDocument workbook."""

    def __init__(self) -> None:
        self.sheets: dict[str, Survey] = {}
        self._survey = Survey()
        self._row = self._column = 0
        self._rows = self._columns = 0
        self._wrong = False
        self._comment = False

    def prepare(self, parser: expat.XMLParserType) -> None:
        """Ask for the ends of comments and of texts, too."""
        super().prepare(parser)
        parser.EndElementHandler = self._end

    def begin(self, name: str, attributes: _Attributes) -> None:
        if name in _CELLS:
            self._cell(attributes)
        elif name == _TABLE + "table-row":
            self._row += self._rows
            self._rows, self._column, self._columns = _times(attributes, "number-rows-repeated"), 0, 0
        elif name == _TABLE + "table":
            self._row = self._rows = 0
            self._survey = self.sheets.setdefault(attributes.get(_TABLE + "name", ""), Survey())
        elif name == _OFFICE + "annotation":
            self._comment = True
        elif name == _PARAGRAPH and not self._comment:
            self._fill()
            self._parser.CharacterDataHandler = self._error if self._wrong else None

    def _cell(self, attributes: _Attributes) -> None:
        self._column += self._columns
        self._columns = _times(attributes, "number-columns-repeated")
        self._wrong = attributes.get(_EXTENDED_TYPE) == "error"
        if _OFFICE + "value-type" in attributes:
            self._fill()
        rows, columns = _times(attributes, "number-rows-spanned"), _times(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            first = self._row, self._column
            self._survey.merged.append((first, (first[0] + rows - 1, first[1] + columns - 1)))

    def _fill(self) -> None:
        self._survey.fill(self._row, self._column)
        self._survey.fill(self._row + self._rows - 1, self._column + self._columns - 1)

    def _error(self, text: str) -> None:
        place = self._row, self._column
        self._survey.errors[place] = self._survey.errors.get(place, "") + text

    def _end(self, name: str) -> None:
        if name == _OFFICE + "annotation":
            self._comment = False
        elif name == _PARAGRAPH:
            self._parser.CharacterDataHandler = None


def _times(attributes: _Attributes, name: str) -> int:
    """How many rows or columns an attribute says."""
    return max(_whole(attributes.get(_TABLE + name, ""), 1), 1)


def _whole(text: str, otherwise: int) -> int:
    """The whole number that an attribute gives, or another where it gives none.

    >>> _whole("12", 1), _whole("", 1), _whole("-3", 1), _whole("9" * 5000, 1) == _FAR
    (12, 1, 1, True)
    """
    if not text.isdecimal():
        return otherwise
    return int(text) if len(text) < 10 else _FAR
