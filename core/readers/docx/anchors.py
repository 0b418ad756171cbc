"""Anchors (批注位置): where in the markup of a Word document a comment on a place of it begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Place
from gouji.readers.docx import names
from gouji.readers.docx.editing import Plain

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gouji.document import Document
    from gouji.readers.docx.tracing import Origin, Trace


class Point(NamedTuple):
    """A point in the main part by its offset (插入点).

    element: the number of the text that it parts, or of the paragraph that is empty and has no end tag; None if it is
    between elements.
    """

    offset: int
    element: int | None = None


class Anchor(NamedTuple):
    """What a comment stands on (批注范围). exact: whether that is where the words are which it is about."""

    start: Point
    end: Point
    exact: bool = True


class Anchors:
    """Finds anchors in one document."""

    def __init__(self, trace: Trace, document: Document, *, exactly: bool) -> None:
        """exactly: whether to find words, and not only the paragraphs and cells that they stand in."""
        self._trace = trace
        self._markup = trace.markup
        self._document = document
        self._lines = document.lines or ()
        self._plain = Plain(trace)
        self._exactly = exactly

    def of(self, place: Place) -> Anchor:
        """The anchor for a place in the file: its words, else its cell or paragraph, else the nearest to it."""
        origins = self._origins(place)
        words = [origin for origin in origins if origin is not None]
        if words and self._exactly:
            first, last = words[0], words[-1]
            paragraphs = [self._paragraph(origin) for origin in (first, last)]
            if all(paragraph is not None and not _is_boxed(paragraph) for paragraph in paragraphs):
                return Anchor(self._before(first), self._behind(last))
        # Notes are no part of the text; what they say stands at their reference.
        in_note = bool(self._lines) and not self._is_traced(place.line - 1)
        return self._whole(self._around(place), exact=not in_note)

    def _origins(self, place: Place) -> list[Origin | None]:
        """Where the characters of a place come from; none if the place is empty, or in a cell of several lines."""
        line = place.line - 1
        if not 0 <= line < len(self._lines) or self._goes_on(place.line):
            return []
        end = place.end_column - 1 if place.end_line == place.line else len(self._lines[line])
        return [self._trace.origin(line, at) for at in range(place.column - 1, min(end, len(self._lines[line])))]

    def _goes_on(self, line: int) -> bool:
        """Whether the next line is in the same cell: then columns in the file do not tell on which of them they are."""
        return line < len(self._lines) and self._document.in_file(Place(line + 1, 1, line + 1, 1)).line <= line

    def _is_traced(self, line: int) -> bool:
        """Whether a line has text of the main part, or none at all."""
        text = self._lines[line] if 0 <= line < len(self._lines) else ""
        return not text or any(self._trace.origin(line, at) is not None for at in range(len(text)))

    # ── paragraphs and cells ─────────────────────────────────────────────────────────────────────

    def _around(self, place: Place) -> list[_Element]:
        """The paragraphs of the cell or the paragraph that a place is in; else the first one that says anything."""
        cell = self._trace.cells.get(place.cell or "")
        if cell is not None and (inside := list(cell.iterchildren(names.P))):
            return inside
        paragraph = self._trace.paragraphs.get(place.cell or "")
        if paragraph is None:
            paragraph = next(cell.iter(names.P), None) if cell is not None else None
        if paragraph is None:
            every = self._trace.paragraphs.values()
            paragraph = next((each for each in every if next(each.iter(names.T), None) is not None), None)
        return [paragraph] if paragraph is not None else []

    def _whole(self, paragraphs: list[_Element], *, exact: bool) -> Anchor:
        """The anchor that takes in whole paragraphs; of those in a text box, the one that the box hangs on."""
        if not paragraphs:
            raise ValueError("there is no paragraph to comment on")
        first, last = _outermost(paragraphs[0]), _outermost(paragraphs[-1])
        return Anchor(self._begin(first), self._end(last), exact and first is paragraphs[0])

    def _begin(self, paragraph: _Element) -> Point:
        number = self._trace.number(paragraph)
        if self._markup.is_empty(number):
            return Point(self._markup.spots[number].inner - 2, number)
        first = next(iter(paragraph), None)
        if first is not None and first.tag == names.PPR:
            return Point(self._markup.spots[self._trace.number(first)].end)
        return Point(self._markup.spots[number].inner)

    def _end(self, paragraph: _Element) -> Point:
        number = self._trace.number(paragraph)
        if self._markup.is_empty(number):
            return self._begin(paragraph)
        return Point(self._markup.spots[number].inner_end)

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, origin: Origin) -> _Element | None:
        return next(self._trace.elements[origin[0]].iterancestors(names.P), None)

    def _before(self, origin: Origin) -> Point:
        """The point before a character: in its run, if that is nothing but text of a paragraph; else before it all."""
        number, offset = origin
        around = self._part_of_paragraph(number)
        if around.tag == names.P:
            return self._begin(around)
        if offset > 0 and self._can_be_parted(number, around):
            return Point(self._markup.characters(number)[offset][0], number)
        return Point(self._markup.spots[self._trace.number(around)].start)

    def _behind(self, origin: Origin) -> Point:
        number, offset = origin
        around = self._part_of_paragraph(number)
        if around.tag == names.P:
            return self._end(around)
        if offset < len(self._trace.texts[number]) - 1 and self._can_be_parted(number, around):
            return Point(self._markup.characters(number)[offset][1], number)
        return Point(self._markup.spots[self._trace.number(around)].end)

    def _part_of_paragraph(self, number: int) -> _Element:
        """The run, link, change or control right in the paragraph that a text is in; in a field, the paragraph."""
        element = self._trace.elements[number]
        for ancestor in element.iterancestors():
            if ancestor.tag == names.P:
                return ancestor if self._plain.is_in_field(number) else element
            element = ancestor
        raise ValueError("a text stands in no paragraph")

    def _can_be_parted(self, number: int, around: _Element) -> bool:
        """Whether a text is all of a run that stands right in its paragraph, and keeps its blanks when it is parted."""
        element = self._trace.elements[number]
        text = self._trace.texts[number]
        return (
            element.getparent() is around
            and all(each is element or each.tag == names.RPR for each in around)
            and len(self._markup.characters(number)) == len(text)
            and (text == text.strip() or element.get(names.SPACE) == "preserve")
        )


def _outermost(paragraph: _Element) -> _Element:
    """The paragraph itself, or the one on which a text box hangs that it stands in."""
    return next(reversed([paragraph, *paragraph.iterancestors(names.P)]))


def _is_boxed(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors(names.P), None) is not None
