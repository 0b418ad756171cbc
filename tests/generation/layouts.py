"""The layouts in which copies of reports come as plain text; `columns.py` has that of ``pdftotext -layout``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from generation import columns, form
from generation.form import Box, Matrix
from generation.noise import Noise, broken, random_noise
from generation.reports import Paragraphs, Sample


class Piece(NamedTuple):
    """A printed cell in one row: ``first`` in the topmost row of a merged cell, ``columns`` places wide."""

    text: str
    columns: int
    first: bool
    figure: bool


Rows = list[list[Piece]]
Table = Callable[[Rows, Random, Noise], list[str]]


@dataclass(frozen=True)
class Layout:
    """A layout. ``shows_blanks``: an empty cell leaves a trace in it."""

    name: str
    table: Table | None
    shows_blanks: bool
    inner_blanks: bool = True


def render(sample: Sample, layout: Layout, seed: int = 0, noise: Noise | None = None) -> str:
    """The report as text. Without ``noise`` the copy's habits are drawn from the seed too."""
    rng = Random(seed)
    noise = random_noise(rng) if noise is None else noise
    if layout.table is None:
        return columns.render(sample, rng, noise)
    lines = _title(sample, rng)
    lines += _spaced(sample.preamble, rng)
    for section in sample.sections:
        lines += _section(sample, section, layout, rng, noise)
    lines += ["", *sample.signature, ""]
    return "\n".join(lines)


def _title(sample: Sample, rng: Random) -> list[str]:
    if rng.random() < 0.3 and sample.headline is None:
        return [sample.agency, "", sample.title.removeprefix(sample.agency), ""]
    return [sample.title, ""]


def _spaced(paragraphs: Sequence[str], rng: Random) -> list[str]:
    indent = rng.choice(("", "    ", "\u3000\u3000"))
    gap = rng.choice(([], [""]))
    return [line for text in paragraphs for line in (indent + text, *gap)]


def _section(sample: Sample, section: Paragraphs, layout: Layout, rng: Random, noise: Noise) -> list[str]:
    lines = [noise.indent + section.heading, *_spaced(section.text, rng)]
    if section.table is None:
        return lines
    table = next(key for key, matrix in sample.tables.items() if matrix is section.table)
    rows = printed(sample, table, rng, noise, inner_blanks=layout.inner_blanks)
    gap = [""] if rng.random() < 0.5 or "|" in layout.name else []
    assert layout.table is not None
    return [*lines, *gap, *layout.table(rows, rng, noise), *gap]


def printed(sample: Sample, table: str, rng: Random, noise: Noise, *, inner_blanks: bool = True) -> Rows:
    """The rows of a table with their texts in this copy's habits; a merged cell reads the same in all its rows."""
    matrix = sample.tables[table]
    texts = {}
    for box in form.boxes(matrix):
        text = sample.text_of(table, box)
        texts[id(box)] = noise.figure(text) if box.key else noise.label(text, rng, inner_blanks=inner_blanks)
    return [
        [Piece(texts[id(run.box)], run.columns, run.first, run.box.key is not None) for run in form.runs(matrix, index)]
        for index in range(len(matrix))
    ]


# ── One cell a line ──────────────────────────────────────────────────────────────────────────────


def _tabbed(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """Each cell on a line after a tab; a merged cell leaves a line with a tab; an empty line after each row."""
    inset = rng.choice(("", "\u00a0 ")) if noise.breaks else ""
    spare = rng.randrange(4) if len(rows) == 4 else 0
    lines = []
    for index, row in enumerate(rows):
        if index == len(rows) - 1:
            lines += [*["\t"] * len(row), ""] * spare
        for piece in row:
            parts = _lines(piece, rng, noise) if piece.first else [""]
            lines += ["\t" + (inset if len(parts) > 1 else "") + parts[0], *(inset + part for part in parts[1:])]
        lines.append("")
    return [*lines, ""]


def _lines(piece: Piece, rng: Random, noise: Noise) -> list[str]:
    if piece.figure or not noise.breaks or rng.random() < 0.5:
        return [piece.text]
    return broken(piece.text, rng)


def _line_each(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    return [
        part
        for row in rows
        for piece in row
        if piece.first and piece.text
        for part in (_lines(piece, rng, noise) if rng.random() < 0.2 else [piece.text])
    ]


def _line_each_spaced(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """A cell a line with an empty line after each, blank cells gone."""
    return [line for text in _line_each(rows, rng, noise) for line in (text, "")]


def _pipe_below(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """A cell a line, a pipe alone on the line below it."""
    return [line for row in rows for piece in row if piece.first for line in (piece.text, "|")]


# ── One row a line ───────────────────────────────────────────────────────────────────────────────


def _merged_blank(row: list[Piece]) -> list[str]:
    cells = []
    for piece in row:
        cells += [piece.text if piece.first else "", *[""] * (piece.columns - 1)]
    return cells


def _merged_repeated(row: list[Piece]) -> list[str]:
    return [piece.text for piece in row for _ in range(piece.columns)]


def _pipe_row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(width: int, rng: Random) -> str:
    return rng.choice((_pipe_row(["---"] * width), "|" + ":---:|" * width))


def _markdown(rows: Rows, rng: Random, cells: Callable[[list[Piece]], list[str]]) -> list[str]:
    lines = [_pipe_row(cells(row)) for row in rows]
    width = len(cells(rows[0]))
    if rng.random() < 0.3:
        lines.insert(0, _pipe_row([""] * width))
    lines.insert(1, _rule(width, rng))
    return lines


def _pipes_blank(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    return _markdown(rows, rng, _merged_blank)


def _pipes_repeated(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    return _markdown(rows, rng, _merged_repeated)


def _pipes_one_heading(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """The applicants' heads in the one heading row that Markdown has; the other tables as they are."""
    if len(rows) < 25:
        return _pipes_blank(rows, rng, noise)
    person, total = rows[1][1].text, rows[1][3].text
    heads = [person, *(piece.text for piece in rows[2][2:-1]), total]
    lines = [_pipe_row(["项目", "", "", *heads]), _rule(10, rng)]
    return lines + [_pipe_row(_merged_blank(row)) for row in rows[3:]]


def _pipes_ragged(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """Pipes between cells, sometimes none before the first, merged cells as pipes without blanks."""
    lines = []
    for row in rows:
        cells = [piece.text if piece.first else "" for piece in row]
        tail = "|" * (sum(piece.columns for piece in row) - len(row) + 1)
        lines.append(rng.choice(("| ", "")) + " | ".join(cells) + " " + tail)
    return lines


def _pipes_small(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """Every row as a table of its own, under invented heads."""
    head = rng.choice(("列{}", "Column {}", "字段{}"))
    lines = []
    for row in rows:
        cells = [piece.text for piece in row if piece.first]
        lines += [_pipe_row([head.format(i + 1) for i in range(len(cells))]), _rule(len(cells), rng)]
        lines += [_pipe_row(cells), ""]
    return lines


def _tsv(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    return ["\t".join(_merged_blank(row)) for row in rows]


def _tsv_compact(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    """A tab between cells, nothing for what a merged cell covers."""
    return ["\t".join(piece.text for piece in row if piece.first) for row in rows]


def _spaces(rows: Rows, rng: Random, noise: Noise) -> list[str]:
    return [" ".join(piece.text for piece in row if piece.first and piece.text) for row in rows]


LAYOUTS = (
    Layout("tabs", _tabbed, shows_blanks=True),
    Layout("line-each-spaced", _line_each_spaced, shows_blanks=False),
    Layout("line-each", _line_each, shows_blanks=False),
    Layout("|blank", _pipes_blank, shows_blanks=True),
    Layout("|repeated", _pipes_repeated, shows_blanks=True),
    Layout("|one-heading", _pipes_one_heading, shows_blanks=True),
    Layout("|ragged", _pipes_ragged, shows_blanks=True),
    Layout("|small", _pipes_small, shows_blanks=True),
    Layout("|below", _pipe_below, shows_blanks=True),
    Layout("tsv", _tsv, shows_blanks=True),
    Layout("tsv-compact", _tsv_compact, shows_blanks=True),
    Layout("spaces", _spaces, shows_blanks=False, inner_blanks=False),
    Layout("columns", None, shows_blanks=False),
)
BY_NAME = {layout.name: layout for layout in LAYOUTS}


def split_heads(matrix: Matrix) -> Matrix:
    """The applications table with 商业 and 企业, 科研 and 机构 in two heading rows, as some copies have it."""
    upper, lower = list(matrix[2]), list(matrix[2])
    for index in (4, 5):
        text = upper[index].text
        upper[index], lower[index] = Box(text[:2]), Box(text[2:])
    return [*matrix[:2], upper, lower, *matrix[3:]]
