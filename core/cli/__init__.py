"""The command line (命令行): one module a command, imported when the command is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from gouji import __version__
from gouji.cli.helpful import Group
from gouji.i18n import LANGUAGES, _

COMMANDS = (
    *("check", "audit", "ledger", "annotate", "baseline", "parse", "convert"),
    *("rules", "explain", "schema"),
    *("init", "pack", "cache", "completion"),
)
"""The commands; ``gouji.cli.<command>.command()`` makes each."""


class Program(Group):
    """The commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with a name, made in the language in use."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"gouji.cli.{cmd_name}").command()
        _speaks(command)
        return command


def _speaks(command: click.Command) -> None:
    """Give a command, and those within it, the option for the language."""
    command.params.append(_language_option())
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _speaks(inner)


def program() -> Program:
    """The whole command line, in the language in use."""
    return Program(
        "gouji",
        help=_("检查政府信息公开工作年度报告：勾稽关系、表式、章节。"),
        params=[
            _language_option(),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help=_("显示版本号。"),
            ),
        ],
        context_settings={"max_content_width": 88},
    )


def _language_option() -> click.Option:
    # It takes effect before the commands are made; here it only has to be understood.
    help_text = _("界面语言：zh 或 en；也可设环境变量 GOUJI_LANG。")
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=help_text)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"gouji {__version__}")
        context.exit()
