"""Editing of Word documents (改写文档): the text of runs, and runs in empty cells; all other bytes of the file stay.

What may belong to somebody else's decision is left alone: paragraphs with changes that are being tracked, the results
of fields, links, numbers that Word generates, text that a control takes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from gouji.document import Place
from gouji.readers.docx import names, read
from gouji.readers.docx.markup import in_encoding_of
from gouji.readers.docx.repacking import repacked
from gouji.readers.docx.tracing import Trace
from gouji.readers.editing import Change, Source, Span, Splice, edited, possible

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gouji.document import Document

_TRACKED = (names.INS, names.DEL, names.MOVE_FROM, names.MOVE_TO)
_HARMLESS = frozenset((names.R, names.SMART_TAG, names.SDT_CONTENT, names.SDT))
"""What may stand around text that is a paragraph's own."""


def edit(data: bytes, changes: Sequence[Change]) -> bytes:
    """The file with texts put in at places of its document. Raises Unreadable if it cannot be read."""
    try:
        source = _WordSource(data, read(data))
    except ValueError:
        return data
    return edited(source, data, changes, read)


def editable(data: bytes, document: Document, changes: Sequence[Change]) -> list[bool]:
    """For each change, whether the text there is a paragraph's own. Raises Unreadable if the file cannot be read."""
    try:
        source = _WordSource(data, document)
    except ValueError:
        return [False for _change in changes]
    return possible(source, changes)


class Plain:
    """Tells the text that is a paragraph's own from what stands in it for other reasons (普通文字)."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._paragraphs: dict[_Element, bool] = {}

    def holds(self, number: int) -> bool:
        """Whether a text element is a paragraph's own text."""
        if self.is_in_field(number):
            return False
        element = self._trace.elements[number].getparent()
        while element is not None and element.tag in _HARMLESS:
            if element.tag == names.SDT and next(element.iter(names.DATA_BINDING), None) is not None:
                return False
            element = element.getparent()
        return element is not None and element.tag == names.P and self.is_settled(element)

    def is_in_field(self, number: int) -> bool:
        """Whether a text element is in a field, whose text is not kept when it is brought up to date."""
        return number in self._in_fields

    def is_settled(self, paragraph: _Element) -> bool:
        """Whether a paragraph has no tracked changes, and stands in its part only once."""
        if paragraph not in self._paragraphs:
            doubled = next(paragraph.iterancestors(names.ALTERNATE), None) is not None
            self._paragraphs[paragraph] = not doubled and next(paragraph.iter(*_TRACKED), None) is None
        return self._paragraphs[paragraph]

    @cached_property
    def _in_fields(self) -> frozenset[int]:
        """The text elements in fields that consist of several runs."""
        return frozenset(self._within_fields())

    def _within_fields(self) -> Iterator[int]:
        depth = 0
        for number, element in enumerate(self._trace.elements):
            if element.tag == names.FLD_CHAR:
                depth += {"begin": 1, "end": -1}.get(element.get(names.FLD_CHAR_TYPE, ""), 0)
            elif element.tag == names.T and depth > 0:
                yield number


class _WordSource(Source):
    """The main part of a Word document (文档原文)."""

    def __init__(self, data: bytes, document: Document) -> None:
        super().__init__(document)
        self._data = data
        self._trace = Trace(data, document)
        self._plain = Plain(self._trace)

    def span(self, line: int, index: int) -> Span | None:
        """Where a character of a line stands."""
        origin = self._trace.origin(line, index)
        if origin is None or not self._plain.holds(origin[0]):
            return None
        characters = self._trace.markup.characters(origin[0])
        return characters[origin[1]] if len(characters) == len(self._trace.texts[origin[0]]) else None

    def gap(self, line: int, index: int, text: str) -> Splice | None:
        """Text goes into the first paragraph of an empty cell, in the font that the paragraph's end has."""
        place = self.document.in_file(Place(line + 1, index + 1, line + 1, index + 1))
        cell = self._trace.cells.get(place.cell or "")
        paragraph = next(cell.iterchildren(names.P), None) if cell is not None else None
        if paragraph is None or not self._plain.is_settled(paragraph):
            return None
        markup, number = self._trace.markup, self._trace.number(paragraph)
        name = markup.name(number).decode()
        prefix = name.rpartition(":")[0] + ":" if ":" in name else ""
        run = f"<{prefix}r>{self._font(paragraph)}<{prefix}t>{self.quoted(text)}</{prefix}t></{prefix}r>"
        spot = markup.spots[number]
        if not markup.is_empty(number):
            return Splice(spot.inner_end, spot.inner_end, run)
        slash = spot.inner - 2
        return Splice(slash, spot.end, f">{run}</{name}>")

    def quoted(self, text: str) -> str:
        """The text as XML has it."""
        return escape(text)

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The file with these splices in its main part. Raises ValueError if it cannot be."""
        trace = self._trace
        part = in_encoding_of(trace.raw, trace.markup.spliced(splices))
        return repacked(self._data, {trace.package.stored(trace.name): part})

    def _font(self, paragraph: _Element) -> str:
        """The properties of a paragraph's last run or else of its end, as they are spelt."""
        found = [*paragraph.iterchildren(names.PPR), *paragraph.iterchildren(names.R)]
        properties = [
            each
            for parent in found
            for each in parent.iterchildren(names.RPR)
            if next(each.iterchildren(names.RPR_CHANGE), None) is None
        ]
        return self._trace.markup.of(self._trace.number(properties[-1])).decode() if properties else ""
