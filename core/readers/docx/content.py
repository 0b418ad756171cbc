"""Content (正文内容): the paragraphs and tables of a part in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.docx import names
from gouji.readers.docx.inline import Link, Note, Words, chosen, plain_text
from gouji.readers.docx.styles import is_on, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gouji.readers.docx.inline import Inline
    from gouji.readers.docx.lists import Lists
    from gouji.readers.docx.styles import Styles

_DIRECTORY = "table of contents"
_MARKS_GONE = frozenset((names.DEL, names.MOVE_FROM, names.VANISH, names.SPEC_VANISH))
_WRAPPERS = frozenset(
    (names.SDT, names.SDT_CONTENT, names.CUSTOM_XML, names.INS, names.MOVE_TO, names.ALTERNATE, names.CHOICE)
)
_MOST_COLUMNS = 1024
"""Word knows 63; what claims to be wider is taken to be this wide."""


class Text(NamedTuple):
    """A paragraph (段落) as printed; ``number`` counts those outside of tables from 1."""

    text: str
    number: int
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    pictures: int = 0


class Cell(NamedTuple):
    """A cell (单元格) that begins in its row, at a column counted from 0."""

    column: int
    content: list[Block]


class Table(NamedTuple):
    """A table (表格), counted from 1, with the cells that begin in each of its rows."""

    number: int
    rows: list[list[Cell]]


Block = Text | Table


class Features(NamedTuple):
    """What of the rarer things a part has at all (所用功能), so that the others need not be looked for.

    numbers: lists. marks: paragraphs whose end is deleted or hidden.
    """

    numbers: bool
    marks: bool


class Content:
    """Reads the content of a part. Paragraphs are numbered as they are printed, so it goes through each part once."""

    def __init__(self, inline: Inline, lists: Lists, styles: Styles, features: Features) -> None:
        """features: what has to be looked for."""
        self._inline = inline
        self._lists = lists
        self._styles = styles
        self._numbers, self._marks = features
        self._heeds_properties = features.numbers or features.marks or styles.hide
        self._paragraphs = 0
        self._tables = 0
        self._depth = 0

    def blocks(self, parent: _Element) -> list[Block]:
        """The paragraphs and tables in a part, a cell, a text box or a note."""
        found: list[Block] = []
        unended = self._gather(parent, found, None)
        if unended is not None:
            self._end(unended, "", found)
        return found

    def _gather(self, parent: _Element, found: list[Block], words: Words | None) -> Words | None:
        """Add what an element holds. ``words`` are those of a paragraph without an end; gives such a one too."""
        for child in parent:
            tag = child.tag
            if tag == names.P:
                words = self._paragraph(child, found, words)
            elif tag == names.TCPR:
                continue
            elif tag == names.TBL:
                if words is not None:
                    self._end(words, "", found)
                    words = None
                found.append(self._table(child))
            elif tag in _WRAPPERS and not (tag == names.SDT and _is_directory(child)):
                words = self._gather(chosen(child) if tag == names.ALTERNATE else child, found, words)
        return words

    # ── paragraphs ───────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, element: _Element, found: list[Block], words: Words | None) -> Words | None:
        """Add a paragraph, unless it goes on in the next one, because its end is gone: then give its words."""
        if not self._depth:
            self._paragraphs += 1
        label, hidden, gone = self._properties(element) if self._heeds_properties else ("", False, False)
        if words is None and not (hidden or gone) and self._inline.hides is None:
            text = plain_text(element)
            if text is not None:
                found.append(Text(label + text, 0 if self._depth else self._paragraphs))
                return None
        words = words or Words()
        if not hidden:
            self._inline.read(element, words)
        if gone:
            return words
        self._end(words, label, found)
        return None

    def _properties(self, element: _Element) -> tuple[str, bool, bool]:
        """A paragraph's number, and whether its style hides it and its end is gone; in that case it has no number."""
        properties = next(iter(element), None)
        style = numbered = None
        gone = False
        for child in properties if properties is not None and properties.tag == names.PPR else ():
            tag = child.tag
            if tag == names.P_STYLE:
                style = child.get(names.VAL)
            elif tag == names.NUM_PR:
                numbered = child
            elif tag == names.RPR and self._marks:
                gone = any(each.tag in _MARKS_GONE and is_on(each.get(names.VAL)) for each in child)
        label = self._lists.label(style, numbered) if self._numbers and not gone else ""
        return label, self._styles.hide and self._styles.hidden(style), gone

    def _end(self, words: Words, label: str, found: list[Block]) -> None:
        """Add a paragraph that has ended, and the text boxes that hang on it."""
        if words.directory:
            return
        text = label + "".join(words.parts)
        links: tuple[Link, ...] = ()
        if words.links:
            ahead = len(label)
            links = tuple(Link(start + ahead, end + ahead, target) for start, end, target in words.links)
        number = 0 if self._depth else self._paragraphs
        if text or words.pictures or not words.boxes:
            found.append(Text(text, number, links, tuple(words.notes), words.pictures))
        for box in words.boxes:
            found += self.blocks(box)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────

    def _table(self, element: _Element) -> Table:
        self._tables += 1
        self._depth += 1
        table = Table(self._tables, [])
        merged: set[int] = set()
        for row in _through(element, names.TR):
            start = _row_start(row)
            if start is not None:
                cells, merged = self._row(row, start, merged)
                table.rows.append(cells)
        self._depth -= 1
        return table

    def _row(self, row: _Element, column: int, merged: set[int]) -> tuple[list[Cell], set[int]]:
        """The cells that begin in a row, and the columns of those that go on below it.

        merged: the columns of cells above that go on in this row if it says so.
        """
        cells: list[Cell] = []
        going_on: set[int] = set()
        across = False
        for element in _through(row, names.TC):
            width, down, sideways, gone = _cell_properties(element)
            if gone:
                continue
            covered = (down == "continue" and column in merged) or (sideways == "continue" and across)
            if down and not (sideways == "continue" and across):
                going_on.add(column)
            across = bool(sideways)
            if not covered:
                cells.append(Cell(column, self.blocks(element)))
            column += width
        return cells, going_on


def _through(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table, or the cells of a row, also those inside wrappers."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _through(child, wanted)


def _row_start(row: _Element) -> int | None:
    """The column at which a row begins; None for one that is deleted or hidden."""
    start = 0
    for properties in row.iterchildren(names.TRPR):
        for each in properties:
            if each.tag == names.GRID_BEFORE:
                start = min(whole(each.get(names.VAL), 0), _MOST_COLUMNS)
            elif each.tag == names.DEL or (each.tag == names.HIDDEN and is_on(each.get(names.VAL))):
                return None
    return start


def _cell_properties(cell: _Element) -> tuple[int, str, str, bool]:
    """A cell's width in columns, how it is merged downwards and sideways, and whether it is deleted.

    Merged is "restart" for the first cell, "continue" for those that it covers, and empty for a cell of its own.
    """
    width, down, sideways, gone = 1, "", "", False
    first = next(iter(cell), None)
    if first is None or first.tag != names.TCPR:
        return width, down, sideways, gone
    for each in first:
        tag = each.tag
        if tag == names.GRID_SPAN:
            width = min(max(whole(each.get(names.VAL), 1), 1), _MOST_COLUMNS)
        elif tag == names.V_MERGE:
            down = each.get(names.VAL) or "continue"
        elif tag == names.H_MERGE:
            sideways = each.get(names.VAL) or "continue"
        elif tag == names.CELL_MERGE:
            down = {"cont": "continue", "rest": "restart"}.get(each.get(names.VERTICAL_MERGE, ""), "")
        elif tag == names.CELL_DEL:
            gone = True
    return width, down, sideways, gone


def _is_directory(element: _Element) -> bool:
    """Whether a content control holds a table of contents (目录), which only repeats the headings."""
    galleries = (
        gallery.get(names.VAL, "")
        for properties in element.iterchildren(names.SDT_PR)
        for gallery in properties.iter(names.DOC_PART_GALLERY)
    )
    return any(gallery.lower() == _DIRECTORY for gallery in galleries)
