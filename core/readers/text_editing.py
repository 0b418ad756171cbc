"""Editing of text (改写文本): plain text, Markdown and the canonical form, in whatever encoding they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from gouji.document import Document, Place
from gouji.readers.decoding import Decoded, decoded
from gouji.readers.editing import Change, Source, Span, Splice, edited, possible
from gouji.readers.text import read

_LINE_END = re.compile("\r\n|\r|\n")


def edit(data: bytes, changes: Sequence[Change]) -> bytes:
    """The file with texts put in at places of its document. Raises Unreadable if the bytes are no text."""
    return edited(TextSource(data, decoded(data), read(data)), data, changes, read)


def editable(data: bytes, document: Document, changes: Sequence[Change]) -> list[bool]:
    """For each change, whether it is known where in the file it is to be made. Raises Unreadable if it is no text."""
    return possible(TextSource(data, decoded(data), document), changes)


class TextSource(Source):
    """A text whose characters are at the places where the document says that they are in the file (文本原文)."""

    def __init__(self, data: bytes, decoded_: Decoded, document: Document) -> None:
        super().__init__(document)
        self._data = data
        self.text = decoded_.text
        self._decoded = decoded_
        self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @cached_property
    def is_exact(self) -> bool:
        """Whether no byte of the file is damaged."""
        return self._decoded.encoded(self.text) == self._data

    def offset(self, line: int, column: int) -> int:
        """The offset in the text of a line and column of the file."""
        return self._line_starts[line - 1] + column - 1

    def span(self, line: int, index: int) -> Span | None:
        """Where a character of a line stands."""
        place = self.document.in_file(Place(line + 1, index + 1, line + 1, index + 2))
        return self.offset(*place[:2]), self.offset(*place[2:4])

    def gap(self, line: int, index: int, text: str) -> Splice | None:
        """How text is put where nothing stands."""
        at = self.empty(line, index)
        if self.text[max(at - 2, 0) : at] == "  ":  # a blank stays on either side
            at -= 1
        return Splice(at, at, self.quoted(text))

    def empty(self, line: int, index: int) -> int:
        """The offset in the text where nothing stands, as far as the document says."""
        place = self.document.in_file(Place(line + 1, index + 1, line + 1, index + 1))
        return self.offset(*place[:2])

    def quoted(self, text: str) -> str:
        """The text itself."""
        return text

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The file with these splices. Raises ValueError if its encoding does not have the characters."""
        return self._decoded.encoded(self.joined(splices))

    def joined(self, splices: Sequence[Splice]) -> str:
        """The text with these splices."""
        parts, behind = [], 0
        for start, end, text in splices:
            parts += [self.text[behind:start], text]
            behind = end
        return "".join([*parts, self.text[behind:]])
