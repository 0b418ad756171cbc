"""Columns of a screen (显示宽度): Chinese characters are two wide, and a mark must stand below what it marks."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from gouji.outcome import Excerpt
from gouji.reporters.wording import printable

_CUT = "..."  # not an ellipsis: how wide that is depends on the terminal
_RULES = "│"
_CONTEXT = 10  # columns that a long marked part leaves for what stands on either side of it


def width(text: str) -> int:
    """The number of columns that the text takes up.

    >>> width("总计 0")
    6
    """
    return len(text) if text.isascii() else sum(map(_character_width, text))


@cache
def _character_width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me") else 1


def padded(text: str, columns: int) -> str:
    """The text followed by blanks up to so many columns."""
    return text + " " * (columns - width(text))


def marked_lines(excerpt: Excerpt, room: int) -> tuple[str, str]:
    r"""The excerpt (摘录) on one line of at most ``room`` columns, and below it the line with the marks.

    >>> print(*marked_lines(Excerpt("(7) 1 2 ", "4", " 总计"), 80), sep="\n")
    (7) 1 2 4 总计
            ^
    """
    # A cell can be as long as the file: what cannot be seen is not measured either.
    before, marked, after = (printable(part) for part in _near(excerpt, 4 * room))
    marked = _head(marked, room - 2 * _CONTEXT)
    rest = room - max(width(marked), 1)
    side = rest // 2
    before = _tail(before, max(side, rest - width(after)))
    after = _head(after, rest - width(before))
    marks = "^" * max(width(marked), 1)
    return (before + marked + after).rstrip(), _blank(before) + marks


def _near(excerpt: Excerpt, length: int) -> Excerpt:
    return Excerpt(excerpt.before[-length:], excerpt.marked[:length], excerpt.after[:length])


def _head(text: str, room: int) -> str:
    """The beginning of the text, as much as there is room for."""
    if width(text) <= room:
        return text
    return text[: _fitting(text, room - len(_CUT))] + _CUT if room >= len(_CUT) else ""


def _tail(text: str, room: int) -> str:
    """The end of the text, as much as there is room for."""
    if width(text) <= room:
        return text
    return _CUT + text[len(text) - _fitting(text[::-1], room - len(_CUT)) :] if room >= len(_CUT) else ""


def _fitting(text: str, room: int) -> int:
    """How many characters from the start on fit into the room."""
    return bisect_right(list(accumulate(map(_character_width, text))), room)


def _blank(text: str) -> str:
    """Nothing, exactly as wide as the text.

    An ideographic space is as wide as a wide character in any font, and so is a table's rule as itself, though
    terminals disagree about how wide it is.
    """
    return "".join(
        character if character in _RULES else ("", " ", "　")[_character_width(character)] for character in text
    )
