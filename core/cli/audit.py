"""``gouji audit``: check many reports at once, across years and agencies."""

from __future__ import annotations

from typing import Any

import click

from gouji.cli import packs
from gouji.cli.check import about_findings, order
from gouji.cli.helpful import Command
from gouji.cli.limits import limits
from gouji.cli.output import deliver, in_color, note, targets
from gouji.host import Host
from gouji.i18n import _
from gouji.reporters import ReportOptions
from gouji.run import Run

LEDGER = "gouji-ledger.duckdb"
"""The ledger's file where nobody says otherwise."""


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "audit",
        callback=audit,
        params=[
            click.Argument(["names"], nargs=-1, metavar="[PATH]..."),
            *_about_audit(),
            *about_findings(years=True),
            *_about_output(),
        ],
        short_help=_("核查一批报告：跨年、跨机关、汇总。"),
        help=_(
            "检查一批报告，并核对各机关前后年度、上下级之间的数据，找出没有提交的。\n\n"
            "PATH 是放报告的文件夹（连同其下各级）或文件，不写为当前文件夹。读过的都记在账本里，下次只读有改动的。\n\n"
            "退出状态：0 没有达到 --fail-on 的问题；1 有；2 运行本身失败，或有文件无法检查。"
        ),
    )


def _about_audit() -> list[click.Parameter]:
    return [
        click.Option(["--roster"], metavar="FILE", help=_("名册（CSV、XLSX 或 TOML）：应当报送的机关及其上下级。")),
        click.Option(["--ledger"], metavar="FILE", default=LEDGER, help=_("账本，默认 {name}。").format(name=LEDGER)),
        click.Option(["--keep"], is_flag=True, help=_("账本里这次没有指到的报告也留着，一起核对。")),
        click.Option(["--scheduler"], metavar="ADDRESS", help=_("由这个地址的 Dask 集群来读。")),
    ]


def _about_output() -> list[click.Parameter]:
    return [
        click.Option(["--format", "formats"], multiple=True, metavar="NAME[:FILE]", help=_("输出格式，可重复。")),
        click.Option(["--output-file", "-o"], metavar="FILE", help=_("写到文件，不写到标准输出。")),
        click.Option(["--color/--no-color"], default=None, help=_("用或不用颜色；默认在终端上用。")),
        click.Option(["--quiet", "-q"], is_flag=True, help=_("每个问题一行，不写小结。")),
        click.Option(["--statistics"], is_flag=True, help=_("列出每条规则的问题数。")),
        click.Option(["--jobs"], type=click.IntRange(min=1), metavar="N", help=_("进程数，默认按文件多少。")),
        *limits(),
    ]


def audit(**given: Any) -> int:
    """Audit what the command line names, and give the exit status. Raises UsageError."""
    from gouji.audit.auditing import Audit, Wanted
    from gouji.audit.collected import outcome
    from gouji.audit.ledger.store import Ledger
    from gouji.audit.roster import read

    named = given["config"] or None
    configurations = packs.configurations(given["plugins"], given["rulesets"], named, isolated=given["isolated"])
    host = Host(configurations.run.plugins, configurations.run.rulesets)
    wanted = targets(given["formats"], given["output_file"], host.reporters)
    roster = read(given["roster"]) if given["roster"] else None
    years = given["year"]
    run = Run(order({**given, "year": None, "stdin_filename": None}), configurations, host)
    if not run.tasks:
        note(_("没有可检查的文件"))
    ledger = Ledger(given["ledger"])
    try:
        running = Audit(run, host, ledger, Wanted(roster, tuple(sorted(set(years))), given["keep"], given["scheduler"]))
        for _harvest in running.collect(running.pending):
            pass
        running.conclude()
        found = outcome(ledger, host, run.fail_on)
    finally:
        ledger.close()
    deliver(found, wanted, ReportOptions(in_color(given["color"]), given["quiet"], given["statistics"]))
    return found.exit_status
