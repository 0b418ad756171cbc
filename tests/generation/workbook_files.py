"""Reports as workbooks, in the ways in which people and programs make them."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
import xlwt

from generation import form
from generation.form import Matrix
from generation.reports import Paragraphs, Sample

WIDTH = 10
"""The columns of the widest table; titles and text are merged across as many."""


class Cell(NamedTuple):
    """A cell from its first to its last place, rows and columns counted from 0."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str


class Sheet(NamedTuple):
    """A sheet and its cells."""

    name: str
    cells: list[Cell]


class Habits(NamedTuple):
    """How a workbook is put together.

    merged: merged cells are merged, else what they cover is blank. apart: each table on a sheet of its own.
    gap: empty rows around tables. top, left: where everything begins.
    """

    merged: bool = True
    apart: bool = False
    gap: int = 1
    top: int = 0
    left: int = 0


class _Sheets:
    """Sheets being filled from the top."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self.all: list[Sheet] = []

    def begin(self, name: str) -> None:
        self.all.append(Sheet(name, []))
        self._row = self._habits.top

    def skip(self) -> None:
        self._row += self._habits.gap

    def text(self, text: str) -> None:
        self._cell(self._row, 0, 0, WIDTH - 1, text)
        self._row += 1

    def table(self, sample: Sample, key: str, matrix: Matrix) -> None:
        rows = {}
        for index in range(len(matrix)):
            for run in form.runs(matrix, index):
                if run.first:
                    rows[id(run.box), run.start] = index
                last = rows[id(run.box), run.start]
                below = index + 1 < len(matrix) and matrix[index + 1][run.start : run.start + 1] == [run.box]
                if not below:
                    text = sample.text_of(key, run.box)
                    self._cell(self._row + last, run.start, index - last, run.columns - 1, text)
        self._row += len(matrix)

    def _cell(self, row: int, column: int, rows: int, columns: int, text: str) -> None:
        left = self._habits.left + column
        rows, columns = (rows, columns) if self._habits.merged else (0, 0)
        self.all[-1].cells.append(Cell(row, left, row + rows, left + columns, text))


def sheets(sample: Sample, habits: Habits) -> list[Sheet]:
    """The report's sheets."""
    book = _Sheets(habits)
    book.begin("年度报告")
    book.text(sample.title)
    for text in sample.preamble:
        book.text(text)
    for number, section in enumerate(sample.sections):
        if habits.apart and section.table is not None:
            book.begin(f"表{number}")
        elif habits.apart and number and not sheets_follow(sample.sections[: number + 1]):
            book.begin(f"正文 {number}")
        book.text(section.heading)
        for text in section.text:
            book.text(text)
        if section.table is not None:
            key = next(name for name, matrix in sample.tables.items() if matrix is section.table)
            book.skip()
            book.table(sample, key, section.table)
            book.skip()
    for text in sample.signature:
        book.text(text)
    return book.all


def sheets_follow(sections: list[Paragraphs]) -> bool:
    """Whether the last of these stands on the sheet of the one before it, text like that."""
    return sections[-2].table is None


# ── the formats ──────────────────────────────────────────────────────────────────────────────────


def number(text: str) -> float | None:
    """The number that somebody who types this gets."""
    return float(text) if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text) else None


def xlsx(book: list[Sheet], *, numbers: bool = True) -> bytes:
    """A workbook of Excel or WPS; or with every number as text, as programs write it that export tables."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as target:
        border = target.add_format({"border": 1, "text_wrap": True})
        for sheet in book:
            page = target.add_worksheet(sheet.name)
            for row, column, last_row, last_column, text in sheet.cells:
                value = number(text) if numbers else None
                if (row, column) != (last_row, last_column):
                    page.merge_range(row, column, last_row, last_column, "", border)
                if value is not None:
                    page.write_number(row, column, value, border)
                elif text:
                    page.write_string(row, column, text, border)
                else:
                    page.write_blank(row, column, None, border)
    return file.getvalue()


def xls(book: list[Sheet]) -> bytes:
    """A workbook of Excel before 2007, or of WPS (.et)."""
    target = xlwt.Workbook(encoding="utf-8")
    for sheet in book:
        page = target.add_sheet(sheet.name, cell_overwrite_ok=True)
        for row, column, last_row, last_column, text in sheet.cells:
            value = number(text)
            page.write_merge(row, last_row, column, last_column, text if value is None else value)
    file = BytesIO()
    target.save(file)
    return file.getvalue()


ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_ROOT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods(book: list[Sheet]) -> bytes:
    """A workbook of LibreOffice, its empty cells and rows repeated up to the sheet's end as it does."""
    return ods_of("".join(_ods_table(sheet) for sheet in book))


def ods_of(tables: str) -> bytes:
    """An OpenDocument workbook of these tables, given as XML."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, compress_type=0)
        archive.writestr("content.xml", _ODS_ROOT.format(tables))
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
    return file.getvalue()


def _ods_table(sheet: Sheet) -> str:
    starts = {(cell.row, cell.column): cell for cell in sheet.cells}
    covered = {
        (row, column)
        for cell in sheet.cells
        for row in range(cell.row, cell.last_row + 1)
        for column in range(cell.column, cell.last_column + 1)
    } - starts.keys()
    bottom = max(cell.last_row for cell in sheet.cells) + 1
    right = max(cell.last_column for cell in sheet.cells) + 1
    rows = []
    for row in range(bottom):
        cells = []
        for column in range(right):
            if (row, column) in starts:
                cells.append(_ods_cell(starts[row, column]))
            else:
                cells.append("<table:covered-table-cell/>" if (row, column) in covered else "<table:table-cell/>")
        rest = f'<table:table-cell table:number-columns-repeated="{16384 - right}"/>'
        rows.append(f"<table:table-row>{''.join(cells)}{rest}</table:table-row>")
    end = f'<table:table-row table:number-rows-repeated="{1048576 - bottom}">'
    end += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return f'<table:table table:name="{sheet.name}">{"".join(rows)}{end}</table:table>'


def _ods_cell(cell: Cell) -> str:
    spans = ""
    if (cell.row, cell.column) != (cell.last_row, cell.last_column):
        rows, columns = cell.last_row - cell.row + 1, cell.last_column - cell.column + 1
        spans = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
    if not cell.text:
        return f"<table:table-cell{spans}/>"
    kind = "string" if number(cell.text) is None else "float"
    value = f' office:value="{number(cell.text)!r}"' if kind == "float" else ""
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{value}{spans}>{paragraphs}</table:table-cell>'


# ── the layouts ──────────────────────────────────────────────────────────────────────────────────

_WRITERS: dict[str, tuple[Habits, Callable[[list[Sheet]], bytes]]] = {
    "xlsx": (Habits(), xlsx),
    "xlsx-sheet-each": (Habits(apart=True, gap=0), xlsx),
    "xlsx-close": (Habits(gap=0), xlsx),
    "xlsx-unmerged": (Habits(merged=False), xlsx),
    "xlsx-text": (Habits(top=3, left=2, gap=0), lambda book: xlsx(book, numbers=False)),
    "xls": (Habits(), xls),
    "xls-unmerged": (Habits(merged=False, apart=True), xls),
    "ods": (Habits(gap=2), ods),
    "ods-unmerged": (Habits(merged=False), ods),
}
LAYOUTS: tuple[str, ...] = tuple(_WRITERS)
SUFFIXES = {name: "." + name.partition("-")[0] for name in LAYOUTS}


def write(sample: Sample, layout: str, seed: int = 0) -> bytes:
    """The report as a workbook. Nothing about these is left to chance."""
    habits, writer = _WRITERS[layout]
    return writer(sheets(sample, habits))
