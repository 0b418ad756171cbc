"""``gouji cache``: where the results of earlier runs are kept; and the options by which a command uses them."""

from __future__ import annotations

import os
from typing import Any

import click

from gouji.cli.helpful import Command
from gouji.cli.output import say
from gouji.config.search import Configurations
from gouji.config.settings import Configuration
from gouji.i18n import _
from gouji.usage import UsageError


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "cache",
        callback=cache,
        params=[
            click.Option(["--clear"], is_flag=True, help=_("删除缓存。")),
            _folder_option(),
            click.Option(["--config"], metavar="FILE", help=_("用这个配置文件，不再查找其他。")),
            click.Option(["--isolated"], is_flag=True, help=_("不用任何配置文件。")),
        ],
        short_help=_("查看或删除结果缓存。"),
        help=_("显示结果缓存的位置和大小，或者将它删除。删除后，下一次检查会重新检查每个文件。"),
    )


def options() -> list[click.Parameter]:
    """``--no-cache`` and ``--cache-dir``."""
    return [
        click.Option(
            ["--no-cache"],
            is_flag=True,
            envvar="GOUJI_NO_CACHE",
            help=_("不用以前的检查结果，也不保存这一次的；也可设环境变量 GOUJI_NO_CACHE=1。"),
        ),
        _folder_option(),
    ]


def folder(given: dict[str, Any], run: Configuration) -> str | None:
    """The folder of the cache: what the user says, else the configuration, else the usual one; None to do without."""
    return None if given["no_cache"] or not run.cache else _folder(given["cache_dir"], run)


def cache(clear: bool, cache_dir: str | None, config: str | None, isolated: bool) -> int:
    """Say where the cache is and how large, or remove it."""
    from gouji.cache import store

    where = _folder(cache_dir, Configurations(config or None, isolated=isolated).run)
    if not clear:
        say(_("{folder}：{size} 字节").format(folder=where, size=f"{store.size(where):,}") + "\n")
        return 0
    try:
        removed = store.clear(where)
    except OSError as error:
        raise UsageError(_("{folder} 中的缓存删不了：{error}").format(folder=where, error=error.strerror)) from error
    say(_("已删除 {folder} 中的缓存，{size} 字节").format(folder=where, size=f"{removed:,}") + "\n")
    return 0


def _folder(cache_dir: str | None, run: Configuration) -> str:
    from gouji.cache.folder import usual

    return os.path.abspath(cache_dir or run.cache_dir or usual())


def _folder_option() -> click.Option:
    return click.Option(
        ["--cache-dir"],
        metavar="DIR",
        envvar="GOUJI_CACHE_DIR",
        help=_("缓存检查结果的文件夹；也可设环境变量 GOUJI_CACHE_DIR。"),
    )
