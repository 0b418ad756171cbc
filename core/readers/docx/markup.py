"""Markup (标记原文): where in the bytes of a part its elements stand, so that all the others can stay as they are.

No library writes XML again byte by byte as it was: the order of attributes and namespaces, the way in which quotes and
empty elements are spelt. So the part is not written from a tree; what changes is put into its bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from gouji.readers.archive import in_utf8

if TYPE_CHECKING:
    from gouji.readers.editing import Span

_TAG = re.compile(rb"<[^\s/>]+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_CHARACTER = re.compile(r"&[^;]*;|\r\n|.", re.DOTALL)
_NAME = re.compile(rb"<([^\s/>]+)")
_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Spot(NamedTuple):
    """Where an element stands in the bytes (元素位置); ``inner`` and ``inner_end`` are equal if it is empty."""

    start: int
    inner: int
    inner_end: int
    end: int


class Markup:
    """The bytes of a part (部件原文), in UTF-8."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError if the bytes are not well formed."""
        self.data = data
        self.spots = _spots(data)
        """Where the elements stand, in the order in which they begin."""

    def of(self, number: int) -> bytes:
        """The bytes of an element."""
        return self.data[self.spots[number].start : self.spots[number].end]

    def opening(self, number: int) -> bytes:
        """The tag with which an element begins."""
        return self.data[self.spots[number].start : self.spots[number].inner]

    def name(self, number: int) -> bytes:
        """The name of an element as it is spelt, with its prefix."""
        match = _NAME.match(self.data, self.spots[number].start)
        return match[1] if match else b""

    def is_empty(self, number: int) -> bool:
        """Whether one tag is the whole element."""
        return self.opening(number).endswith(b"/>")

    def characters(self, number: int) -> list[Span]:
        """Where each character of an element stands that holds text only; nothing if it holds more."""
        spot = self.spots[number]
        inner = self.data[spot.inner : spot.inner_end]
        if b"<" in inner:
            return []
        found, at = [], spot.inner
        for match in _CHARACTER.finditer(inner.decode()):
            end = at + len(match[0].encode())
            found.append((at, end))
            at = end
        return found

    def spliced(self, splices: Iterable[tuple[int, int, str]]) -> bytes:
        """The bytes with other texts between some offsets, in order."""
        parts, behind = [], 0
        for start, end, text in splices:
            parts += [self.data[behind:start], text.encode()]
            behind = end
        return b"".join([*parts, self.data[behind:]])


def _spots(data: bytes) -> list[Spot]:
    parser = expat.ParserCreate("utf-8")
    starts: list[int] = []
    spots: dict[int, Spot] = {}
    begun: list[int] = []

    def start(_name: str, _attributes: object) -> None:
        begun.append(len(starts))
        starts.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        number = begun.pop()
        tag = _TAG.match(data, starts[number])
        if tag is None:
            raise ValueError("an element begins elsewhere")
        if tag[0].endswith(b"/>"):
            spots[number] = Spot(starts[number], tag.end(), tag.end(), tag.end())
        else:
            behind = parser.CurrentByteIndex
            spots[number] = Spot(starts[number], tag.end(), behind, data.index(b">", behind) + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError("not well formed") from error
    return [spots[number] for number in range(len(starts))]


def in_encoding_of(raw: bytes, part: bytes) -> bytes:
    """A part, given in UTF-8, in the encoding that it had. Raises ValueError if that was damaged."""
    for mark, encoding in _UTF_16:
        if raw.startswith(mark):
            if mark + in_utf8(raw).decode().encode(encoding) != raw:
                raise ValueError("the part is damaged")
            return mark + part.decode().encode(encoding)
    return part
