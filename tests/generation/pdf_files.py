"""Reports as PDF files, drawn in the ways in which word processors, browsers and converters draw them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfdoc import PDFStream
from reportlab.pdfgen.canvas import Canvas

from generation import form
from generation.form import Box, Matrix
from generation.reports import Sample

FONT = "STSong-Light"
RADICAL_FONT = "Radicals"
RADICALS = str.maketrans("一二八十人大工行自心方民见门长", "⼀⼆⼋⼗⼈⼤⼯⾏⾃⼼⽅⺠⻅⻔⻓")
OUTCOMES = "三、本年度办理结果"


@dataclass(frozen=True)
class Style:
    """How a file is drawn. The defaults are those of a word processor's export.

    lines: how the ruling is drawn. upright: how the label of the outcomes stands. table_turn: how pages with the
    applications' table lie: ``shown`` sideways by the page's own attribute, or ``drawn`` so. spaced: paragraphs are
    not set in but set apart, and the title is no larger than they are. labels: how wide the columns of labels are, by
    the others.
    """

    lines: str = "strokes"
    upright: str = "narrow"
    table_turn: str = ""
    footer: str = "- {} -"
    header: str = ""
    font: str = FONT
    open_sides: bool = False
    heads_again: bool = False
    cut_rows: bool = False
    bold_twice: bool = False
    shaded: bool = False
    framed: bool = False
    by_columns: bool = False
    spaced: bool = False
    watermark: str = ""
    labels: float = 1.0
    room: float = 1.0


_STYLES = {
    "ruled": Style(),
    "short-pages": Style(room=0.55, footer="—{}—"),
    "thin-rectangles": Style(lines="rectangles", shaded=True, footer="第{}页"),
    "cell-boxes": Style(lines="boxes", bold_twice=True, framed=True, footer="{}"),
    "upright-labels": Style(upright="characters", room=0.6),
    "turned-labels": Style(upright="turned", lines="rectangles"),
    "heads-again": Style(heads_again=True, room=0.5),
    "cut-rows": Style(cut_rows=True, open_sides=True),
    "landscape": Style(table_turn="shown"),
    "sideways": Style(table_turn="drawn"),
    "scaled-form": Style(
        lines="form", header="2025/3/5 09:30  政府信息公开年报", footer="http://www.example.com/a.html {}/9"
    ),
    "column-by-column": Style(by_columns=True),
    "radicals": Style(font=RADICAL_FONT),
    "unruled": Style(lines=""),
    "level-lines": Style(lines="levels", labels=1.4),
    "spaced": Style(spaced=True),
    "watermark": Style(watermark="仅供内部使用"),
}
LAYOUTS = tuple(_STYLES)

_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _TOP = 74.0, 80.0
_TEXT_WIDTH = 448.0
_BODY, _LEADING = 16.0, 28.0
_CELL, _CELL_LEADING, _PADDING = 9.0, 11.5, 4.0


def write(sample: Sample, layout: str, seed: int = 0) -> bytes:
    """The report as a PDF in a layout; the seed decides on sizes and alignment."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    pdfmetrics.registerFont(_RadicalFont())
    return _Printer(sample, _STYLES[layout], Random(seed)).print()


class _RadicalFont(UnicodeCIDFont):
    """The font, telling programs that some of its common characters were radicals, as real files do."""

    def __init__(self) -> None:
        super().__init__(FONT)
        self.fontName = self.name = RADICAL_FONT

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # a method of the library
        from reportlab.pdfbase.cidfonts import CIDFontInfo, structToPDF

        pairs = [f"<{common:04X}> <{ord(chr(radical)):04X}>" for common, radical in RADICALS.items()]
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /R def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(pairs)} beginbfchar\n"
            + "\n".join(pairs)
            + "\nendbfchar endcmap end end"
        )
        name = f"F{len(doc.fontMapping) + 1}"
        struct = {**CIDFontInfo[FONT], "Name": f"/{name}", "Encoding": f"/{self.encodingName}"}
        font = structToPDF(struct)
        font.dict["ToUnicode"] = doc.Reference(PDFStream(content=cmap))
        doc.idToObject["BasicFonts"].dict[name] = doc.Reference(font, name)
        doc.fontMapping[self.name] = f"/{name}"


class _Spot(NamedTuple):
    """A line of text in a table: its place, and whether it is turned on its side."""

    x: float
    y: float
    text: str
    turned: bool = False


class _Edge(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float


class _Printer:
    """Prints a report from top to bottom; ``y`` runs down the page."""

    def __init__(self, sample: Sample, style: Style, rng: Random) -> None:
        self._sample, self._style, self._rng = sample, style, rng
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=(_WIDTH, _HEIGHT), invariant=True, pageCompression=0)
        self._page, self._y = 1, _TOP
        self._bottom = _TOP + (_HEIGHT - 2 * _TOP) * style.room
        self._centred = rng.random() < 0.5
        self._begin()

    def print(self) -> bytes:
        sample = self._sample
        self._title()
        self._paragraphs(sample.preamble)
        for section in sample.sections:
            if section.table is not None and self._y > self._bottom - 5 * _LEADING:
                self._turn_page()
            self._paragraphs((section.heading,), bold=True)
            self._paragraphs(section.text)
            if section.table is not None:
                self._table(next(key for key, matrix in sample.tables.items() if matrix is section.table))
        self._y += _LEADING
        for text in sample.signature:
            self._text(_LEFT + _TEXT_WIDTH - _width(text, _BODY) - 2 * _BODY, text, _BODY)
        self._end()
        self._canvas.save()
        return self._out.getvalue()

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        if self._style.framed:
            self._canvas.rect(40, 40, _WIDTH - 80, _HEIGHT - 80)
        if self._style.header:
            self._draw(24, 25, self._style.header, 8.0)
        if self._style.watermark:
            self._watermark()

    def _end(self) -> None:
        footer = self._style.footer.format(self._page)
        x = _LEFT + 10 if self._page % 2 == 0 else _LEFT + _TEXT_WIDTH - 60
        at = _HEIGHT - (20 if self._style.header else 50)
        self._draw(24 if self._style.header else x, at, footer, 8.0 if self._style.header else 12.0)
        self._canvas.showPage()

    def _watermark(self) -> None:
        self._canvas.saveState()
        self._canvas.translate(_WIDTH / 2, _HEIGHT / 2)
        self._canvas.rotate(self._rng.choice((30, 45, 60)))
        self._canvas.setFillGray(0.85)
        for y in (-200, 0, 200):
            self._canvas.setFont(self._style.font, self._rng.choice((24, 50)))
            self._canvas.drawCentredString(0, y, self._style.watermark)
        self._canvas.restoreState()

    def _turn_page(self) -> None:
        self._end()
        self._page, self._y = self._page + 1, _TOP
        self._begin()

    # ── Text ─────────────────────────────────────────────────────────────────────────────────────

    def _title(self) -> None:
        if self._style.spaced:
            self._paragraphs((self._sample.title,))
            return
        for line in _wrapped(self._sample.title, 22.0, _TEXT_WIDTH):
            width = _width(line, 22.0)
            self._text(_LEFT + (_TEXT_WIDTH - width) / 2, line, 22.0)
        self._y += _LEADING

    def _paragraphs(self, texts: Sequence[str], *, bold: bool = False) -> None:
        indent = "" if self._style.spaced else "\u3000\u3000"
        for text in texts:
            for number, line in enumerate(_wrapped(indent + text, _BODY, _TEXT_WIDTH)):
                bare = line.lstrip("\u3000")
                self._text(_LEFT + (len(indent) * _BODY if number == 0 else 0), bare, _BODY, bold=bold)
            if self._style.spaced:
                self._y += _LEADING / 2

    def _text(self, x: float, text: str, size: float, *, bold: bool = False) -> None:
        if self._y + _LEADING > self._bottom:
            self._turn_page()
        if self._style.shaded:
            self._canvas.setFillGray(1)
            self._canvas.rect(_LEFT, _HEIGHT - self._y - _LEADING, _TEXT_WIDTH, _LEADING, stroke=0, fill=1)
            self._canvas.setFillGray(0)
        self._y += _LEADING
        self._draw(x, self._y - 8, text, size)
        if bold and self._style.bold_twice:
            self._draw(x + 0.3, self._y - 8, text, size)
            self._canvas.line(x, _HEIGHT - self._y + 4, x + _width(text, size), _HEIGHT - self._y + 4)

    def _draw(self, x: float, y: float, text: str, size: float) -> None:
        self._canvas.setFont(self._style.font, size)
        self._canvas.drawString(x, _HEIGHT - y, text)

    # ── Tables ───────────────────────────────────────────────────────────────────────────────────

    def _table(self, name: str) -> None:
        sheet = _Sheet(self._sample, name, self._style, self._rng, centred=self._centred)
        turn = self._style.table_turn if name == "applications" else ""
        if turn:
            self._turn_page()
            wide = _Sheet(self._sample, name, self._style, self._rng, centred=self._centred, width=_HEIGHT - 2 * _TOP)
            self._turned(wide, turn)
            self._turn_page()
            self._canvas.setPageSize((_WIDTH, _HEIGHT))
            self._canvas.setPageRotation(0)
            return
        first, self._y = 0, self._y + 6
        while first < len(sheet.heights):
            last = sheet.fitting(first, self._bottom - self._y)
            if last == first and self._y > _TOP + 1:
                self._turn_page()
                continue
            last = max(last, first + 1)
            self._y += sheet.draw(self._canvas, _LEFT, self._y, first, last)
            first = last
            if first < len(sheet.heights):
                self._turn_page()
                if self._style.heads_again and name == "applications":
                    self._y += sheet.draw(self._canvas, _LEFT, self._y, 0, 3, again=True)
        self._y += 12

    def _turned(self, sheet: _Sheet, turn: str) -> None:
        """The table on pages that lie on their side."""
        first = 0
        while first < len(sheet.heights):
            if first:
                self._turn_page()
            last = sheet.fitting(first, _WIDTH - 2 * _TOP)
            if turn == "shown":
                self._canvas.setPageSize((_HEIGHT, _WIDTH))
                self._canvas.setPageRotation(90)
            self._canvas.saveState()
            if turn == "shown":
                self._canvas.transform(0, 1, -1, 0, _HEIGHT, 0)  # what the page's attribute turns back
            else:
                self._canvas.transform(0, -1, 1, 0, 0, _HEIGHT)
                self._canvas.translate(0, _WIDTH - _HEIGHT)
            sheet.draw(self._canvas, _TOP, _TOP, first, last)
            self._canvas.restoreState()
            first = last


class _Sheet:
    """A table with its columns, the heights of its rows, and the lines of its cells."""

    def __init__(
        self, sample: Sample, name: str, style: Style, rng: Random, *, centred: bool, width: float = _TEXT_WIDTH
    ) -> None:
        self.matrix: Matrix = sample.tables[name]
        self._style, self._centred = style, centred
        self.xs = _columns(self.matrix, width, rng, style.labels)
        self._forced = 0
        if style.cut_rows and len(self.xs) > 3:
            self._forced, self.matrix = _cut(self.matrix, self.xs[3] - self.xs[1])
        self._texts = {id(box): sample.text_of(name, box) for box in form.boxes(self.matrix)}
        self._placed: dict[int, int] = {}
        self._boxes = list(_boxes(self.matrix))
        self.heights = self._heights(rng.choice((0.0, 4.0, 9.0)))

    def fitting(self, first: int, room: float) -> int:
        """The row after the last one for which there is room from this one on."""
        last = first
        while last < len(self.heights) and sum(self.heights[first : last + 1]) <= room:
            last += 1
        return self._forced if first < self._forced < last else last

    def draw(self, canvas: Canvas, left: float, top: float, first: int, last: int, *, again: bool = False) -> float:
        """Draw some rows. Returns how high they are."""
        ys = [top]
        for height in self.heights[first:last]:
            ys.append(ys[-1] + height)
        spots: list[_Spot] = []
        areas: list[tuple[float, float, float, float]] = []
        for box in self._boxes:
            upper, lower = max(box.top, first), min(box.bottom, last)
            if upper >= lower:
                continue
            area = (left + self.xs[box.left], ys[upper - first], left + self.xs[box.right], ys[lower - first])
            areas.append(area)
            spots += self._spots(box, area, whole=again, done=lower == box.bottom)
        if self._style.by_columns:
            spots.sort()
        if self._style.lines == "boxes":
            for x0, y0, x1, y1 in areas:
                canvas.rect(x0, _HEIGHT - y1, x1 - x0, y1 - y0)
        else:
            _rule(canvas, list(dict.fromkeys(edge for area in areas for edge in self._edges(area, left))), self._style)
        canvas.setFont(self._style.font, _CELL)
        for spot in spots:
            _print(canvas, spot)
        return ys[-1] - top

    def _edges(self, area: tuple[float, float, float, float], left: float) -> Iterator[_Edge]:
        x0, y0, x1, y1 = area
        yield _Edge(x0, y0, x1, y0)
        yield _Edge(x0, y1, x1, y1)
        outermost = (left, left + self.xs[-1])
        yield from (_Edge(x, y0, x, y1) for x in (x0, x1) if not (self._style.open_sides and x in outermost))

    def _spots(self, box: _Span, area: tuple[float, float, float, float], *, whole: bool, done: bool) -> list[_Spot]:
        """The lines of a cell, or of the part of it that stands here."""
        x0, y0, x1, y1 = area
        text = self._texts[id(box.box)]
        if text == OUTCOMES and self._style.upright == "turned":
            if self._placed.get(id(box.box)):
                return []
            self._placed[id(box.box)] = 1
            return [_Spot((x0 + x1) / 2 - 3, y0 + 3, text, turned=True)]
        lines = self._lines(box)
        if not whole:
            at = self._placed.get(id(box.box), 0)
            fitting = len(lines) if done else at + int((y1 - y0) // _CELL_LEADING)
            self._placed[id(box.box)] = fitting
            lines = lines[at:fitting]
        y = (y0 + y1 - _CELL_LEADING * len(lines)) / 2 + _CELL
        spots = []
        for line in lines:
            width = _width(line, _CELL)
            shift = (x1 - x0 - width) / 2 if self._centred or box.box.key else _PADDING
            spots.append(_Spot(x0 + shift, y, line))
            y += _CELL_LEADING
        return spots

    def _lines(self, box: _Span) -> list[str]:
        text = self._texts[id(box.box)]
        if text == OUTCOMES and self._style.upright == "characters":
            return list(text)
        return _wrapped(text, _CELL, self.xs[box.right] - self.xs[box.left] - 2 * _PADDING)

    def _heights(self, more: float) -> list[float]:
        """High enough for the cells of one row; where a merged cell needs more, its last row has it."""
        heights = [_CELL_LEADING + 6 + more] * len(self.matrix)
        for box in sorted(self._boxes, key=lambda box: box.bottom - box.top):
            need = len(self._lines(box)) * _CELL_LEADING + 6
            heights[box.bottom - 1] += max(0.0, need - sum(heights[box.top : box.bottom]))
        return heights


def _cut(matrix: Matrix, width: float) -> tuple[int, Matrix]:
    """The table with one row in two parts, its label going on in the second; and the index of that, 0 without one."""
    for index, row in enumerate(matrix):
        label = next((box for box in row if box.text.startswith("（二）部分公开（")), None)
        if label is not None:
            first_line = _wrapped(label.text, _CELL, width - 2 * _PADDING)[0]
            upper, lower = Box(first_line), Box(label.text.removeprefix(first_line))
            rest = {id(box): Box() for box in row if box.key}
            first = [upper if box is label else box for box in row]
            second = [lower if box is label else rest.get(id(box), box) for box in row]
            return index + 1, [*matrix[:index], first, second, *matrix[index + 1 :]]
    return 0, matrix


class _Span(NamedTuple):
    """A cell and the rows and columns that it covers."""

    box: Box
    top: int
    left: int
    bottom: int
    right: int


def _boxes(matrix: Matrix) -> Iterator[_Span]:
    for index in range(len(matrix)):
        for run in form.runs(matrix, index):
            if run.first:
                bottom = index + 1
                while bottom < len(matrix) and run.start < len(matrix[bottom]) and matrix[bottom][run.start] is run.box:
                    bottom += 1
                yield _Span(run.box, index, run.start, bottom, run.start + run.columns)


def _columns(matrix: Matrix, width: float, rng: Random, labels: float) -> list[float]:
    """Where the columns begin, and the last one ends; ``labels``: how wide those of the labels are."""
    count = max(map(len, matrix))
    shares = {4: [3.0, 2, 2, 2], 10: [0.7, 1.6, 4, *[1.1] * 7], 15: [1.0] * 15}.get(count)
    if shares is None:
        shares = [0.7, 1.6, 4, *[1.1] * (count - 3)] if 8 <= count < 14 else [1.0] * count
    shares = [share * rng.choice((1, 1, 1.1)) for share in shares]
    if count >= 8:
        shares[:3] = [share * labels for share in shares[:3]]
    xs = [0.0]
    for share in shares:
        xs.append(xs[-1] + width * share / sum(shares))
    return xs


def _rule(canvas: Canvas, edges: list[_Edge], style: Style) -> None:
    """Draw the ruling line by line."""
    if style.lines in ("strokes", "levels"):
        canvas.setLineWidth(0.5)
        for x0, y0, x1, y1 in edges:
            if style.lines == "strokes" or y0 == y1:
                canvas.line(x0, _HEIGHT - y0, x1, _HEIGHT - y1)
    elif style.lines == "rectangles":
        for x0, y0, x1, y1 in edges:
            canvas.rect(x0, _HEIGHT - y1 - 0.48, x1 - x0 + 0.48, y1 - y0 + 0.48, stroke=0, fill=1)
    elif style.lines == "form":
        _form(canvas, edges)


_form_numbers: Callable[[], int] = iter(range(10**9)).__next__


def _form(canvas: Canvas, edges: list[_Edge]) -> None:
    """The ruling as one path in a form of its own, at ten times the size."""
    name = f"ruling{_form_numbers()}"
    canvas.beginForm(name, 0, 0, 10 * _HEIGHT, 10 * _HEIGHT)
    path = canvas.beginPath()
    for x0, y0, x1, y1 in edges:
        path.moveTo(10 * x0, 10 * (_HEIGHT - y0))
        path.lineTo(10 * x1, 10 * (_HEIGHT - y1))
    canvas.setLineWidth(5)
    canvas.drawPath(path)
    canvas.endForm()
    canvas.saveState()
    canvas.scale(0.1, 0.1)
    canvas.doForm(name)
    canvas.restoreState()


def _print(canvas: Canvas, spot: _Spot) -> None:
    if not spot.turned:
        canvas.drawString(spot.x, _HEIGHT - spot.y, spot.text)
        return
    canvas.saveState()
    canvas.translate(spot.x, _HEIGHT - spot.y)
    canvas.rotate(-90)
    canvas.drawString(0, 0, spot.text)
    canvas.restoreState()


def _width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def _wrapped(text: str, size: float, width: float) -> list[str]:
    """The lines of a text; numbers are not torn unless they must be, and no line begins with a closing mark."""
    lines, line = [], ""
    for atom in re.findall(r"(?:[0-9A-Za-z.+-]+|[（《“]?.)[，。、：；）》〉”]*", text):
        if line and _width(line + atom.rstrip("，。、：；）》〉”"), size) > width:
            lines.append(line)
            line = ""
        line += atom
    return [*lines, line] if line else lines
