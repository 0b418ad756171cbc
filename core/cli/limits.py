"""The options for what the reading of one file may cost, of every command that reads files."""

from __future__ import annotations

import click

from gouji.config.settings import size
from gouji.i18n import _


def limits() -> list[click.Parameter]:
    """The options, in the language in use."""
    return [
        _bytes("--max-size", _("不读超过此大小的文件，默认 16MB。")),
        _bytes("--max-unpacked", _("DOCX 等压缩格式展开后的大小上限，默认 64MB。")),
        _bytes("--max-memory", _("一个文件的内容所占内存的上限，默认 512MB。")),
        click.Option(
            ["--max-seconds"],
            type=click.IntRange(min=1),
            metavar="N",
            help=_("读取一个 PDF、工作簿或旧格式文件的时间上限，默认 60 秒。"),
        ),
    ]


def _bytes(name: str, text: str) -> click.Option:
    return click.Option([name], callback=_size, metavar="SIZE", help=text)


def _size(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else size(value)
    except ValueError as error:
        raise click.BadParameter(_("应为字节数或如 16MB 的大小")) from error
