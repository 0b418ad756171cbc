"""Ruling (表格线): the straight lines of a page, however its producer drew them."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from gouji.readers.pdf.geometry import FARTHEST, Area, Sheet
from gouji.readers.pdf.limits import MOST_DRAWN, too_crowded

_THICKEST = 3.0
"""What is no thicker is a line, in points."""
_SHORTEST = 4.0
"""What is shorter is no line but a dot, or the corner between two."""
_DEEPEST = 8
"""How deep forms may stand in one another."""


class Stroke(NamedTuple):
    """A straight line (线段): where it stands, and from where to where it runs, to the right or downwards."""

    at: float
    start: float
    end: float


class Drawing(NamedTuple):
    """What a page shows besides text (图形): its level and upright lines, and its pictures."""

    levels: list[Stroke]
    uprights: list[Stroke]
    pictures: list[Area]


_Point = tuple[float, float]
_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_drawing(page: pdfium.PdfPage, sheet: Sheet) -> Drawing:
    """The lines and pictures of a page as it is read. Raises Unreadable if it has more than any document has."""
    reader = _Reader(sheet)
    objects = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    reader.objects(objects, _AS_IT_IS, 0)
    return reader.drawing


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.drawing = Drawing([], [], [])
        self._sheet = sheet
        self._left = MOST_DRAWN
        self._numbers = [ctypes.c_float() for _ in range(4)]
        self._references = [ctypes.byref(number) for number in self._numbers]

    def objects(self, objects: Iterator[object], matrix: _Matrix, depth: int) -> None:
        """Take the objects of a page or form; ``matrix`` leads from their coordinates to the page's."""
        for each in objects:
            self._spend(1)
            kind = raw.FPDFPageObj_GetType(each)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(each, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                area = self._bounds(each, matrix)
                if area is not None and _is_near(area):
                    self.drawing.pictures.append(area)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inside = (raw.FPDFFormObj_GetObject(each, index) for index in range(raw.FPDFFormObj_CountObjects(each)))
                self.objects(inside, _after(_matrix(each), matrix), depth + 1)

    def _spend(self, number: int) -> None:
        self._left -= number
        if self._left < 0:
            raise too_crowded()

    def _path(self, path: object, matrix: _Matrix) -> None:
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, filled, stroked)
        if not (filled.value or stroked.value):
            return
        count = raw.FPDFPath_CountSegments(path)
        self._spend(max(count, 0))
        if count in (2, 5):  # a line, or a rectangle
            area = self._bounds(path, matrix)
            if area is None or self._thin(area) or not stroked.value:
                return
        for points in self._outlines(path, count, _after(_matrix(path), matrix)):
            self._outline(points, stroked=bool(stroked.value))

    def _bounds(self, each: object, matrix: _Matrix) -> Area | None:
        if not raw.FPDFPageObj_GetBounds(each, *self._references):
            return None
        left, bottom, right, top = (number.value for number in self._numbers)
        return self._area((left, bottom), (right, top), matrix)

    def _area(self, first: _Point, second: _Point, matrix: _Matrix) -> Area:
        x0, y0, x1, y1 = *_moved(first, matrix), *_moved(second, matrix)
        return self._sheet.area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _outlines(self, path: object, count: int, matrix: _Matrix) -> Iterator[list[_Point | None]]:
        """The outlines of a path; None stands for a curve, whose way nobody follows."""
        x, y = self._references[:2]
        points: list[_Point | None] = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = _moved((self._numbers[0].value, self._numbers[1].value), matrix)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if points:
                    yield points
                points = []
            elif kind == raw.FPDF_SEGMENT_BEZIERTO:
                points.append(None)
            points.append(point)
            if raw.FPDFPathSegment_GetClose(segment) and points[0] != point:
                points.append(points[0])
        if points:
            yield points

    def _outline(self, points: list[_Point | None], *, stroked: bool) -> None:
        """Take one outline: a thin one as a line, else the straight edges that it is drawn with."""
        ends = [point for point in points if point is not None]
        xs, ys = zip(*ends, strict=True)
        whole = self._area((min(xs), min(ys)), (max(xs), max(ys)), _AS_IT_IS)
        if self._thin(whole) or not stroked:
            return
        for first, second in itertools.pairwise(points):
            if first is not None and second is not None:
                self._thin(self._area(first, second, _AS_IT_IS))

    def _thin(self, area: Area) -> bool:
        """Take an area as a line if it is thin. Returns whether it is."""
        if not _is_near(area):
            return False
        if area.height <= _THICKEST:
            if area.width >= _SHORTEST:
                self.drawing.levels.append(Stroke((area.top + area.bottom) / 2, area.left, area.right))
            return True
        if area.width <= _THICKEST:
            if area.height >= _SHORTEST:
                self.drawing.uprights.append(Stroke((area.left + area.right) / 2, area.top, area.bottom))
            return True
        return False


def _is_near(area: Area) -> bool:
    """Whether an area is on any page at all; a damaged file may have it anywhere, or nowhere."""
    return all(-FARTHEST < edge < FARTHEST for edge in area)


def _matrix(each: object) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(each, found):
        return _AS_IT_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _after(first: _Matrix, second: _Matrix) -> _Matrix:
    """The matrix that does what the first one does and then what the second one does."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(point: _Point, matrix: _Matrix) -> _Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
