"""``gouji baseline``: write down the findings that there are, so that a check reports only new ones."""

from __future__ import annotations

import os
from typing import Any

import click

from gouji.baseline import NAME, Baseline, read, written
from gouji.cli import packs
from gouji.cli.check import about_findings, order, with_progress
from gouji.cli.helpful import Command
from gouji.cli.limits import limits
from gouji.cli.old_findings import no_suppressions
from gouji.cli.output import note, say, writable, write
from gouji.host import Host
from gouji.i18n import _
from gouji.run import Run
from gouji.usage import UsageError


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "baseline",
        callback=baseline,
        params=[
            click.Argument(["names"], nargs=-1, metavar="[PATH]..."),
            click.Option(
                ["--output-file", "-o", "file"],
                metavar="FILE",
                help=_("基线文件，默认按配置，否则为{name}。").format(name=NAME),
            ),
            click.Option(["--update"], is_flag=True, help=_("重写已有的基线：新问题记进去，没有了的删去。")),
            click.Option(["--prune"], is_flag=True, help=_("只从已有的基线里删去没有了的问题。")),
            *(each for each in about_findings() if each.name != "fail_on"),
            no_suppressions(),
            click.Option(["--jobs"], type=click.IntRange(min=1), metavar="N", help=_("进程数，默认按文件多少。")),
            *limits(),
        ],
        short_help=_("把现有问题记为基线。"),
        help=_(
            "把现有问题记为基线，以后 gouji check --baseline 只报告新的问题。\n\n"
            "PATH 是文件或文件夹（连同其下各级），不写为当前文件夹。\n\n"
            "退出状态：0 已写好；2 没有写成，或有文件无法检查。"
        ),
    )


def baseline(**given: Any) -> int:
    """Check, write the baseline, and give the exit status. Raises UsageError."""
    named = given["config"] or None
    configurations = packs.configurations(given["plugins"], given["rulesets"], named, isolated=given["isolated"])
    old = _old(given["file"] or configurations.run.baseline or NAME, update=given["update"], prune=given["prune"])
    host = Host(configurations.run.plugins, configurations.run.rulesets)
    wanted = order({**given, "fail_on": None, "stdin_filename": None})
    run = Run(wanted._replace(suppressions=not given["no_suppressions"]), configurations, host)
    results = run.outcome(with_progress(run.results(), len(run.tasks))).files
    new = old.pruned(results) if given["prune"] else old.renewed(results)
    write(new.path, written(new))
    files, count = len({entry.file for entry in new.entries}), len(new.entries)
    places = sum(entry.places for entry in new.entries)
    message = _("{path}：记下{files}份报告的{count}个问题，共{places}处。")
    say(message.format(path=new.path, files=files, count=count, places=places) + "\n")
    unchecked = [result for result in results if not result.checked]
    for result in unchecked:
        note(_("{path} 未能检查，没有记入：{reason}").format(path=result.path, reason=result.findings[0].message))
    return 2 if unchecked else 0


def _old(path: str, *, update: bool, prune: bool) -> Baseline:
    """The baseline that is to be changed; an empty one if there is none. Raises UsageError."""
    if writable(path) is None:
        raise UsageError(_("基线要写成文件，不能写到标准输出：请写文件名"))
    if update and prune:
        raise UsageError(_("--update 和 --prune 不能同时用"))
    if update or prune:
        return read(path)
    if os.path.exists(path):
        message = _(
            "已有基线文件 {path}：要把新问题也记进去请加 --update，只删去没有了的问题请加 --prune，从头再建请先删除它"
        )
        raise UsageError(message.format(path=path))
    return Baseline(path)
