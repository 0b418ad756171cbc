"""``gouji annotate``: a copy of a Word document with each problem as a comment where it stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from gouji.cli import old_findings, packs
from gouji.cli.check import about_findings, order
from gouji.cli.helpful import Command
from gouji.cli.limits import limits
from gouji.cli.output import note, writable, write_bytes
from gouji.discovery import STDIN
from gouji.host import Host
from gouji.i18n import _
from gouji.readers import Comment, Reader, Unreadable
from gouji.readers.limits import limited
from gouji.reporters.notes import notes
from gouji.reporters.verdict import left_out
from gouji.run import Run
from gouji.usage import UsageError
from gouji.work import contents

if TYPE_CHECKING:
    from datetime import datetime

_EPOCH = "SOURCE_DATE_EPOCH"
"""The variable with the moment that a reproducible run is to give for now, in seconds since 1970."""


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "annotate",
        callback=annotate,
        params=[
            click.Argument(["file"], metavar="FILE"),
            click.Option(
                ["--output-file", "-o"], metavar="FILE", help=_("写到这个文件，默认为原文件名加 .checked；原文件不动。")
            ),
            *(each for each in about_findings() if each.name != "exclude"),
            *old_findings.options(),
            *limits(),
        ],
        short_help=_("把问题写成 Word 批注。"),
        help=_(
            "检查一份 Word 文档（.docx），另存一份，把每个问题作为批注加在它所在的单元格或词句上。\n\n"
            "退出状态同 check：0 没有达到 --fail-on 的问题；1 有；2 运行本身失败，或文件无法检查。"
        ),
    )


def annotate(file: str, output_file: str | None, **given: Any) -> int:
    """Write the copy with comments, and give the exit status of the check. Raises UsageError."""
    target = _target(file, output_file)
    configurations = packs.configurations(
        given["plugins"], given["rulesets"], given["config"] or None, isolated=given["isolated"]
    )
    host = Host(configurations.run.plugins, configurations.run.rulesets)
    wanted = {**given, "names": (file,), "exclude": (), "jobs": None, "stdin_filename": None}
    old = old_findings.wanted(given, configurations.run)
    run = Run(order(wanted)._replace(draw=True, **old), configurations, host)
    try:
        data = contents(file, run.limits.size)
        reader = run.engine().reader(file, data)
        if reader.annotate is None:
            raise UsageError(_without_comments(file, reader))
        outcome = run.outcome(run.results())
        (result,) = outcome.files
        if not result.checked:
            raise Unreadable(result.findings[0].message)
        comments = [Comment(*each) for each in notes(outcome, result)]
        with limited(run.limits):
            annotated = reader.annotate(data, comments, _now())
    except Unreadable as error:
        raise UsageError(_("{file}：{reason}").format(file=file, reason=error)) from error
    write_bytes(target, annotated)
    for finding in outcome.findings:
        note(finding.message)
    if comments:
        note(_("{file}：{count}条批注").format(file=target, count=len(comments)))
    elif annotated != data:
        note(_("没有发现问题，gouji 先前的批注在 {file} 里已去掉").format(file=target))
    else:
        note(_("没有发现问题，{file} 与原文件相同").format(file=target))
    if known := left_out(outcome):
        note(known)
    return outcome.exit_status


def _target(file: str, output_file: str | None) -> str:
    """The file to write. Raises UsageError if it cannot be there, or is the one to read."""
    if file == STDIN:
        raise UsageError(_("annotate 要写出文件，不能从标准输入读：请写文件名"))
    if os.path.isdir(file):
        raise UsageError(_("{file} 是文件夹：annotate 一次处理一个文件").format(file=file))
    if output_file == STDIN:
        raise UsageError(_("annotate 要写出文件，不能写到标准输出：请写文件名"))
    root, suffix = os.path.splitext(file)
    target = writable(output_file) or f"{root}.checked{suffix}"
    if os.path.exists(target) and os.path.exists(file) and os.path.samefile(target, file):
        raise UsageError(_("{file} 是原文件，不能覆盖：请用 -o 另写一个文件名").format(file=target))
    return target


def _without_comments(file: str, reader: Reader) -> str:
    """Why a file gets no comments, and what to do instead."""
    if reader.name == "office":
        return _("{file} 是旧格式，不能加批注：请在 Word 或 WPS 中另存为 .docx 后再试").format(file=file)
    message = _("{file} 不是 Word 文档，不能加批注：请用 gouji check --format html:问题.html {file}，在浏览器中看")
    return message.format(file=file)


def _now() -> datetime:
    """The present moment, or the one that a reproducible run states. Raises UsageError if that is none."""
    from datetime import UTC, datetime

    stated = os.environ.get(_EPOCH)
    if not stated:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(stated), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(_("环境变量 {name} 应为1970年以来的秒数").format(name=_EPOCH)) from error
