"""Tracing (溯源): which element of a Word document each character and each cell of what was read comes from.

The reader does not keep that; it would cost every check. Instead the document is read once more with each character
replaced by one that is not used for anything else, and that shows where it comes out. So the answer is the reader's
own, whatever it makes of lists, fields, boxes and changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.readers.archive import in_utf8
from gouji.readers.docx import Part, names, printed
from gouji.readers.docx.content import Content
from gouji.readers.docx.markup import Markup
from gouji.readers.docx.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gouji.document import Document
    from gouji.readers.docx.content import Block, Features, Table
    from gouji.readers.docx.inline import Inline, Words
    from gouji.readers.docx.lists import Lists
    from gouji.readers.docx.styles import Styles

_CODES = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))
"""Characters that Unicode leaves to private use, more than any report has; text beyond them is not traced."""

Origin = tuple[int, int]
"""The number of a text element in its part (文字来源), and the offset of a character in its text."""


class Trace:
    """A Word document, and where its characters and cells come from."""

    def __init__(self, data: bytes, document: Document) -> None:
        """document: what the reader makes of the file. Raises Unreadable or ValueError if that cannot be traced."""
        self.package = Package(data)
        self.name = self.package.main()
        self.raw = self.package.raw(self.name)
        self.markup = Markup(in_utf8(self.raw))
        part = Part(self.package, self.name, content=_Located)
        self.elements = list(part.root.iter("*"))
        if len(self.elements) != len(self.markup.spots):
            raise ValueError("the part has other elements than its text shows")
        self._numbers = {element: number for number, element in enumerate(self.elements)}
        self.texts = {
            number: element.text or "" for number, element in enumerate(self.elements) if element.tag == names.T
        }
        self._origins = self._marked()
        traced = printed(part).lines or ()
        self._lines = traced if len(traced) == len(document.lines or ()) else ()
        self._document = document
        located = part.content
        self.cells = located.cells if isinstance(located, _Located) else {}
        self.paragraphs = located.paragraphs if isinstance(located, _Located) else {}

    def number(self, element: _Element) -> int:
        """The number of an element."""
        return self._numbers[element]

    def origin(self, line: int, index: int) -> Origin | None:
        """Where a character comes from, None if it is generated or that cannot be told; all count from 0."""
        if line >= len(self._lines) or len(self._lines[line]) != len((self._document.lines or ())[line]):
            return None
        text = self._lines[line]
        if not text[index].isspace():
            return self._origins.get(text[index])
        return self._blank(text, index)

    def _blank(self, text: str, index: int) -> Origin | None:
        """Where a blank comes from: the element of the character next to the blanks, if that has as many."""
        after = len(text) - len(text[index:].lstrip())
        if after < len(text) and (origin := self._origins.get(text[after])):
            element, offset = origin
            start = offset - (after - index)
            if start >= 0 and self.texts[element][start:offset].isspace():
                return element, start
        before = len(text[:index].rstrip()) - 1
        if before >= 0 and (origin := self._origins.get(text[before])):
            element, offset = origin
            end = offset + (index - before)
            if end < len(self.texts[element]) and self.texts[element][offset + 1 : end + 1].isspace():
                return element, end
        return None

    def _marked(self) -> dict[str, Origin]:
        """Replace each character, blanks apart, by one that shows where it comes from. Gives what each stands for."""
        codes = (chr(code) for each in _CODES for code in each)
        origins: dict[str, Origin] = {}
        for number, text in self.texts.items():
            marked = []
            for offset, character in enumerate(text):
                code = " " if character.isspace() else next(codes, None)
                if code is None:
                    return origins
                if code != " ":
                    origins[code] = number, offset
                marked.append(character if code == " " else code)
            self.elements[number].text = "".join(marked)
        return origins


class _Located(Content):
    """Reads content and keeps which element each cell and paragraph is (定位).

    cells, paragraphs: the elements by the names that :mod:`gouji.readers.docx.printing` gives their spots.
    """

    def __init__(self, inline: Inline, lists: Lists, styles: Styles, features: Features) -> None:
        super().__init__(inline, lists, styles, features)
        self.cells: dict[str, _Element] = {}
        self.paragraphs: dict[str, _Element] = {}
        self._parents: dict[int, tuple[list[Block], _Element]] = {}

    def blocks(self, parent: _Element) -> list[Block]:
        """The paragraphs and tables in an element, which is kept with them."""
        found = super().blocks(parent)
        self._parents[id(found)] = found, parent
        return found

    def _paragraph(self, element: _Element, found: list[Block], words: Words | None) -> Words | None:
        number = self._paragraphs
        unended = super()._paragraph(element, found, words)
        if not self._depth:
            self.paragraphs[f"P{number + 1}"] = element
        return unended

    def _table(self, element: _Element) -> Table:
        table = super()._table(element)
        for number, row in enumerate(table.rows, 1):
            for cell in row:
                self.cells[f"T{table.number}R{number}C{cell.column + 1}"] = self._parents[id(cell.content)][1]
        return table
