"""What comes of an audit (核查的输出): the formats of ``gouji check``, the summary, the work list, the notices."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from gouji.cli.limits import limits
from gouji.cli.output import Target, check_needs, deliver, draft, in_color, targets, writable
from gouji.host import Host
from gouji.i18n import _
from gouji.outcome import Outcome
from gouji.reporters import Reporter, ReportOptions
from gouji.usage import UsageError

if TYPE_CHECKING:
    from gouji.audit.folder import Folder
    from gouji.audit.summary import Results
    from gouji.collection import Collection

_SUMMARY = "summary"


def options() -> list[click.Parameter]:
    """The options that say what is wanted."""
    return [
        click.Option(
            ["--format", "formats"],
            multiple=True,
            metavar="NAME[:FILE]",
            help=_("输出格式，可重复；默认 summary（小结），text 逐条列出。"),
        ),
        click.Option(["--output-file", "-o"], metavar="FILE", help=_("写到文件，不写到标准输出。")),
        click.Option(["--worklist"], metavar="FILE.xlsx", help=_("另写一份工作清单（XLSX）。")),
        click.Option(
            ["--notices"], metavar="DIR", help=_("另给每个有问题的机关写一份整改通知（TXT），放在这个文件夹。")
        ),
        click.Option(
            ["--site"], metavar="DIR", help=_("另写一个网站（HTML），放在这个文件夹，打开其中的 index.html。")
        ),
        click.Option(["--color/--no-color"], default=None, help=_("用或不用颜色；默认在终端上用。")),
        click.Option(["--quiet", "-q"], is_flag=True, help=_("每个问题一行，不写小结。")),
        click.Option(["--statistics"], is_flag=True, help=_("列出每条规则的问题数。")),
        click.Option(["--jobs"], type=click.IntRange(min=1), metavar="N", help=_("进程数，默认按文件多少。")),
        *limits(),
    ]


class Outputs(NamedTuple):
    """What is to be written (输出要求).

    targets: the formats that ``gouji check`` has too. summary: where the summary goes, if it is wanted.
    worklist, notices, site: a file and two folders, None for none.
    """

    targets: list[Target]
    summary: Target | None
    worklist: str | None
    notices: Folder | None
    site: Folder | None
    ledger: str
    options: ReportOptions

    @property
    def files(self) -> list[str | None]:
        """The files that will be written."""
        return [*(target.file for target in self.targets), self.summary and self.summary.file, self.worklist]

    @property
    def folders(self) -> list[str]:
        """The folders that will be filled."""
        return [folder.path for folder in (self.notices, self.site) if folder]


def outputs(given: dict[str, Any], host: Host) -> Outputs:
    """What the command line asks for, if it can be written. Raises UsageError before a long run, not after it."""
    from gouji.audit.folder import NOTICES, Folder

    summary = Reporter(_SUMMARY, "", _nothing)
    names = given["formats"] or ["text" if given["quiet"] else _SUMMARY]
    found = targets(names, given["output_file"], {**host.reporters, _SUMMARY: summary})
    if all(target.file for target in found) and not given["quiet"]:
        found.append(Target(summary, None))
    worklist = writable(given["worklist"])
    if worklist:
        check_needs("xlsx", ("xlsxwriter", "audit"))
    _check_apart([*(target.file for target in found), worklist], given)
    if given["site"]:
        check_needs("site", ("pygal", "audit"))
    return Outputs(
        [target for target in found if target.reporter is not summary],
        next((target for target in found if target.reporter is summary), None),
        worklist,
        given["notices"] and Folder(given["notices"], NOTICES),
        given["site"] and Folder(given["site"]),
        given["ledger"],
        ReportOptions(in_color(given["color"]), given["quiet"], given["statistics"]),
    )


def _nothing(_outcome: Outcome, _options: ReportOptions) -> str:
    return ""


def _check_apart(files: list[str | None], given: dict[str, Any]) -> None:
    """Raise UsageError if two things would be written to one file, or over what the audit goes by."""
    taken = {os.path.realpath(given[name]): name for name in ("ledger", "roster", "config") if given[name]}
    for file in filter(None, files):
        match taken.get(os.path.realpath(file)):
            case None:
                taken[os.path.realpath(file)] = "output"
            case "output":
                raise UsageError(_("{file} 不能同时写两种输出").format(file=file))
            case name:
                raise UsageError(_("{file} 已用于 --{name}，不能写成输出").format(file=file, name=name))


def write(asked: Outputs, collection: Collection, outcome: Outcome) -> None:
    """Write all that is asked for, standard output last, while the ledger is open."""
    written = list(_written(asked, collection, outcome))
    found = list(asked.targets)
    if asked.summary:
        from gouji.audit.summary import summary

        telling = Reporter(_SUMMARY, "", partial(summary, collection, written))
        found.append(asked.summary._replace(reporter=telling))
    deliver(outcome, found, asked.options)


def _written(asked: Outputs, collection: Collection, outcome: Outcome) -> Iterator[Results]:
    """Write what ``gouji check`` does not have, and tell where that and the rest is."""
    from gouji.audit.summary import Results

    if asked.worklist:
        from gouji.audit.worklist import Worklist

        with draft(asked.worklist) as stream:
            Worklist(collection, outcome, os.path.dirname(asked.worklist) or ".").write(stream)
        yield Results(_("工作清单"), asked.worklist)
    if asked.notices:
        from gouji.audit.notices import as_text, notices

        count = 0
        for name, notice in notices(collection, outcome.rules):
            asked.notices.put(f"{name}.txt", as_text(notice))
            count += 1
        asked.notices.finish()
        yield Results(_("整改通知（{count}份）").format(count=count), asked.notices.path)
    if asked.site:
        from gouji.audit.site.writing import write_site

        write_site(collection, outcome.rules, asked.site)
        yield Results(_("网站"), asked.site.index)
    for target in asked.targets:
        if target.file:
            yield Results(target.reporter.name, target.file)
    yield Results(_("账本"), asked.ledger)
