"""The options by which a command is given rule packs (规则包), besides those that the configuration names."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from gouji.config.search import Configurations
from gouji.i18n import _
from gouji.loading import is_path


def packs() -> list[click.Parameter]:
    """``--plugin`` and ``--ruleset``. To name a pack is to allow its code to run."""
    return [
        click.Option(
            ["--plugin", "plugins"],
            multiple=True,
            metavar="PATH",
            help=_("另外加载这个规则包：Python 文件、有 __init__.py 的文件夹或模块名。"),
        ),
        click.Option(
            ["--ruleset", "rulesets"], multiple=True, metavar="PATH", help=_("另外加载这个规则集（TOML 文件）。")
        ),
    ]


def configurations(
    plugins: Sequence[str], rulesets: Sequence[str], named: str | None = None, *, isolated: bool = False
) -> Configurations:
    """The configurations of a run, with the packs that its command line names; see :class:`Configurations`."""
    found = Configurations(named, isolated=isolated)
    found.run = found.run._replace(
        plugins=(*found.run.plugins, *map(_named, plugins)), rulesets=(*found.run.rulesets, *rulesets)
    )
    return found


def _named(name: str) -> str:
    """A plugin as the host takes it: what exists in the current folder is a path, whatever it looks like."""
    return os.path.join(os.curdir, name) if os.path.exists(name) and not is_path(name) else name
