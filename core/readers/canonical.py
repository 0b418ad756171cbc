r"""The reader for the canonical form (规范文本), which ``gouji convert`` writes: text whose every line says what it is.

The form begins with a head between two lines of ``---``, which names it and may give the day of publication. After it

- ``| 规章 | 0 | 4 |`` is a row of a table. ``||`` with nothing between is a column that a merged cell takes up;
  ``<br>`` parts the lines of a cell; ``| --- |`` below a row says that it is a heading;
- ``¦规章     ¦0     ¦4`` is a row of columns that only blanks set apart, each mark standing where its column begins;
- ``![]()`` is a picture;
- ``<!-- gouji: … -->`` is a remark, taken out before the rest is read;
- any other line is a paragraph, whatever stands in it. An empty line is one.

``[words](<address>)`` is a link, and a backslash takes its meaning from the character behind it. So nothing has to be
guessed, as in other text, and reading gives back what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from gouji.document import Document, Piece, Place, Ruling
from gouji.i18n import _
from gouji.readers import Unreadable
from gouji.readers.draft import Draft, Origin

BEGINNING = "---\ngouji: document/1\n"
"""How a file in this form begins; its name has the version of the form."""
END_OF_HEAD = "---"
PUBLISHED = "published"
BAR = "|"
COLUMN = "¦"
BREAK = "<br>"
PICTURE = "![]()"
RULE = "| --- |"

MARKED_PICTURE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\))?")
"""A picture as Markdown has it: it is one unless a backslash stands before it, and its words belong to the text."""
_WORDS = r"(?:\\.|!\[\]\(\)|[^\[\]\\])*"
_MARK = re.compile(rf"\\(?P<plain>.)|(?P<picture>!\[\]\(\))|\[(?P<words>{_WORDS})\]\(<(?P<target>(?:\\.|[^<>\\])*)>\)")
_BAR = re.compile(r"\\.|\|")
_COLUMN = re.compile(r"\\.|¦")
_BREAK = re.compile(r"\\.|<br>")
_RULE = re.compile(r"\|(?: --- \|)+")


class _Mark(Enum):
    """What stands in a line of the canonical form (标记)."""

    TEXT = "text"
    PLAIN = "plain"
    """A character behind a backslash."""
    PICTURE = "picture"
    OPENING = "opening"
    """The beginning of a link's words."""
    CLOSING = "closing"
    """The end of a link's words, with the address."""


class _Token(NamedTuple):
    """A part of a line, its text or address, and where it begins in the line."""

    mark: _Mark
    text: str
    start: int


class Link(NamedTuple):
    """A link in a line (链接): where its words begin and end, and where it leads."""

    start: int
    end: int
    target: str


class Words(NamedTuple):
    """A line of a paragraph or cell (行文): its text, with the pictures and links in it by their offsets."""

    text: str
    pictures: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def lead(self) -> int:
        """How many blanks it begins with."""
        return len(self.text) - len(self.text.lstrip())

    def trimmed(self, lead: int) -> Words:
        """It without so many characters at its beginning, and the blanks at its end; marks in them stay at its edge."""
        text = self.text[lead:].rstrip()

        def moved(offset: int) -> int:
            return min(max(offset - lead, 0), len(text))

        links = (Link(moved(start), moved(end), target) for start, end, target in self.links)
        return Words(text, tuple(map(moved, self.pictures)), tuple(links))


class _Spot(NamedTuple):
    """Where a line of the document stands in the file: on this line, from one offset to the other.

    lead: the blanks in it that are no part of the document, behind a picture before the text.
    """

    number: int
    start: int
    end: int
    lead: int = 0


class _Spots:
    """From a place of the document to that in the file, worked out for the few that are asked for."""

    def __init__(self, source: tuple[str, ...], spots: list[_Spot]) -> None:
        self._source = source
        self._spots = spots

    def __call__(self, place: Place) -> Place:
        line, column = self._point(place.line, place.column)
        empty = place[:2] == place[2:4]
        # The end is behind the last character: what comes next may be behind the address of a link.
        end_line, end_column = (line, column) if empty else self._point(place.end_line, place.end_column - 1)
        return Place(line, column, end_line, end_column if empty else end_column + 1)

    def _point(self, line: int, column: int) -> tuple[int, int]:
        if not 1 <= line <= len(self._spots):
            return line, column
        number, start, end, lead = self._spots[line - 1]
        return number, start + 1 + _offset_in_source(self._source[number - 1][start:end], max(column, 1) - 1 + lead)


def read(text: str) -> Document:
    """The document in a text in this form; line ends are single line feeds.

    Raises Unreadable for a version of the form that came later.
    """
    if not text.startswith(BEGINNING):
        raise Unreadable(_("这份规范文本是更新版本的 gouji 写的，读不懂：请升级 gouji"))
    lines = tuple(text.removesuffix("\n").split("\n"))
    head, end = _head(lines)
    return _Lines(lines).read(end + 1, head.get(PUBLISHED, "").strip())


def _head(lines: tuple[str, ...]) -> tuple[dict[str, str], int]:
    """What the head says, and the index of its last line; one without an end says nothing, and ends with its name."""
    head: dict[str, str] = {}
    for index, line in enumerate(lines[2:], 2):
        if line.rstrip() == END_OF_HEAD:
            return head, index
        name, colon, value = line.partition(":")
        if not colon:
            break
        head[name] = value
    return {}, 1


class _Lines:
    """Puts the lines of a file together to a document."""

    def __init__(self, source: tuple[str, ...]) -> None:
        self._source = source
        self._draft = Draft()
        self._spots: list[_Spot] = []
        self._pictures: list[Place] = []
        self._rows: list[list[Piece]] = []
        self._headings: set[int] = set()
        self._bar = BAR

    def read(self, first: int, published: str) -> Document:
        """The document in the lines from an index on."""
        for number, line in enumerate(self._source[first:], first + 1):
            bare = line.strip()
            if bare.startswith((BAR, COLUMN)):
                self._row(line, bare, number)
            elif bare == PICTURE:  # it may stand in a table, whose rows go on below
                self._draft.picture(Origin(number))
                self._spots.append(_Spot(number, 0, 0))
            else:
                self._end_grid()
                self._paragraph(line, number)
        self._end_grid()
        document = self._draft.document(published)
        pictures = tuple(sorted((*document.pictures, *self._pictures), key=lambda place: place[:2]))
        spots = _Spots(self._source, self._spots)
        return document._replace(pictures=pictures, locate=spots)

    def _paragraph(self, line: str, number: int) -> None:
        words = _words(line).trimmed(0)
        at = self._draft.next_line
        self._draft.paragraph((words.text, Origin(number)))
        self._spots.append(_Spot(number, 0, len(line)))
        self._note(words, at)

    def _row(self, line: str, bare: str, number: int) -> None:
        bar = bare[0]
        if self._rows and bar != self._bar:
            self._end_grid()
        self._bar = bar
        if bar == COLUMN:
            self._rows.append(list(self._columns(line, number)))
        elif self._rows and _RULE.fullmatch(bare):
            self._headings.add(len(self._rows) - 1)
        else:
            parts = list(_parts(line, _BAR))[1:]
            if len(parts) > 1 and not line[slice(*parts[-1])].strip():
                parts.pop()  # behind the last bar
            cells = [(x, start, end) for x, (start, end) in enumerate(parts) if end > start]
            if cells:
                self._rows.append([self._piece(line, number, start, end, x) for x, start, end in cells])

    def _columns(self, line: str, number: int) -> Iterator[Piece]:
        """The cells of a row of columns; how far they stand from the margin is counted in what is to be seen."""
        (start, end), *parts = _parts(line, _COLUMN)
        x = _width(line, start, end)
        for start, end in parts:
            yield self._piece(line, number, start, end, x)
            x += 1 + _width(line, start, end)

    def _piece(self, line: str, number: int, start: int, end: int, x: int) -> Piece:
        """The cell that stands from one offset of a line to the other."""
        source = line[start:end]
        if not _has_marks(source):  # nearly every cell
            at = start + len(source) - len(source.lstrip())
            self._spots.append(_Spot(number, at, max(at, start + len(source.rstrip()))))
            return self._draft.piece(source, x, Origin(number))
        parts = []
        for first, last in _parts(line, _BREAK, start, end):
            source = line[first:last]
            at = first + len(source) - len(source.lstrip())
            words = _words(source.strip())
            spot = _Spot(number, at, max(at, first + len(source.rstrip())), words.lead)
            parts.append((words.trimmed(words.lead), spot))
        first_line = self._draft.next_line
        piece = self._draft.piece("\n".join(words.text for words, _spot in parts), x, Origin(number))
        filled = [spot for words, spot in parts if words.text] or [parts[0][1]]
        index = 0
        for words, _spot in parts:
            self._note(words, first_line + min(index, len(filled) - 1))
            index += bool(words.text)  # an empty line is left out, and what stands in it stands in the next
        self._spots += filled
        return piece

    def _note(self, words: Words, line: int) -> None:
        """Keep what pictures and links stand in a line of the document."""
        for at in words.pictures:
            self._pictures.append(Place(line, at + 1, line, at + 1))
        for start, end, target in words.links:
            self._draft.address(target, words.text[start:end], Place(line, start + 1, line, end + 1))

    def _end_grid(self) -> None:
        self._draft.grid(
            self._rows,
            Ruling.RULED if self._bar == BAR else Ruling.ALIGNED,
            frozenset(self._headings),
        )
        self._rows, self._headings = [], set()


def _parts(line: str, mark: re.Pattern[str], start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The stretches of a line that a mark parts which no backslash stands before."""
    end = len(line) if end is None else end
    for match in mark.finditer(line, start, end):
        if match[0][0] != "\\":
            yield start, match.start()
            start = match.end()
    yield start, end


def _has_marks(source: str) -> bool:
    """Whether a part of a line may stand for something else than its characters."""
    return "\\" in source or "[" in source or BREAK in source


def _width(line: str, start: int, end: int) -> int:
    """How many characters are to be seen from one offset of a line to another; a line break counts as one."""
    if not _has_marks(line[start:end]):
        return end - start
    lines = [len(_words(line[first:last]).text) for first, last in _parts(line, _BREAK, start, end)]
    return sum(lines) + len(lines) - 1


def _words(source: str) -> Words:
    """What a part of a line stands for."""
    if not _has_marks(source):
        return Words(source)
    text, length = [], 0
    pictures: list[int] = []
    links: list[Link] = []
    opened = 0
    signs: set[int] = set()
    for mark, part, _start in _tokens(source):
        if mark is _Mark.PICTURE:
            pictures.append(length)
        elif mark is _Mark.OPENING:
            opened = length
        elif mark is _Mark.CLOSING:
            links.append(Link(opened, length, part))
        else:
            if mark is _Mark.TEXT:
                signs |= {length + at for at, sign in enumerate(part) if sign == "!"}
            text.append(part)
            length += len(part)
    whole = "".join(text)
    pictures += [match.start() for match in MARKED_PICTURE.finditer(whole) if match.start() in signs]
    return Words(whole, tuple(sorted(pictures)), tuple(links))


def _tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[_Token]:
    """The parts of a line from one offset to another."""
    end = len(source) if end is None else end
    for match in _MARK.finditer(source, start, end):
        if match.start() > start:
            yield _Token(_Mark.TEXT, source[start : match.start()], start)
        if match["plain"] is not None:
            yield _Token(_Mark.PLAIN, match["plain"], match.start())
        elif match["picture"]:
            yield _Token(_Mark.PICTURE, "", match.start())
        else:
            yield _Token(_Mark.OPENING, "", match.start())
            yield from _tokens(source, *match.span("words"))  # which hold no further links
            yield _Token(_Mark.CLOSING, re.sub(r"\\(.)", r"\1", match["target"]), match.end("words"))
        start = match.end()
    if end > start:
        yield _Token(_Mark.TEXT, source[start:end], start)


def _offset_in_source(source: str, offset: int) -> int:
    """Where the character at an offset of the text stands in the part of a line that stands for it."""
    length, end = 0, 0
    for mark, part, start in _tokens(source):
        if mark in (_Mark.TEXT, _Mark.PLAIN):
            behind = start + (mark is _Mark.PLAIN)
            if offset < length + len(part):
                return behind + offset - length
            length += len(part)
            end = behind + len(part)
    return end + max(offset - length, 0)
