"""``gouji audit``: check many reports at once, across years and agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gouji.cli import audit_output, packs
from gouji.cli.apart import check_apart, without
from gouji.cli.check import about_findings, order
from gouji.cli.helpful import Command
from gouji.cli.ledger import ledger_option
from gouji.cli.old_findings import no_suppressions
from gouji.cli.output import note
from gouji.cli.progress import with_progress
from gouji.host import Host
from gouji.i18n import _
from gouji.run import Run

if TYPE_CHECKING:
    from gouji.audit.auditing import Audit


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "audit",
        callback=audit,
        params=[
            click.Argument(["names"], nargs=-1, metavar="[PATH]..."),
            *_about_audit(),
            *about_findings(years=True),
            no_suppressions(),
            *audit_output.options(),
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
        ledger_option(),
        click.Option(["--keep"], is_flag=True, help=_("账本里这次没有指到的报告也留着，一起核对。")),
        click.Option(["--scheduler"], metavar="ADDRESS", help=_("由这个地址的 Dask 集群来读。")),
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
    asked = audit_output.outputs(given, host)
    roster = read(given["roster"]) if given["roster"] else None
    for remark in roster.notes if roster else ():
        note(remark)
    years = given["year"]
    if configurations.run.baseline:
        note(_("配置里的基线 {path} 没有用：gouji audit 报告所有问题").format(path=configurations.run.baseline))
    asking = order({**given, "year": None, "stdin_filename": None})
    run = Run(asking._replace(suppressions=not given["no_suppressions"]), configurations, host)
    run.tasks = without(run.tasks, given["roster"])
    check_apart(run.tasks, asked.files, asked.folders)
    if not run.tasks:
        note(_("没有可检查的文件"))
    ledger = Ledger(given["ledger"])
    try:
        running = Audit(run, ledger, Wanted(roster, tuple(sorted(set(years))), given["keep"], given["scheduler"]))
        _read(running, given["quiet"])
        running.conclude()
        found = outcome(ledger, host, run.fail_on)
        audit_output.write(asked, running, found)
        if not ledger.is_there:
            note(
                _("账本 {path} 在运行中被移走或删除了：结果是完整的，但下次要重新读取所有报告").format(path=ledger.path)
            )
        return found.exit_status
    finally:
        ledger.close()


def _read(running: Audit, quiet: bool) -> None:
    """Read what is new or changed; what has been read stays if the user breaks that off."""
    pending = running.pending
    done = 0
    try:
        for _harvest in with_progress(running.collect(pending), len(pending), quiet=quiet):
            done += 1
    except KeyboardInterrupt:
        message = _("已读 {done}/{count} 份，记入账本的不会丢失；再次运行同一命令就从中断处接着做。")
        note(message.format(done=done, count=len(pending)))
        raise
