"""Editing (改写): texts put in at places of a document, with nothing else of its file changed.

Whoever knows a format says where in the file each character of a line stands. Whether a change came out right is not
left to that: the file is read again, and a change counts only if the document is what it was but for the change.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import NamedTuple

from gouji.document import Block, Document, Grid, Paragraph, Piece, Place, Ruling
from gouji.readers import Unreadable

_BLANK_CELL = re.compile(r"(?<=\|) +(?:\||$)")

Change = tuple[Place, str]
"""A change that is wanted: what stands at the place becomes the text."""
Span = tuple[int, int]
"""Where something begins and ends in the source."""


class Splice(NamedTuple):
    """What stands between two offsets of the source becomes another text (替换)."""

    start: int
    end: int
    text: str


class Stretch(NamedTuple):
    """A part of one line of the document that becomes another text (一处文字); line and offsets count from 0."""

    line: int
    start: int
    end: int
    text: str


class Source(ABC):
    """The source that a document was read from (原文), for one format."""

    def __init__(self, document: Document) -> None:
        """document: what the reader makes of it, with lines."""
        self.document = document
        self.lines = document.lines or ()

    @cached_property
    def columns(self) -> frozenset[int]:
        """The lines, counted from 0, on which nothing but blanks tells one cell from the next."""
        grids = (block for block in self.document.blocks if isinstance(block, Grid) and block.ruling is Ruling.ALIGNED)
        places = (piece.place for grid in grids for row in grid.rows for piece in row)
        return frozenset(line - 1 for place in places for line in range(place.line, place.end_line + 1))

    @cached_property
    def is_exact(self) -> bool:
        """Whether nothing is lost when the source is written again; else nothing can be changed in it."""
        return True

    @abstractmethod
    def span(self, line: int, index: int) -> Span | None:
        """Where a character of a line stands, None if that is not known exactly."""

    @abstractmethod
    def gap(self, line: int, index: int, text: str) -> Splice | None:
        """How text is put where nothing stands; None if that cannot be told."""

    @abstractmethod
    def quoted(self, text: str) -> str:
        """The text as the source spells it."""

    @abstractmethod
    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The file with these splices, which are in order and do not overlap. Raises ValueError if it cannot be."""


class _Candidate(NamedTuple):
    """A change that may be possible (待定改动): its stretches of the document, and its splices of the source."""

    stretches: tuple[Stretch, ...]
    splices: tuple[Splice, ...]


def edited(source: Source, data: bytes, changes: Sequence[Change], read: Callable[[bytes], Document]) -> bytes:
    """The file with all changes that can be made exactly; ``data`` is the file as it is, ``read`` its reader."""
    attempt = _Attempt(source, read)
    made = attempt.added([], list(_candidates(source, changes)))
    return attempt.result(made) if made else data


def possible(source: Source, changes: Sequence[Change]) -> list[bool]:
    """For each change, whether it is known where in the source it is to be made."""
    return [any(_candidates(source, [change])) for change in changes]


class _Attempt:
    """Tries changes together (试改): most often all are right, and only if not it is looked for those that are."""

    def __init__(self, source: Source, read: Callable[[bytes], Document]) -> None:
        self._source = source
        self._read = read

    def added(self, made: list[_Candidate], further: list[_Candidate]) -> list[_Candidate]:
        """The changes that have been found right, and of the further ones those that are right with them."""
        if not further:
            return made
        if self._is_right([*made, *further]):
            return [*made, *further]
        if len(further) == 1:
            return made
        middle = len(further) // 2
        return self.added(self.added(made, further[:middle]), further[middle:])

    def result(self, made: Iterable[_Candidate]) -> bytes:
        """The file with these changes. Raises ValueError if they cannot be made together."""
        splices = sorted((splice for each in made for splice in each.splices), key=lambda splice: splice[:2])
        if any(after.start < before.end for before, after in pairwise(splices)):
            raise ValueError("the changes overlap")
        return self._source.spliced(splices)

    def _is_right(self, candidates: list[_Candidate]) -> bool:
        try:
            after = self._read(self.result(candidates))
        except (ValueError, Unreadable):
            return False
        stretches = [stretch for each in candidates for stretch in each.stretches]
        return differs_only_at(stretches, self._source.document, after)


def _candidates(source: Source, changes: Iterable[Change]) -> Iterator[_Candidate]:
    """The changes for which it is known where in the source they are to be made."""
    for place, text in changes if source.is_exact else ():
        stretches = tuple(_stretches(source.lines, place, text))
        splices = [_splices(source, stretch) for stretch in stretches]
        if stretches and all(splices):
            yield _Candidate(stretches, tuple(splice for each in splices for splice in each))


def _stretches(lines: Sequence[str], place: Place, text: str) -> Iterator[Stretch]:
    """The change line by line, and as small as it can be; nothing if the place is none, or the text stands there."""
    first, last = place.line - 1, place.end_line - 1
    if not 0 <= first <= last < len(lines):
        return
    start, end = place.column - 1, place.end_column - 1
    if not (0 <= start <= len(lines[first]) and 0 <= end <= len(lines[last])):
        return
    if first < last:
        yield Stretch(first, start, len(lines[first]), text)
        yield from (Stretch(line, 0, len(lines[line]), "") for line in range(first + 1, last) if lines[line])
        yield Stretch(last, 0, end, "")
        return
    if start == end and _BLANK_CELL.match(lines[first], start):
        start = end = start + 1  # people who part cells by bars set a blank on either side
    old = lines[first][start:end]
    same = _alike(old, text)
    old, text = old[same:], text[same:]
    behind = _alike(old[::-1], text[::-1])
    if old or text:
        yield Stretch(first, start + same, end - behind, text[: len(text) - behind])


def _alike(one: str, other: str) -> int:
    """With how many characters alike two texts begin."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _splices(source: Source, stretch: Stretch) -> list[Splice]:
    """What a stretch comes to in the source; nothing if that is not known exactly.

    Where other things stand within it, such as markup, the text goes before them and the rest behind is taken away.
    """
    line, start, end, text = stretch
    if start == end:
        inserted = _insertion(source, line, start, text)
        return [inserted] if inserted else []
    spans: list[Span] = []
    for index in range(start, end):
        span = source.span(line, index)
        if span is None:
            return []
        if spans and spans[-1][1] == span[0]:
            spans[-1] = spans[-1][0], span[1]
        else:
            spans.append(span)
    return [Splice(*span, "" if number else source.quoted(text)) for number, span in enumerate(spans)]


def _insertion(source: Source, line: int, index: int, text: str) -> Splice | None:
    """How text is put in: right behind the character before if that is known."""
    around = source.lines[line][max(index - 1, 0) : index + 1]
    if line in source.columns and not around.strip():
        return None  # it would be a cell of its own, in no column
    if not source.lines[line].strip():
        return source.gap(line, index, text)
    if index and (span := source.span(line, index - 1)):
        return Splice(span[1], span[1], source.quoted(text))
    if index < len(source.lines[line]) and (span := source.span(line, index)):
        return Splice(span[0], span[0], source.quoted(text))
    return None


# ── whether it came out right ────────────────────────────────────────────────────────────────────

Changed = dict[int, list[Stretch]]
"""The stretches that change, in order, by their lines counted from 0."""


def differs_only_at(stretches: Iterable[Stretch], before: Document, after: Document) -> bool:
    """Whether a document is another one with nothing but these stretches changed; blanks at ends do not count."""
    changed: Changed = {}
    for stretch in sorted(stretches):
        changed.setdefault(stretch.line, []).append(stretch)
    old, new = before.lines or (), after.lines or ()
    return (
        _things(before) == _things(after)
        and len(old) == len(new)
        and all(_with(changed, line, old[line], 0) == new[line].strip() for line in changed)
        and all(line in changed or pair[0] == pair[1] for line, pair in enumerate(zip(old, new, strict=True)))
        and all(_is_right(changed, old, *pair) for pair in zip_longest(before.blocks, after.blocks))
    )


def _things(document: Document) -> object:
    """What a document has besides its text."""
    targets = [address.target for address in document.addresses]
    return [place.line for place in document.pictures], targets, document.published


def _is_right(changed: Changed, lines: Sequence[str], before: Block | None, after: Block | None) -> bool:
    """Whether a block is as it should be after the changes."""
    if isinstance(before, Paragraph) and isinstance(after, Paragraph):
        if [start[1] for start in before.starts] != [start[1] for start in after.starts]:
            return False
        ends = [*(start[0] for start in before.starts[1:]), len(before.text)]
        parts = [
            _with(changed, number - 1, before.text[offset:end], column - 1)
            for (offset, number, column), end in zip(before.starts, ends, strict=True)
        ]
        return "".join(parts) == after.text
    if isinstance(before, Grid) and isinstance(after, Grid):
        columns = before.ruling is Ruling.RULED  # those that only blanks part shift where a text before them grows
        return before[1:] == after[1:] and all(
            old is not None and new is not None and _piece_is_right(changed, lines, old, new, columns=columns)
            for rows in zip_longest(before.rows, after.rows, fillvalue=())
            for old, new in zip_longest(*rows)
        )
    return False


def _piece_is_right(changed: Changed, lines: Sequence[str], before: Piece, after: Piece, *, columns: bool) -> bool:
    first = before.place.line - 1
    if (first + 1, before.place.end_line) != (after.place.line, after.place.end_line):
        return False
    if columns and before.x != after.x:
        return False
    if not before.text:
        return not after.text or any(stretch.text.strip() == after.text for stretch in changed.get(first, ()))
    parts = []
    for number, part in enumerate(before.text.split("\n"), first):
        begin = before.place.column - 1 if number == first else len(lines[number]) - len(lines[number].lstrip())
        parts.append(_with(changed, number, part, begin))
    return "\n".join(parts) == after.text


def _with(changed: Changed, line: int, text: str, begin: int) -> str:
    """What part of a line becomes that begins at an offset, without the blanks around it."""
    for _line, start, end, new in reversed(changed.get(line, ())):
        if begin <= end and start <= begin + len(text):
            text = text[: max(start - begin, 0)] + new + text[max(end - begin, 0) :]
    return text.strip()
