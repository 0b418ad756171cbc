"""Margins (版心): from where to where the lines of a page run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gouji.readers.pdf.pages import Page, Text

_PROSE = re.compile("[，。；]|[\u4e00-\u9fff],")
_NEARLY = 0.9
"""A page shows its margins if its text is as wide as that of the others, or nearly."""


class Margins(NamedTuple):
    """The left and the right edge of a page's text, in points from the page's left edge."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """From one to the other."""
        return self.right - self.left


def margins_of(pages: Sequence[Page]) -> list[Margins]:
    """The margins of each page; one with few words has those of another one on the same side of the sheet."""
    own = [_own(page) for page in pages]
    width = max((margins.width for margins in own if margins is not None), default=0.0)
    clear = {
        index: margins for index, margins in enumerate(own) if margins is not None and margins.width >= _NEARLY * width
    }
    return [_nearest(index, clear) or _whole(page) for index, page in enumerate(pages)]


def _own(page: Page) -> Margins | None:
    """How far the prose of a page runs, None if it has none."""
    areas = [
        part.area
        for part in page.parts
        if isinstance(part, Text) and _PROSE.search(part.line.text) and not part.line.has_columns
    ]
    if not areas:
        return None
    return Margins(min(area.left for area in areas), max(area.right for area in areas))


def _nearest(index: int, clear: dict[int, Margins]) -> Margins | None:
    if index in clear:
        return clear[index]
    sides = [other for other in clear if (other - index) % 2 == 0] or list(clear)
    return clear[min(sides, key=lambda other: abs(other - index))] if sides else None


def _whole(page: Page) -> Margins:
    lefts = [part.area.left for part in page.parts]
    rights = [part.area.right for part in page.parts]
    return Margins(min(lefts, default=0.0), max(rights, default=page.sheet.size[0]))
