r"""Positions (行列): where each key and value of a TOML text stands, for messages about what is wrong there.

No parser of TOML tells. What is here goes over a text that a parser has already taken, so it need not check anything,
and only when there is an error to show.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

Path = tuple[str | int, ...]
"""The keys, and the indexes within arrays, that lead to a value (路径)."""

_NEWLINE = re.compile(r"\r\n?")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_CONTINUED = re.compile(r"\\[ \t]*\n[ \t\n]*")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_CODES = {"x": 2, "u": 4, "U": 8}


class Spot(NamedTuple):
    """A stretch of the text by offsets (位置)."""

    start: int
    end: int


class Positions:
    """The spots of all keys and values of a text (行列对照).

    keys: of the last part of each path: the name as it is written, or for an entry of an array of tables its header.
    values: of what stands there; of a table that is spread over lines, its header.
    """

    def __init__(self, text: str) -> None:
        """Go over a text that is known to be TOML."""
        self.text = _NEWLINE.sub("\n", text)
        self.keys: dict[Path, Spot] = {}
        self.values: dict[Path, Spot] = {}
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._lengths: dict[Path, int] = {}
        self._at = 0
        self._document()

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1 on."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """A line of the text, without its end."""
        return self.text[self._starts[number - 1] :].partition("\n")[0]

    def key(self, path: Path) -> Spot:
        """Where a key stands; for one that is not there, where the nearest above it does."""
        return self._nearest(path, self.keys)

    def value(self, path: Path) -> Spot:
        """Where a value stands; for one that is not there, where the nearest above it does."""
        return self._nearest(path, self.values)

    def stretch(self, path: Path, index: int, length: int) -> Spot:
        """Where a part of the string at a path stands; behind its last character, where the string ends."""
        spot = self.value(path)
        if path not in self.values or self.text[spot.start] not in "\"'":
            return spot
        offsets = string(self.text, spot.start)[1]
        last = len(offsets) - 1
        start = offsets[min(index, last)]
        return Spot(start, max(offsets[min(index + length, last)], start + 1))

    def _nearest(self, path: Path, spots: dict[Path, Spot]) -> Spot:
        while path and path not in spots:
            path = path[:-1]
        return spots.get(path, Spot(0, 0))

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_GAP) < len(self.text):
            if self.text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _header(self) -> Path:
        """The path of the table that a header opens."""
        start = self._at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self._at += brackets
        names = self._names()
        self._at += brackets
        whole = Spot(start, self._at)
        path: Path = ()
        for name, spot in names[:-1]:
            path = self._latest((*path, name), spot)
        name, spot = names[-1]
        path = (*path, name)
        self.keys.setdefault(path, spot)
        self.values.setdefault(path, whole)
        if brackets == 2:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, self._lengths[path] - 1)
            self.keys[path] = self.values[path] = whole
        return path

    def _latest(self, path: Path, spot: Spot) -> Path:
        """What a name within a header means: of an array of tables it is the latest entry."""
        self.keys.setdefault(path, spot)
        self.values.setdefault(path, spot)
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _pair(self, table: Path) -> None:
        names = self._names()
        self._at += 1  # the sign of equality
        self._skip(_SPACE)
        path = table
        for name, spot in names:
            path = (*path, name)
            self.keys.setdefault(path, spot)
            self.values.setdefault(path, spot)
        self._value(path)

    def _names(self) -> list[tuple[str, Spot]]:
        """The parts of a key, which dots part."""
        names = []
        while True:
            start = self._skip(_SPACE)
            if self.text[start] in "\"'":
                name, _offsets, self._at = string(self.text, start)
            else:
                name = self.text[start : self._skip(_BARE)]
            names.append((name, Spot(start, self._at)))
            self._skip(_SPACE)
            if self.text[self._at] != ".":
                return names
            self._at += 1

    def _value(self, path: Path) -> None:
        start = self._at
        match self.text[start]:
            case '"' | "'":
                self._at = string(self.text, start)[2]
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                self._at = start + len(self.text[start : self._skip(_SCALAR)].rstrip())
        self.values[path] = Spot(start, self._at)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self.text[self._skip(_GAP)] != "]":
            self._value((*path, index))
            self.keys[*path, index] = self.values[*path, index]
            index += 1
            self._comma()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self.text[self._skip(_GAP)] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        if self.text[self._skip(_GAP)] == ",":
            self._at += 1


def string(text: str, start: int) -> tuple[str, list[int], int]:
    r"""The string that begins at an offset: what it says, where each character of that stands, and where it ends.

    The places have one more: where the closing quotation mark stands.

    >>> string(r'a = "x\ty"', 4)
    ('x\ty', [5, 6, 8, 9], 10)
    """
    quote = text[start]
    mark = quote * 3 if text.startswith(quote * 3, start) else quote
    at = start + len(mark)
    if len(mark) == 3 and text[at] == "\n":
        at += 1
    characters, offsets = [], []
    # Of a long string's closing quotation marks, up to two more than three belong to what it says.
    while not text.startswith(mark, at) or (len(mark) == 3 and text.startswith(quote, at + 3)):
        said, after = _character(text, at) if quote == '"' else (text[at], at + 1)
        if said:
            characters.append(said)
            offsets.append(at)
        at = after
    return "".join(characters), [*offsets, at], at + len(mark)


def _character(text: str, at: int) -> tuple[str, int]:
    """The character at an offset of a basic string, empty for a line that goes on, and the offset behind it."""
    if text[at] != "\\":
        return text[at], at + 1
    escape = text[at + 1]
    if escape in _ESCAPES:
        return _ESCAPES[escape], at + 2
    if escape in _CODES:
        end = at + 2 + _CODES[escape]
        return chr(int(text[at + 2 : end], 16)), end
    continued = _CONTINUED.match(text, at)
    assert continued is not None  # nothing else follows a backslash in TOML
    return "", continued.end()
