"""The statutory tables of a report as a workbook (工作簿): all cells as data, then each table as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gouji.form import TableForm
from gouji.i18n import _
from gouji.model import CellKind, Number, Report, Table
from gouji.reporters.sheets import made, put

_LABEL_WIDTH = 42
_FIELD_WIDTH = 14

Row = Sequence[str | Number | None]


def workbook(report: Report, columns: Sequence[str], cells: Iterable[Row]) -> bytes:
    """The workbook: a sheet with ``cells`` under the names of their columns, then one for each table that is there."""

    def fill(book: xlsxwriter.Workbook) -> None:
        styles = _Styles(book)
        _list(book.add_worksheet(_("单元格")), columns, cells, styles)
        for table in report.tables:
            if table.edition is not None:
                section = next(each for each in table.edition.sections if each.table == table.key)
                sheet = book.add_worksheet(section.heading)
                _matrix(sheet, table, table.edition.tables[table.key], styles)

    return made(fill)


class _Styles:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.odd: Format = book.add_format({"bg_color": "#FFF2CC"})
        """For what is no number where the form wants one."""
        self.outside: Format = book.add_format({"bg_color": "#D9D9D9"})
        """For a place where the form has no cell."""


def _list(sheet: Worksheet, columns: Sequence[str], cells: Iterable[Row], styles: _Styles) -> None:
    """Write the cells one a row, to be filtered and looked up."""
    for x, name in enumerate(columns):
        sheet.write_string(0, x, name, styles.heading)
    last = 0
    for last, row in enumerate(cells, 1):
        for x, value in enumerate(row):
            put(sheet, last, x, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _matrix(sheet: Worksheet, table: Table, form: TableForm, styles: _Styles) -> None:
    """Write a table with the form's labels: a row for each of its rows, a column for each field."""
    fields = list(dict.fromkeys(field for row in form.rows for field in row.fields))
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, len(fields), _FIELD_WIDTH)
    for x, field in enumerate(fields, 1):
        sheet.write_string(0, x, form.columns[field], styles.heading)
    for y, row in enumerate(form.rows, 1):
        sheet.write_string(y, 0, row.label, styles.wrapped)
        for x, field in enumerate(fields, 1):
            cell = table.cell(row.key, field)
            if field not in row.fields:
                sheet.write_blank(y, x, None, styles.outside)
            elif cell is not None and cell.kind is CellKind.NUMBER and not cell.unit:
                put(sheet, y, x, cell.value)
            else:
                put(sheet, y, x, "" if cell is None else cell.raw, styles.odd)
    sheet.freeze_panes(1, 1)
