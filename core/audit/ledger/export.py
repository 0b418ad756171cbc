"""The export (导出) of a ledger: its tables as Parquet, CSV or a workbook, for other programs and for people."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gouji.audit.ledger.asking import plain
from gouji.audit.ledger.opening import driver, fetched, opened_to_read, told
from gouji.i18n import _
from gouji.usage import UsageError, unknown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = ("parquet", "csv", "xlsx")
USUAL = ("runs", "agencies", "files", "facts", "settled", "problems", "passages")
"""What is written where nobody says otherwise (导出内容)."""
TABLES = (*USUAL, "cells", "findings", "bands", "filings")
_OWN = {"files": ("key", "remarks", "record"), "filings": ("key", "remarks", "record"), "findings": ("record",)}
"""The columns that only the program itself can use."""
WORKBOOK = "ledger.xlsx"
_MARK = "\ufeff"
"""By which Excel knows UTF-8; it goes before the first heading."""
_NUMBER = "'^[+＋－-][0-9.]*$'"
_FORMULA = "'^[=@＝＠+＋－-]'"
"""What a spreadsheet would compute, as :func:`gouji.reporters.csv_.defused` has it."""
_WIDEST = 60
_NARROWEST = 10


def exported(path: str, folder: str, form: str, tables: Sequence[str] = ()) -> Iterator[str]:
    """Write tables of a ledger into a folder; the files come out one by one as they are there. Raises UsageError.

    form: one of :data:`FORMATS`. tables: their names, the usual ones if there are none.
    """
    wanted = list(dict.fromkeys(tables or USUAL))
    for name in wanted:
        if name not in TABLES:
            raise unknown(_("账本里没有表 {name}").format(name=name), name, TABLES, listed=True)
    duckdb = driver()
    try:
        with closing(opened_to_read(path, confined=False)) as database:
            os.makedirs(folder, exist_ok=True)
            if form == "xlsx":
                yield _workbook(database, os.path.join(folder, WORKBOOK), wanted)
            else:
                for name in wanted:
                    yield _file(database, name, os.path.join(folder, f"{name}.{form}"), form)
    except OSError as error:
        raise UsageError(_("{file} 写不了：{error}").format(file=folder, error=error.strerror)) from error
    except duckdb.Error as error:
        raise told(path, error) from error


def _file(database: DuckDBPyConnection, table: str, file: str, form: str) -> str:
    """Write a table to a file, whole or not at all."""
    query = _for_spreadsheets(database, table) if form == "csv" else _query(table)
    options = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet, COMPRESSION zstd"
    with _draft(file) as draft:
        database.execute(f"COPY ({query}) TO ? ({options})", [draft])
    return file


@contextmanager
def _draft(file: str) -> Iterator[str]:
    """The name under which a file is written: it gets its own when it is whole."""
    draft = os.path.join(os.path.dirname(file), f".{os.path.basename(file)}.{os.getpid()}")
    try:
        yield draft
        os.replace(draft, file)
    finally:
        if os.path.exists(draft):
            os.remove(draft)


def _query(table: str) -> str:
    own = f" EXCLUDE ({', '.join(_OWN[table])})" if table in _OWN else ""
    return f"SELECT *{own} FROM {table} ORDER BY ALL"


def _for_spreadsheets(database: DuckDBPyConnection, table: str) -> str:
    """The query for a table, so that every spreadsheet shows its values as they are."""
    described = database.execute(f"DESCRIBE {_query(table)}").fetchall()
    columns = (
        f'{_shown(name, kind)} AS "{_MARK * (x == 0)}{name}"' for x, (name, kind, *_rest) in enumerate(described)
    )
    return f"SELECT {', '.join(columns)} FROM ({_query(table)})"


def _shown(column: str, kind: str) -> str:
    """The expression for the value of a column: no digits of no account, nothing that would be computed."""
    if kind.startswith("DECIMAL"):
        return f"regexp_replace(({column})::VARCHAR, '\\.?0+$', '')"
    if kind == "VARCHAR[]":
        column, kind = f"array_to_string({column}, '{_('、')}')", "VARCHAR"
    if kind != "VARCHAR":
        return column
    formula = f"regexp_matches({column}, {_FORMULA}) AND NOT regexp_matches({column}, {_NUMBER})"
    return f"CASE WHEN {formula} THEN '''' || {column} ELSE {column} END"


def _workbook(database: DuckDBPyConnection, file: str, tables: Sequence[str]) -> str:
    """Write tables as the sheets of a workbook; one that has more rows than a sheet goes on in the next."""
    from xlsxwriter import Workbook

    from gouji.reporters.sheets import Sheet, Styles, make

    def fill(book: Workbook) -> None:
        styles = Styles(book)
        for table in tables:
            answer = database.execute(_query(table))
            columns = {column[0]: min(max(len(column[0]) + 4, _NARROWEST), _WIDEST) for column in answer.description}
            sheet = Sheet(book, table, columns, styles)
            for row in fetched(answer):
                sheet.add([_cell(value) for value in row])
            sheet.finish()

    with _draft(file) as draft, open(draft, "wb") as stream:
        make(stream, fill)
    return file


def _cell(value: Any) -> str | int | Decimal | None:
    """A value for the cell of a workbook: numbers as such, all else as it is shown."""
    if isinstance(value, Decimal):
        return value.normalize()
    shown = plain(value)
    return str(shown).lower() if isinstance(shown, bool) else shown if isinstance(shown, int | None) else str(shown)
