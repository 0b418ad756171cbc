"""The layout of ``pdftotext -layout``: columns by character count, wrapped labels, pages with footers."""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from generation import form
from generation.form import Matrix, Run
from generation.noise import Noise
from generation.reports import Sample

_PARAGRAPH_WIDTH = 28
VERTICAL = "三、本年度办理结果"


class _Mark(NamedTuple):
    """A text at a column of a half line: between the lines of one cell there may stand a line of another."""

    half: int
    x: int
    text: str


class _Line(NamedTuple):
    text: str
    breakable: bool
    """A page may end before this line."""


_TURN = _Line("", True)
"""A new page, whatever there is room for."""


def render(sample: Sample, rng: Random, noise: Noise) -> str:
    """The report as its PDF's columns of text."""
    lines = [_Line(" " * rng.randint(8, 16) + text, False) for text in _title(sample, rng)]
    lines += _paragraphs(("", *sample.preamble), rng)
    for section in sample.sections:
        lines += _paragraphs((section.heading, *section.text), rng)
        if section.table is not None:
            name = next(key for key, matrix in sample.tables.items() if matrix is section.table)
            lines += [_Line("", True), *_table(sample, name, rng, noise), _Line("", True)]
    lines += [_Line(" " * 20 + text, False) for text in sample.signature]
    return _paged(lines, rng)


def _title(sample: Sample, rng: Random) -> list[str]:
    if sample.headline is not None:
        return [sample.headline]
    year = f" {sample.year} 年" if rng.random() < 0.5 else f"{sample.year}年"
    if rng.random() < 0.5:
        return [sample.agency, year.strip() + "政府信息公开工作年度报告"]
    return [sample.agency + year + "政府信息公开工作年度报告"]


def _paragraphs(texts: tuple[str, ...], rng: Random) -> list[_Line]:
    indent = " " * rng.randint(0, 6)
    lines = []
    for text in texts:
        for number, line in enumerate(_wrapped(text, _PARAGRAPH_WIDTH)):
            lines.append(_Line(indent + ("  " if number == 0 else "") + line, True))
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of about this many characters; numbers are not torn, and no line begins with a closing mark."""
    lines, line = [], ""
    for atom in re.findall(r"(?:[0-9A-Za-z.]+|.)[，。、：；）》〉”]*", text):
        if line and len(line) + len(atom.rstrip("，。、：；）》〉”")) > width:
            lines.append(line)
            line = ""
        line += atom
    return [*lines, line]


def _paged(lines: list[_Line], rng: Random) -> str:
    """The lines on pages: each page ends with its number, and a form feed begins the next."""
    style = rng.choice(("-{}-", "— {} —", "- {} -", "{}"))
    pages: list[list[str]] = [[]]
    room = rng.randint(35, 60)
    for line in lines:
        if line is _TURN or (line.breakable and len(pages[-1]) >= room):
            pages.append([])
        if line is not _TURN:
            pages[-1].append(line.text)
    out = []
    for number, page in enumerate(pages, 1):
        footer = " " * rng.choice((3, 40, 70)) + style.format(number)
        out.append("\n".join([*page, "", "", footer, ""]))
    return "\f".join(out)


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────


def _table(sample: Sample, name: str, rng: Random, noise: Noise) -> list[_Line]:
    """The rows of a table; from some row on the columns stand elsewhere, as they do on a new page."""
    matrix = sample.tables[name]
    texts = {
        id(box): noise.figure(sample.text_of(name, box)) if box.key else noise.label(box.text, rng)
        for box in form.boxes(matrix)
    }
    turn = rng.randrange(4, len(matrix)) if len(matrix) > 5 and rng.random() < 0.5 else len(matrix)
    before, after = _edges(matrix, texts, rng), _edges(matrix, texts, rng)
    rotated = rng.randrange(6, len(matrix) - 2) if name == "applications" and rng.random() < 0.3 else None
    tops, counts = _heights(matrix, texts, rng.choice((0, 0, 2, 4)), rotated)
    centred = rng.random() < 0.5
    marks: list[_Mark] = []
    placed: set[int] = set()
    for index in range(len(matrix)):
        edges = before if index < turn else after
        for run in form.runs(matrix, index):
            if id(run.box) in placed:
                continue
            placed.add(id(run.box))
            if run.box.text == VERTICAL and rotated is not None:
                marks.append(_Mark(tops[rotated + 1] - 5, edges[0], " 三 、本 年 度办 理 结果"))
                continue
            last = _last_row(matrix, index, run.start)
            parts = _parts(matrix, run, texts)
            top = (tops[index] + tops[last] + 2 * counts[last]) // 2 - len(parts)
            room = edges[run.start + run.columns] - edges[run.start] - 2
            centre = not _label_column(matrix, run.start) and (centred or run.box.key is None)
            for number, part in enumerate(parts):
                shift = max((room - len(part)) // 2, 0) if centre else 0
                marks.append(_Mark(top + 2 * number, edges[run.start] + shift, part))
    return _set(marks, set(tops), tops[turn] if turn < len(matrix) else -1)


def _label_column(matrix: Matrix, start: int) -> bool:
    return 9 <= len(matrix[0]) < 14 and start < 3


def _edges(matrix: Matrix, texts: dict[int, str], rng: Random) -> list[int]:
    """Where each place of the grid begins, wide enough for its figures and its wrapped heads; the last is the end."""
    kind = next(width for width in (15, 10, 4) if len(matrix[0]) >= width - 1)
    widths = {4: [16, 12, 12, 12], 10: [6, 8, 20, *[7] * 7], 15: [6] * 15}[kind]
    widths += [7] * (max(map(len, matrix)) - len(widths))
    for row in matrix:
        for place, box in enumerate(row):
            if box.key:
                widths[place] = max(widths[place], len(texts[id(box)]) + 3)
    edges = [rng.randint(0, 5)]
    for width in widths:
        edges.append(edges[-1] + width + rng.choice((0, 0, 1, 3)))
    return edges


def _parts(matrix: Matrix, run: Run, texts: dict[int, str]) -> list[str]:
    """The lines of a cell."""
    text = texts[id(run.box)]
    return [text] if run.box.key else _wrapped(text, _wrap_width(matrix, run.start, run.columns))


_LABEL_WIDTHS = {0: 1, 1: 4, 2: 16, 3: 4, 9: 4}
"""Characters in a line of a label in the applications table, by the place where it stands; 2 elsewhere."""


def _wrap_width(matrix: Matrix, start: int, columns: int) -> int:
    """How many characters a line of the label holds."""
    width = len(matrix[0])
    if 9 <= width < 14:
        return _LABEL_WIDTHS.get(start, 2) if columns == 1 else 20
    return 2 if width >= 14 and columns == 1 else 40


def _heights(matrix: Matrix, texts: dict[int, str], spacing: int, rotated: int | None) -> tuple[list[int], list[int]]:
    """The top of every row in half lines, and how many lines it holds. Room is left below the ``rotated`` row."""
    counts = [1] * len(matrix)
    for index in range(len(matrix)):
        for run in form.runs(matrix, index):
            last = _last_row(matrix, index, run.start)
            if run.first:
                counts[last] += max(len(_parts(matrix, run, texts)) - sum(counts[index : last + 1]), 0)
    tops, half = [], 0
    for index, count in enumerate(counts):
        tops.append(half)
        half += 2 * count + spacing + (10 if index == rotated else 0)
    return tops, counts


def _last_row(matrix: Matrix, index: int, place: int) -> int:
    last = index
    while last + 1 < len(matrix) and place < len(matrix[last + 1]) and matrix[last + 1][place] is matrix[index][place]:
        last += 1
    return last


def _set(marks: list[_Mark], starts: set[int], page_turn: int) -> list[_Line]:
    """The marks as lines. Half lines with nothing on them vanish, empty whole lines stay."""
    by_half: dict[int, list[_Mark]] = {}
    for mark in marks:
        if mark.text:
            by_half.setdefault(mark.half, []).append(mark)
    lines = []
    for half in range(max(by_half) + 1):
        if half == page_turn:
            lines.append(_TURN)
        if half not in by_half:
            if half % 2 == 0:
                lines.append(_Line("", half in starts))
            continue
        text = ""
        for mark in sorted(by_half[half], key=lambda mark: mark.x):
            gap = max(mark.x - len(text), 2 if text else 0)
            text += " " * gap + mark.text
        lines.append(_Line(text, half in starts))
    return lines
