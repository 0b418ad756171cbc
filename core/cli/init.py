"""``gouji init``: a configuration to start from, and the hook that checks reports before each commit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

import click

from gouji.cli.helpful import Command
from gouji.cli.output import note, write
from gouji.config.search import Configurations
from gouji.host import Host
from gouji.i18n import _
from gouji.usage import UsageError

_HOOKS = ".pre-commit-config.yaml"


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "init",
        callback=init,
        params=[click.Argument(["folder"], default=".", metavar="[FOLDER]")],
        short_help=_("写一份配置文件，并在提交前自动检查。"),
        help=_(
            "在当前文件夹写一份 gouji.toml；如果这里是 Git 仓库，再写好 pre-commit 的配置，"
            "每次提交前检查要提交的报告。\n\n"
            "FOLDER 是存放报告的文件夹，不写为当前文件夹。已经有的文件不会改动。"
        ),
    )


def init(folder: str) -> int:
    """Write what is not there yet, and say so. Raises UsageError for a folder that is not within the current one."""
    here = os.getcwd()
    reports = os.path.relpath(os.path.join(here, folder), here)
    if reports.split(os.sep)[0] == os.pardir or not os.path.isdir(reports):
        raise UsageError(_("{folder} 不是当前文件夹里的文件夹").format(folder=folder))
    if (kept := Configurations().run.path) is not None:
        note(_("已有配置文件 {file}，没有改动").format(file=kept))
    else:
        write("gouji.toml", _configuration())
        note(_("写好了配置文件 gouji.toml"))
    repository = _repository(here)
    if repository is None:
        note(_("这里不是 Git 仓库，没有写提交前的检查"))
    else:
        _hook(repository, os.path.relpath(os.path.join(here, reports), repository))
    return 0


def _repository(folder: str) -> str | None:
    """The Git repository (仓库) that a folder lies in, None if it lies in none."""
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def _hook(repository: str, reports: str) -> None:
    """Write the hook for pre-commit; if there are others already, say what to add: theirs are not ours to arrange."""
    hooks = os.path.join(repository, _HOOKS)
    entry = _entry(reports, Host().readers)
    if not os.path.exists(hooks):
        write(hooks, f"repos:\n{entry}")
        note(_("写好了 {file}；还需运行一次：pre-commit install").format(file=hooks))
        return
    with open(hooks, encoding="utf-8", errors="replace") as stream:
        present = "gouji" in stream.read()
    if present:
        note(_("{file} 里已经有 gouji，没有改动").format(file=hooks))
    else:
        note(_("{file} 已经存在，没有改动；请在 repos: 之下加上：\n\n{entry}").format(file=hooks, entry=entry))


def _entry(reports: str, suffixes: Iterable[str]) -> str:
    """The entry of pre-commit's configuration for the reports in a folder of the repository."""
    within = "" if reports == os.curdir else f"^{re.escape(reports.replace(os.sep, '/'))}/.*"
    endings = "|".join(suffix[1:] for suffix in sorted(suffixes))
    pattern = rf"{within}\.(?i:{endings})$".replace("'", "''")
    return (
        "  - repo: local\n"
        "    hooks:\n"
        "      - id: gouji\n"
        "        name: gouji\n"
        "        entry: gouji check\n"
        "        language: system\n"
        f"        files: '{pattern}'\n"
    )


def _configuration() -> str:
    """A configuration that changes nothing yet but what most repositories need, and shows what it could."""
    return "\n".join(
        (
            _("# gouji 的配置。全部配置项见项目文档 docs/configuration.md；写错的项，检查时会指出在第几行。"),
            "",
            _("# 不检查的文件和文件夹，写法同 .gitignore，相对于本文件："),
            'exclude = ["README*", "LICENSE*", "CHANGELOG*"]',
            "",
            _("# 从哪一级起算作不通过（退出状态 1）：error、warning、info、never"),
            'fail-on = "error"',
            "",
            _("# 不用的规则，写代码、名称或类别；全部规则见 gouji rules："),
            '# ignore = ["L903", "hygiene"]',
            "",
            _("# 改变严重程度："),
            '# severity = { T206 = "info", D404 = "error" }',
            "",
            _("# 本地规则，写法见 gouji pack new："),
            '# rulesets = ["./local.toml"]',
            '# plugins = ["./local.py"]',
            "",
            _("# 只对部分文件另作规定："),
            "# [[overrides]]",
            '# files = ["2019/", "2020/"]',
            '# ignore = ["T206"]',
            "",
        )
    )
