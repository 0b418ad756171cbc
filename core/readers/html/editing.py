"""Editing of web pages (改写网页): in the source of the page, with its markup and entities as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from gouji.document import Document
from gouji.readers.editing import Change, Span, Splice, edited, possible
from gouji.readers.html import read
from gouji.readers.html.encoding import as_it_stands
from gouji.readers.html.places import CHARACTER
from gouji.readers.text_editing import TextSource

_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_FILLER = re.compile("(?:&nbsp;|&#160;|&#xa0;|[\xa0\u3000])+", re.IGNORECASE)
"""What programs put into a cell in which nothing stands."""
_CELL = re.compile(r"(?:(?!</?(?:td|th|tr|tbody|thead|tfoot|table)\b).)*", re.DOTALL | re.IGNORECASE)
"""What stands in a cell without tables in it, from its beginning on."""
_INWARDS = re.compile(r"(?:\s*<(?:p|div|span|font|b|strong|center)\b[^<>]*(?<!/)>)*", re.IGNORECASE)
"""The tags within which a cell's text stands, as far as nothing stands before them."""


def edit(data: bytes, changes: Sequence[Change]) -> bytes:
    """The page with texts put in at places of its document. Raises Unreadable if the bytes are no text."""
    return edited(_PageSource(data, as_it_stands(data), read(data)), data, changes, read)


def editable(data: bytes, document: Document, changes: Sequence[Change]) -> list[bool]:
    """For each change, whether it is known where in the page it is to be made. Raises Unreadable if it is no text."""
    return possible(_PageSource(data, as_it_stands(data), document), changes)


class _PageSource(TextSource):
    """The source of a page (网页源代码)."""

    def span(self, line: int, index: int) -> Span | None:
        """Where a character of a line stands, as itself or as an entity."""
        text = self.lines[line]
        if not text[index].isspace():
            return super().span(line, index)
        # What is looked up are characters that are seen; blanks are those of the source between two of them.
        before = len(text[:index].rstrip())
        after = len(text) - len(text[index:].lstrip())
        if before == 0 or after == len(text):
            return None
        _start, begin = super().span(line, before - 1) or (0, 0)
        end, _end = super().span(line, after) or (0, 0)
        return self._blank(begin, end, text[before:after], index - before)

    def _blank(self, begin: int, end: int, blanks: str, number: int) -> Span | None:
        """Where one of several blanks stands that come between two offsets of the source."""
        found = []
        at = begin
        for tag in [*_TAG.finditer(self.text, begin, end), None]:
            until = tag.start() if tag else end
            found += [(match.span(), unescape(match[0])) for match in CHARACTER.finditer(self.text, at, until)]
            at = tag.end() if tag else end
        if [character for _span, character in found] == list(blanks):
            return found[number][0]
        # Several blanks of the source are one on the page; without a tag among them they can go together.
        return (begin, end) if len(blanks) == 1 and "<" not in self.text[begin:end] else None

    def gap(self, line: int, index: int, text: str) -> Splice | None:
        """Text goes into an empty cell in place of the blank that fills it, else into the paragraph in it."""
        cell = _CELL.match(self.text, self.empty(line, index))
        if cell is None:
            return None
        if filler := _FILLER.search(self.text, *cell.span()):
            return Splice(*filler.span(), self.quoted(text))
        inwards = _INWARDS.match(self.text, *cell.span())
        within = inwards.end() if inwards else cell.start()
        return Splice(within, within, self.quoted(text))

    def quoted(self, text: str) -> str:
        """The text with entities for what would be markup."""
        return escape(text, quote=False)

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The page with these splices; characters that its encoding does not have become entities."""
        return self._decoded.encoded(self.joined(splices), "xmlcharrefreplace")
