"""``gouji ledger``: what is in the ledger of an audit, asked and written out."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any

import click

from gouji.cli import packs
from gouji.cli.helpful import Command, Group
from gouji.cli.output import check_needs, put, say
from gouji.explain import SEVERITIES
from gouji.finding import Severity
from gouji.i18n import _

LEDGER = "gouji-ledger.duckdb"
"""The ledger's file where nobody says otherwise."""
_MEASURED = 1000
"""So many rows of an answer say how wide its columns are; it may have millions."""
_WIDEST = 60


def command() -> Group:
    """The command with its subcommands, in the language in use."""
    return Group(
        "ledger",
        callback=ledger,
        invoke_without_command=True,
        params=[ledger_option()],
        commands=[_query(), _export(), _site()],
        short_help=_("查看、查询、导出核查的账本。"),
        help=_(
            "显示账本在哪里、有多大、有些什么；用 SQL 查询，或者导出。账本是 gouji audit 建立的，"
            "有哪些表、每一栏是什么，见 docs/ledger.md。"
        ),
    )


def ledger_option() -> click.Option:
    """``--ledger``: the file of the ledger."""
    return click.Option(["--ledger"], metavar="FILE", default=LEDGER, help=_("账本，默认 {name}。").format(name=LEDGER))


def _inner_option() -> click.Option:
    """``--ledger`` of a subcommand, which may as well stand before its name."""
    option = ledger_option()
    option.default = _named_before
    return option


def _named_before() -> str:
    outer = click.get_current_context().parent
    return str(outer.params["ledger"]) if outer and "ledger" in outer.params else LEDGER


def _query() -> Command:
    return Command(
        "query",
        callback=query,
        params=[
            click.Argument(["sql"], metavar="SQL"),
            _inner_option(),
            click.Option(
                ["--format", "form"], type=click.Choice(["text", "json", "csv"]), default="text", help=_("输出格式。")
            ),
        ],
        short_help=_("用 SQL 查询账本。"),
        help=_("用 SQL（DuckDB 的写法）查询账本，只读：查询改不了账本，也读不到别的文件。"),
    )


def _export() -> Command:
    from gouji.audit.ledger.export import FORMATS

    return Command(
        "export",
        callback=export,
        params=[
            click.Argument(["tables"], nargs=-1, metavar="[TABLE]..."),
            click.Option(["--to", "folder"], metavar="DIR", required=True, help=_("写到这个文件夹。")),
            click.Option(
                ["--format", "form"],
                type=click.Choice(FORMATS),
                default="csv",
                help=_("文件格式，默认 csv；xlsx 是一个工作簿，每个表一张工作表。"),
            ),
            _inner_option(),
        ],
        short_help=_("导出账本。"),
        help=_("把账本里的表导出成文件，供电子表格、统计软件使用。不写 TABLE 时导出常用的各表。"),
    )


def _site() -> Command:
    return Command(
        "site",
        callback=site,
        params=[click.Argument(["folder"], metavar="DIR"), *packs.packs(), _inner_option()],
        short_help=_("由账本写一个网站。"),
        help=_("把上次核查的结果写成网站（HTML），放在文件夹 DIR，不再读取报告；与 gouji audit --site 写的相同。"),
    )


def ledger(ledger: str) -> int:
    """Say what there is in the ledger, if no subcommand says what else is wanted."""
    if click.get_current_context().invoked_subcommand is not None:
        return 0
    from gouji.audit.ledger.asking import overview

    found = overview(ledger)
    when = _("，上次 {time}（世界时）").format(time=f"{found.last:%Y-%m-%d %H:%M}") if found.last else ""
    ended = "" if found.finished or not found.runs else _("，没有做完")
    span = "–".join(dict.fromkeys(map(str, found.years))) if found.years else _("无")
    counts = [f"{_(SEVERITIES[each])} {found.findings.get(each.key, 0):,}" for each in sorted(Severity, reverse=True)]
    lines = (
        _("账本：{path}，{size} 字节").format(path=os.path.abspath(ledger), size=f"{found.size:,}"),
        _("核查：{runs} 次").format(runs=found.runs) + when + ended,
        _("文件：{files} 份，其中 {unchecked} 份未能检查").format(files=f"{found.files:,}", unchecked=found.unchecked),
        _("机关：{agencies} 个；年度：{years}").format(agencies=f"{found.agencies:,}", years=span),
        _("数据：{facts} 个单元格").format(facts=f"{found.facts:,}"),
        _("问题：{counts}").format(counts=_("，").join(counts)),
    )
    say("\n".join(lines) + "\n")
    return 0


def query(sql: str, ledger: str, form: str) -> int:
    """Print what a query gives. Raises UsageError if it is wrong."""
    from gouji.audit.ledger.asking import asked, plain

    written = {"text": _as_text, "json": _as_json, "csv": _as_csv}[form]
    with asked(ledger, sql) as answer:
        rows = ([plain(value) for value in row] for row in answer.rows)
        for piece in written(list(answer.columns), rows):
            put(piece.encode("utf-8", "backslashreplace"), None) if form == "csv" else say(piece)
    return 0


def export(tables: tuple[str, ...], folder: str, form: str, ledger: str) -> int:
    """Write tables to files, and name these. Raises UsageError."""
    from gouji.audit.ledger.export import exported

    if form == "xlsx":
        check_needs(form, ("xlsxwriter", "xlsx"))
    for file in exported(ledger, folder, form, tables):
        say(f"{file}\n")
    return 0


def site(folder: str, plugins: tuple[str, ...], rulesets: tuple[str, ...], ledger: str) -> int:
    """Write the site of what is in the ledger, and name its first page. Raises UsageError."""
    from gouji.audit.folder import Folder
    from gouji.audit.ledger.reading import reading
    from gouji.audit.site.writing import write_site
    from gouji.host import Host

    check_needs("site", ("pygal", "audit"))
    run = packs.configurations(plugins, rulesets).run
    host = Host(run.plugins, run.rulesets)
    with reading(ledger) as kept:
        target = Folder(folder)
        write_site(kept, host.rules, target)
    say(f"{target.index}\n")
    return 0


def _as_text(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    """The rows under the names of their columns; numbers stand below each other."""
    from gouji.reporters.columns import padded, width
    from gouji.reporters.wording import printable

    def shown(row: Sequence[Any]) -> list[str]:
        return ["" if value is None else printable(str(value)) for value in row]

    first = list(islice(rows, _MEASURED))
    numbers = [all(_is_number(row[x]) for row in first) for x in range(len(columns))]
    texts = [list(columns), *map(shown, first)]
    widths = [min(max(width(text[x]) for text in texts), _WIDEST) for x in range(len(columns))]
    rules = ["-" * room for room in widths]
    for row in chain([texts[0], rules], texts[1:], map(shown, rows)):
        cells = (
            " " * (room - width(text)) + text if right else padded(text, room)
            for text, room, right in zip(row, widths, numbers, strict=True)
        )
        yield "  ".join(cells).rstrip() + "\n"


def _is_number(value: Any) -> bool:
    """Whether a value is one, or missing; exact ones come as text."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return True
    return isinstance(value, str) and value.removeprefix("-").replace(".", "", 1).isdigit()


def _as_json(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    """An array with an object for each row; exact numbers as text, as no reader of JSON keeps all their digits."""
    yield "["
    for number, row in enumerate(rows):
        lead = ",\n " if number else "\n "
        yield lead + json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
    yield "\n]\n"


def _as_csv(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    """The rows under the names of their columns, as ``--format csv`` of a check writes its list."""
    from gouji.reporters.csv_ import defused

    lead = "\ufeff"
    for row in chain([columns], rows):
        text = StringIO()
        csv.writer(text).writerow("" if value is None else defused(str(value)) for value in row)
        yield lead + text.getvalue()
        lead = ""
