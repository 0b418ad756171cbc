"""Pages (页): what stands on one, from top to bottom."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from gouji.document import Box
from gouji.readers.archive import damaged
from gouji.readers.pdf.geometry import FARTHEST, Area, Sheet
from gouji.readers.pdf.glyphs import UNKNOWN, Glyph, read_glyphs
from gouji.readers.pdf.lines import Line, level_lines, levels, lines, upright
from gouji.readers.pdf.links import read_links
from gouji.readers.pdf.ruling import Drawing, read_drawing
from gouji.readers.pdf.tables import Cell, Table, find_tables

_TOUCHING = 0.12
"""Characters with no more room between them belong to one word, in sizes of their font."""
_CUT = 0.2
"""A line that leaves so much of a character on either side goes right through it."""
_FEWEST_CELLS = 4
"""A table with fewer cells is one only if more than one of them has text."""
_ROOM = 12.0
"""What the borders of a cell take of its width, in points."""
_SCAN = 0.4
"""A page of which pictures cover so much, with next to no text on it, is a scanned one."""
_FEWEST_GLYPHS = 30
_WIDEST_SEAL = 0.35
"""Pictures no wider than this share of the page are seals, badges and signatures."""
_LOWEST_PICTURE = 40.0
_WORDS_ON_PICTURE = 8
_UNKNOWN = 0.5
"""From this share of characters on that only the fonts know, a page is no better than a picture of it."""


class TableCell(NamedTuple):
    """A cell with its text (单元格), ``number`` being the line of the page on which that begins.

    ``full``: its last line has no room for another character.
    """

    column: int
    text: str
    area: Area
    number: int
    full: bool


class Ruled(NamedTuple):
    """A ruled table (有线表格): in each row the cells that begin in it."""

    area: Area
    rows: tuple[tuple[TableCell, ...], ...]
    number: int


class Text(NamedTuple):
    """A line outside tables (文字行) and its number on the page."""

    line: Line
    number: int

    @property
    def area(self) -> Area:
        """Where it stands."""
        return self.line.area


class Picture(NamedTuple):
    """A picture that stands where text or a table could (图片)."""

    area: Area
    number: int


Part = Ruled | Text | Picture


class Link(NamedTuple):
    """A link (链接): where it leads, and the area of the page that one clicks."""

    target: str
    area: Area


class Page(NamedTuple):
    """A page (页): what stands on it from top to bottom, how many characters it has, and its links."""

    number: int
    sheet: Sheet
    parts: tuple[Part, ...]
    characters: int
    links: tuple[Link, ...]

    def box(self, area: Area) -> Box:
        """The box of an area on the page as it is shown."""
        return self.sheet.shown(area)


def read_page(pdf: pdfium.PdfDocument, index: int) -> Page:
    """A page of a file. Raises Unreadable if it is too large, and PdfiumError if it is damaged."""
    page = pdf[index]
    clickable = list(read_links(pdf, page))
    if _has_fields(page):
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)  # what is filled in becomes a part of the page
        page.close()
        page = pdf[index]
    left, bottom, right, top = page.get_bbox()
    if not (0 < right - left < FARTHEST and 0 < top - bottom < FARTHEST):
        raise damaged()
    text = page.get_textpage()
    glyphs, sheet = read_glyphs(text, Sheet(left, bottom, right, top, page.get_rotation() // 90 % 4))
    drawing = read_drawing(page, sheet)
    text.close()
    page.close()
    links = tuple(Link(target, sheet.area(*edges)) for target, *edges in clickable)
    return Page(index + 1, sheet, tuple(_parts(glyphs, drawing, Area(0, 0, *sheet.size))), len(glyphs), links)


def _has_fields(page: pdfium.PdfPage) -> bool:
    """Whether a page has notes or fields whose text is no part of it."""
    kinds = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 1000)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in kinds:
            return True
    return False


def _is_picture(glyphs: Sequence[Glyph], pictures: Sequence[Area], page: Area) -> bool:
    covered = sum(area.width * area.height for area in pictures)
    return len(glyphs) < _FEWEST_GLYPHS and covered > _SCAN * page.width * page.height


def _parts(glyphs: list[Glyph], drawing: Drawing, page: Area) -> list[Part]:
    """What stands on a page from top to bottom."""
    if _is_picture(glyphs, drawing.pictures, page):
        return [Picture(page, 1), *(Text(line, number) for number, line in enumerate(lines(glyphs), 1))]
    if sum(glyph.character == UNKNOWN for glyph in glyphs) > max(_UNKNOWN * len(glyphs), _FEWEST_GLYPHS):
        return [Picture(page, 1)]
    tops = [min(glyph.top for glyph in level) for level in levels(glyphs)]
    parts: list[Part] = []
    left = glyphs
    for table in find_tables(drawing):
        inside, outside = _sorted(left, table)
        ruled = _ruled(table, inside, tops)
        if ruled is not None:
            parts.append(ruled)
            left = outside
    parts += [Text(line, _number(tops, line.area)) for line in lines(left)]
    parts += [Picture(area, _number(tops, area)) for area in drawing.pictures if _stands_alone(area, glyphs, page)]
    return sorted(parts, key=lambda part: part.area.top)


def _number(tops: list[float], area: Area) -> int:
    """The number of the page's line that stands at the upper edge of an area, or first below it."""
    return min(bisect_left(tops, area.top - 0.01) + 1, max(len(tops), 1))


def _stands_alone(area: Area, glyphs: Iterable[Glyph], page: Area) -> bool:
    """Whether a picture stands in the text's place: it is large, and neither behind the text nor beside it."""
    if area.width < _WIDEST_SEAL * page.width or area.height < _LOWEST_PICTURE:
        return False
    return sum(area.holds((glyph.left + glyph.right) / 2, glyph.middle) for glyph in glyphs) < _WORDS_ON_PICTURE


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────


def _sorted(glyphs: Iterable[Glyph], table: Table) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
    """The characters by the cell in which they stand, and those outside the table."""
    inside: dict[int, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for word in _words(glyphs):
        places = [table.cell_at((glyph.left + glyph.right) / 2, glyph.middle) for glyph in word]
        if len(set(places)) > 1 and any(_is_cut(glyph, table.uprights) for glyph in word):
            # A number wider than its cell runs over the lines on both sides.
            first, last = word[0], word[-1]
            places = [table.cell_at((first.left + last.right) / 2, first.middle)] * len(word)
        for glyph, place in zip(word, places, strict=True):
            (outside if place is None else inside[place]).append(glyph)
    return inside, outside


def _words(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The characters in groups that follow one another on a line without any room between them."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word:
            last = word[-1]
            size = last.bottom - last.top
            if abs(glyph.left - last.right) > _TOUCHING * size or abs(glyph.bottom - last.bottom) > _CUT * size:
                yield word
                word = []
        word.append(glyph)
    if word:
        yield word


def _is_cut(glyph: Glyph, uprights: Sequence[float]) -> bool:
    margin = _CUT * (glyph.right - glyph.left)
    return any(glyph.left + margin < at < glyph.right - margin for at in uprights)


def _ruled(table: Table, inside: dict[int, list[Glyph]], tops: list[float]) -> Ruled | None:
    """The table with its text, None if it is but a frame around some."""
    if len(table.cells) < _FEWEST_CELLS and len(inside) < 2:
        return None
    rows: list[list[TableCell]] = [[] for _ in table.squares]
    for index, cell in enumerate(table.cells):
        rows[cell.row].append(_cell(cell, inside.get(index, ()), tops))
    return Ruled(table.area, tuple(tuple(row) for row in rows if row), _number(tops, table.area))


def _cell(cell: Cell, glyphs: Sequence[Glyph], tops: list[float]) -> TableCell:
    if not glyphs:
        return TableCell(cell.column, "", cell.area, _number(tops, cell.area), False)
    columns = upright(glyphs)
    if columns:
        text = "\n".join("".join(glyph.character for glyph in column) for column in columns)
        return TableCell(cell.column, text, cell.area, _number(tops, Area(*columns[0][0][1:5])), True)
    found = level_lines(glyphs)
    full = cell.area.width - found[-1].area.width < found[-1].em + _ROOM
    text = "\n".join(line.text for line in found)
    return TableCell(cell.column, text, cell.area, _number(tops, found[0].area), full)
