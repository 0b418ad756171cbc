"""``gouji check``: check files and folders, and say what is wrong with them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

import click

from gouji.cli import cache, fixes, old_findings, packs
from gouji.cli.apart import check_apart
from gouji.cli.helpful import Command
from gouji.cli.limits import limits
from gouji.cli.output import deliver, in_color, note, targets
from gouji.config.settings import FAIL_ON
from gouji.host import Host
from gouji.i18n import _
from gouji.judge import Layer
from gouji.outcome import FileResult
from gouji.reporters import ReportOptions
from gouji.ruleset import EDITIONS
from gouji.run import Order, Run

_LONG_RUN = 50
"""The number of files from which on a person would like to see that something is going on."""


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "check",
        callback=check,
        params=[click.Argument(["names"], nargs=-1, metavar="[PATH]..."), *about_findings(), *_about_run()],
        short_help=_("检查年度报告。"),
        help=_(
            "检查年度报告。\n\n"
            "PATH 是文件、文件夹（连同其下各级）或“-”（标准输入），不写为当前文件夹。\n\n"
            "退出状态：0 没有达到 --fail-on 的问题；1 有；2 运行本身失败，或有文件无法检查。"
        ),
    )


def about_findings(*, years: bool = False) -> list[click.Parameter]:
    """The options that say which findings are wanted. years: whether ``--year`` says which years an audit is about."""
    year = click.Option(["--year"], type=click.IntRange(2000, 2100), metavar="YEAR", help=_("报告年度，不从报告推断。"))
    if years:
        year = click.Option(
            ["--year"],
            type=click.IntRange(2000, 2100),
            multiple=True,
            metavar="YEAR",
            help=_("核查哪个年度，可重复；不写为收到的报告所涉各年。"),
        )
    return [
        click.Option(["--select"], multiple=True, metavar="RULE", help=_("只用这些规则：代码、名称、类别或代码开头。")),
        click.Option(["--ignore"], multiple=True, metavar="RULE", help=_("不用这些规则。")),
        click.Option(["--extend-select"], multiple=True, metavar="RULE", help=_("另外再用这些规则。")),
        click.Option(["--fail-on"], type=click.Choice(FAIL_ON), help=_("从哪一级问题起退出状态为1，默认 error。")),
        year,
        click.Option(["--edition"], type=click.Choice(EDITIONS), help=_("按哪一版格式检查，不由年度推断。")),
        click.Option(["--exclude"], multiple=True, metavar="GLOB", help=_("不检查的文件，写法同 .gitignore。")),
        click.Option(["--config"], metavar="FILE", help=_("用这个配置文件，不再查找其他。")),
        click.Option(["--isolated"], is_flag=True, help=_("不用任何配置文件。")),
        *packs.packs(),
    ]


def _about_run() -> list[click.Parameter]:
    return [
        click.Option(["--format", "formats"], multiple=True, metavar="NAME[:FILE]", help=_("输出格式，可重复。")),
        click.Option(["--output-file", "-o"], metavar="FILE", help=_("写到文件，不写到标准输出。")),
        click.Option(["--color/--no-color"], default=None, help=_("用或不用颜色；默认在终端上用。")),
        click.Option(["--quiet", "-q"], is_flag=True, help=_("每个问题一行，不写小结。")),
        click.Option(["--statistics"], is_flag=True, help=_("列出每条规则的问题数。")),
        click.Option(["--jobs"], type=click.IntRange(min=1), metavar="N", help=_("进程数，默认按文件多少。")),
        *limits(),
        *cache.options(),
        click.Option(["--watch"], is_flag=True, help=_("文件、配置或规则包一有改动就重新检查，直到按 Ctrl-C。")),
        *fixes.options(),
        *old_findings.options(),
        click.Option(["--stdin-filename"], metavar="FILE", help=_("标准输入以此为文件名。")),
    ]


def check(**given: Any) -> int:
    """Check what the command line names, and give the exit status. Raises UsageError."""
    mend = fixes.are_wanted(given)
    if given["watch"]:
        from gouji.cli.watch import watch

        return watch(given)
    named = given["config"] or None
    configurations = packs.configurations(given["plugins"], given["rulesets"], named, isolated=given["isolated"])
    host = Host(configurations.run.plugins, configurations.run.rulesets)
    wanted = targets(given["formats"], given["output_file"], host.reporters)
    draw = any(target.reporter.draws for target in wanted)
    old = old_findings.wanted(given, configurations.run)
    kept = cache.folder(given, configurations.run)
    run = Run(order(given)._replace(draw=draw, cache=kept, **old), configurations, host)
    if not run.tasks:
        note(_("没有可检查的文件"))
    check_apart(run.tasks, (target.file for target in wanted))
    for path in configurations.unheeded():
        note(
            _("{path} 中的 plugins 和 rulesets 没有加载：只加载当前文件夹所属配置或 --config 所指的").format(path=path)
        )
    if given["diff"]:
        return fixes.shown(run, unsafe=given["unsafe_fixes"], color=given["color"])
    results = fixes.mended(run, unsafe=given["unsafe_fixes"]) if mend else run.results()
    outcome = run.outcome(with_progress(results, len(run.tasks)))
    color = in_color(given["color"])
    with fixes.aside(run.tasks) if mend else nullcontext():
        deliver(outcome, wanted, ReportOptions(color, given["quiet"], given["statistics"]))
    return outcome.exit_status


def order(given: dict[str, Any]) -> Order:
    """What the options say that :func:`about_findings` and others give."""
    layer = Layer(
        select=_words(given["select"]) or None,
        ignore=_words(given["ignore"]),
        extend_select=_words(given["extend_select"]),
    )
    return Order(
        names=given["names"] or (".",),
        layer=layer,
        **{key: given[key] for key in ("year", "edition", "exclude", "fail_on", "jobs", "stdin_filename")},
        **{key: value for key, value in given.items() if key.startswith("max_")},
    )


def _words(values: Iterable[str]) -> tuple[str, ...]:
    """The rules that an option names, each in a value of its own or several parted by commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def with_progress(results: Iterator[FileResult], count: int) -> Iterator[FileResult]:
    """The results, with a bar on the terminal if there are many to wait for."""
    if count < _LONG_RUN or not sys.stderr.isatty():
        return results
    return _shown(results, count)


def _shown(results: Iterator[FileResult], count: int) -> Iterator[FileResult]:
    with click.progressbar(results, count, label=_("检查"), file=sys.stderr) as bar:
        yield from bar
