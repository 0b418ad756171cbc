"""``gouji convert``: a file of any format that can be read, as plain text that can be kept, compared and read again."""

from __future__ import annotations

from typing import Any

import click

from gouji.cli.helpful import Command
from gouji.cli.limits import limits
from gouji.cli.output import put, writable
from gouji.cli.source import Source
from gouji.i18n import _


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "convert",
        callback=convert,
        params=[
            click.Argument(["file"], metavar="FILE"),
            click.Option(["--output-file", "-o"], metavar="FILE", help=_("写到文件，不写到标准输出。")),
            *limits(),
            click.Option(["--stdin-filename"], metavar="FILE", help=_("标准输入以此为文件名。")),
        ],
        short_help=_("把一份报告转换为规范文本，便于保存和比较。"),
        help=_(
            "把 Word、WPS、PDF、网页、工作簿等格式的报告转换为规范文本（UTF-8）：一段一行，表格一行一行。"
            "文件里的文字、表格、图片位置和链接都保留，检查结果与原文件相同，适合存入 Git、逐行比较。"
            "FILE 为“-”时读标准输入。"
        ),
    )


def convert(file: str, output_file: str | None, **given: Any) -> int:
    """Write a file's document in the canonical form. Raises UsageError if it cannot be read, or not be written.

    given: the limits, and the name of standard input.
    """
    from gouji.canonical import written

    target = writable(output_file)
    put(written(Source(file, **given).document()).encode("utf-8"), target)
    return 0
