"""``gouji completion``: the script that makes a shell complete our commands and options."""

from __future__ import annotations

import click

from gouji.cli.helpful import Command
from gouji.cli.output import say
from gouji.i18n import _

_SHELLS = ("bash", "zsh", "fish")


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "completion",
        callback=completion,
        params=[click.Argument(["shell"], type=click.Choice(_SHELLS))],
        short_help=_("输出命令行自动补全的脚本。"),
        help=_('输出命令行自动补全的脚本，例如：\n\neval "$(gouji completion bash)"'),
    )


def completion(shell: str) -> int:
    """Print the script for a shell."""
    from click.shell_completion import get_completion_class

    from gouji.cli import program

    completer = get_completion_class(shell)
    assert completer is not None  # click knows all of _SHELLS
    say(completer(program(), {}, "gouji", "_GOUJI_COMPLETE").source() + "\n")
    return 0
