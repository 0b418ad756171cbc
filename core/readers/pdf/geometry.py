"""Geometry (几何): boxes on a page, and the ways in which a page can lie before its reader."""

from __future__ import annotations

from typing import NamedTuple

from gouji.document import Box

FARTHEST = 20_000.0
"""No page is larger, in points, and nothing stands further from its corner."""


class Area(NamedTuple):
    """A rectangle on a page as it is read (区域), in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Sheet(NamedTuple):
    """How a page lies (页面方向): its box in the file's own coordinates, which run upwards, and its turns.

    ``turns``: the quarter turns to the right with which it is shown. ``further``: those that its text needs on top of
    these to be read from left to right, where a table was set sideways.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    further: int = 0

    def area(self, left: float, bottom: float, right: float, top: float) -> Area:
        """The area of the page as it is read that a rectangle of the file covers."""
        turns = (self.turns + self.further) % 4
        if turns == 0:
            return Area(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if turns == 1:
            return Area(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if turns == 2:
            return Area(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Area(self.top - top, self.right - right, self.top - bottom, self.right - left)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if (self.turns + self.further) % 2 else (width, height)

    def shown(self, area: Area) -> Box:
        """The box of an area on the page as it is shown."""
        left, top, right, bottom = area
        width, height = self.size
        for _ in range(-self.further % 4):  # a quarter turn to the right each
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        return int(left), int(top), -int(-right // 1), -int(-bottom // 1)


def around(areas: list[Area]) -> Area:
    """The smallest area that holds all of these."""
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return Area(min(lefts), min(tops), max(rights), max(bottoms))
