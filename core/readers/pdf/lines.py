"""Lines (行): characters that stand on one level, and the blanks between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from gouji.readers.pdf.geometry import Area, around
from gouji.readers.pdf.glyphs import Glyph

_SAME_LEVEL = 0.42
"""Characters whose middles are no further apart stand on one line, in sizes of their font; superscripts do."""
_BLANK = 0.2
"""From this room on there is a blank between two characters, in sizes of their font."""
_MOST_BLANKS = 100
"""No gap is wider, whatever a damaged file says."""
_COLUMN = 0.7
"""From this room on, a new column may begin; in sizes of the font."""
_COLUMN_IN_PROSE = 2.0
"""The same where a comma says that the line may be one of a sentence."""
_SAME_SPOT = 0.6
"""A character covered by so much of its like is the same one, printed twice to look bold."""
_FEWEST_UPRIGHT = 3
"""Fewer characters stand above one another for want of room."""
_UPRIGHT = 0.6
"""From this share of characters above one another on, a text is upright."""
_NUMBER = r"[-+]?[\d０-９][\d０-９,.，．]*|[/／—-]"
_SPREAD = 0.5
"""From this share of wide gaps on, a line is spread out to fill its width, and has no columns."""


class Line:
    """The characters on one level, from left to right (行), or those of an upright line from its beginning."""

    def __init__(self, glyphs: Sequence[Glyph], *, upright: bool = False) -> None:
        self.upright = upright
        self.glyphs = list(glyphs) if upright else _once(sorted(glyphs, key=lambda glyph: glyph.left))
        self.area = _extent(self.glyphs)
        self.em = max([glyph.em for glyph in self.glyphs])

    @cached_property
    def text(self) -> str:
        """What it reads, with as many blanks for wide gaps as there is room for."""
        return "".join(self._printed)

    def within(self, area: Area) -> tuple[int, int] | None:
        """From which offset of the text to which it stands in an area; None if nothing of it does."""
        inside = [
            index for index, glyph in enumerate(self.glyphs) if area.holds((glyph.left + glyph.right) / 2, glyph.middle)
        ]
        if not inside:
            return None
        ends = list(accumulate(map(len, self._printed)))
        first, last = inside[0], inside[-1]
        return ends[first] - len(self.glyphs[first].character), ends[last]

    @cached_property
    def words(self) -> list[tuple[str, Area]]:
        """What blanks part, and where it stands."""
        return [_word(glyphs) for glyphs in self._parted(_BLANK)]

    def fragments(self, begins: Callable[[float], bool] = lambda _: False) -> list[tuple[str, Area]]:
        """What stands in columns of its own; numbers at the end do so even where one blank parts them.

        begins: whether a column begins at some place across the page, as the lines around this one show.
        """
        found: list[tuple[str, Area]] = []
        for glyphs in self._parted(_COLUMN):
            words = Line(glyphs).words
            cut = len(words)
            while cut and re.fullmatch(_NUMBER, words[cut - 1][0]):
                cut -= 1
            columns: list[list[tuple[str, Area]]] = []
            for word in words[:cut]:
                if columns and not begins(word[1].left):
                    columns[-1].append(word)
                else:
                    columns.append([word])
            found += [(" ".join(text for text, _ in each), around([area for _, area in each])) for each in columns]
            found += words[cut:]
        return found

    @cached_property
    def has_columns(self) -> bool:
        """Whether it is set in columns: wide gaps inside it, or two numbers at its end."""
        if max(self._gaps) < _BLANK * self.em or "。" in self.text:
            return False
        room = _COLUMN_IN_PROSE if "，" in self.text else _COLUMN
        if len(self._parted(room)) > 1:
            spread = sum(gap >= _BLANK * self.em for gap in self._gaps) >= _SPREAD * len(self.glyphs)
            return not (spread and room == _COLUMN_IN_PROSE)
        return len(self.words) > 2 and all(re.fullmatch(_NUMBER, text) for text, _ in self.words[-2:])

    @cached_property
    def _printed(self) -> list[str]:
        """Each character with the blanks before it."""
        least = _BLANK * self.em
        if max(self._gaps) < least:
            return [glyph.character for glyph in self.glyphs]
        return [
            " " * _blanks(gap, self.em) + glyph.character if gap >= least else glyph.character
            for gap, glyph in zip(self._gaps, self.glyphs, strict=True)
        ]

    @cached_property
    def _gaps(self) -> list[float]:
        """The room before each character."""
        if self.upright:
            return [0.0] * len(self.glyphs)
        return [0.0, *[glyph.left - last.right for last, glyph in pairwise(self.glyphs)]]

    def _parted(self, room: float) -> list[list[Glyph]]:
        """The characters, parted where there is so much room between two, in sizes of the font."""
        parts: list[list[Glyph]] = []
        for gap, glyph in zip(self._gaps, self.glyphs, strict=True):
            if parts and gap < room * self.em:
                parts[-1].append(glyph)
            else:
                parts.append([glyph])
        return parts


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that these characters make up, from top to bottom; one turned on its side stands where it begins."""
    level: list[Glyph] = []
    found: list[Line] = []
    for run in _runs(glyphs):
        if len(run) > 1 and all(glyph.turned for glyph in run):
            found.append(Line(run, upright=True))
        else:
            level += run
    return sorted(found + level_lines(level), key=lambda line: line.area.top)


def level_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that these characters make up, from top to bottom, whatever stands above what."""
    return [Line(level) for level in levels(glyphs)]


def levels(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters by the level on which they stand, from top to bottom."""
    found: list[list[Glyph]] = []
    line: list[Glyph] = []
    level = size = 0.0
    for glyph in sorted(glyphs, key=_depth):
        middle = (glyph.top + glyph.bottom) / 2
        size = max(size, glyph.em)
        if line and middle - level <= _SAME_LEVEL * size:
            line.append(glyph)
            level += (middle - level) / len(line)
        else:
            line = [glyph]
            found.append(line)
            level, size = middle, glyph.em
    return found


def _depth(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters in their order, those together that stand above one another."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and glyph.stacked:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def upright(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Text set from top to bottom or on its side, column by column as its producer set it; nothing if it is not."""
    if len(glyphs) < _FEWEST_UPRIGHT or sum(glyph.stacked for glyph in glyphs) < _UPRIGHT * len(glyphs):
        return []
    return _runs(glyphs)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without those that are printed twice at one spot."""
    found: list[Glyph] = []
    for glyph in glyphs:
        if not found or glyph.left > found[-1].right - 1 or not any(_same(glyph, other) for other in found[-3:]):
            found.append(glyph)
    return found


def _same(glyph: Glyph, other: Glyph) -> bool:
    if glyph.character != other.character:
        return False
    width = min(glyph.right - glyph.left, other.right - other.left)
    return other.right - glyph.left > _SAME_SPOT * width


def _blanks(gap: float, em: float) -> int:
    """How many blanks a gap is wide: one at least."""
    return min(max(round(2 * gap / em), 1), _MOST_BLANKS)


def _word(glyphs: list[Glyph]) -> tuple[str, Area]:
    return "".join(glyph.character for glyph in glyphs), _extent(glyphs)


def _extent(glyphs: Sequence[Glyph]) -> Area:
    _, lefts, tops, rights, bottoms, *_ = zip(*glyphs, strict=True)
    return Area(min(lefts), min(tops), max(rights), max(bottoms))
