"""``gouji parse``: the statutory tables of one report as data, every cell with its place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import click

from gouji.cli.helpful import Command
from gouji.cli.limits import limits
from gouji.cli.output import check_needs, check_terminal, put, say, writable, write
from gouji.cli.packs import packs
from gouji.cli.source import Source
from gouji.document import Place
from gouji.i18n import _
from gouji.model import Cell, Report, Table
from gouji.ruleset import EDITIONS
from gouji.usage import UsageError

_COLUMNS = ("table", "edition", "row", "label", "field", "raw", "value", "unit", "kind", *Place._fields)


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "parse",
        callback=parse,
        params=[
            click.Argument(["file"], metavar="FILE"),
            click.Option(
                ["--format", "form"], type=click.Choice(["json", "csv", "xlsx"]), default="json", help=_("输出格式。")
            ),
            click.Option(
                ["--narrative"], is_flag=True, help=_("也输出正文：复述的数据、分项、引用、日期。只用于 json。")
            ),
            click.Option(["--output-file", "-o"], metavar="FILE", help=_("写到文件，不写到标准输出。")),
            click.Option(
                ["--year"], type=click.IntRange(2000, 2100), metavar="YEAR", help=_("报告年度，不从报告推断。")
            ),
            click.Option(["--edition"], type=click.Choice(EDITIONS), help=_("按哪一版格式解析，不由年度推断。")),
            *packs(),
            *limits(),
            click.Option(["--stdin-filename"], metavar="FILE", help=_("标准输入以此为文件名。")),
        ],
        short_help=_("输出一份报告的法定表格和正文里的数据。"),
        help=_(
            "以数据形式输出一份报告的法定表格：每个单元格的原文、数值和位置；"
            "加 --narrative 还输出正文复述了哪些单元格、引用了哪些文件。FILE 为“-”时读标准输入。"
        ),
    )


def parse(file: str, form: str, output_file: str | None, *, narrative: bool, **given: Any) -> int:
    """Print what is in a report. Raises UsageError if the file is not one, or if the format cannot hold it.

    given: the year and edition that the user states, the packs, the limits, and the name of standard input.
    """
    if narrative and form != "json":
        raise UsageError(_("--narrative 只能与 --format json 一起用"))
    target = writable(output_file)
    if form == "xlsx":
        check_needs(form, ("xlsxwriter", "xlsx"))
        check_terminal(form, target)
    year, edition = given.pop("year"), given.pop("edition")
    report = Source(file, **given).report(year, edition)
    if form == "xlsx":
        put(_xlsx(report), target)
        return 0
    text = _json(report, narrative) if form == "json" else _csv(report)
    if target is None:
        say(text)
    else:
        # The mark at the beginning is what Excel knows UTF-8 by.
        write(target, text, "utf-8-sig" if form == "csv" else "utf-8")
    return 0


def _xlsx(report: Report) -> bytes:
    from gouji.cli.spreadsheet import workbook

    entries = (entry | {"value": entry["value"] and Decimal(entry["value"])} for entry in _flat(report))
    return workbook(report, _COLUMNS, ([entry[column] for column in _COLUMNS] for entry in entries))


def _json(report: Report, with_narrative: bool) -> str:
    import json

    head = {"path": report.path, "agency": report.agency, "year": report.year}
    edition = report.edition.key if report.edition else None
    cells = [entry for table in report.tables for entry in _cells(report, table)]
    data: dict[str, Any] = {**head, "edition": edition, "cells": cells}
    if with_narrative:
        from gouji.cli.narrative import narrative

        data["narrative"] = narrative(report)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _csv(report: Report) -> str:
    from csv import DictWriter
    from io import StringIO

    text = StringIO()
    writer = DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_flat(report))
    return text.getvalue()


def _flat(report: Report) -> Iterator[dict[str, Any]]:
    """The cells of all tables as rows of a table, under the names of its columns."""
    for table in report.tables:
        for entry in _cells(report, table):
            place = entry.pop("location")
            box = " ".join(map(str, place["box"] or ()))
            yield entry | place | {"box": box}


def _cells(report: Report, table: Table) -> Iterator[dict[str, Any]]:
    """The cells of a table in the form's order."""
    if table.edition is None:
        return
    for row in table.edition.tables[table.key].rows:
        for field in row.fields:
            cell = table.cell(row.key, field)
            if cell is not None:
                keys = {"table": table.key, "edition": table.edition.key, "row": row.key, "label": row.label}
                yield keys | {"field": field} | _content(cell, report.document.in_file(cell.place))


def _content(cell: Cell, place: Place) -> dict[str, Any]:
    return {
        "raw": cell.raw,
        "value": None if cell.value is None else str(cell.value),  # a JSON number would lose digits in many readers
        "unit": cell.unit,
        "kind": cell.kind.value,
        "location": place._asdict(),
    }
