"""The guard (兜底) around a command line: whatever happens in it, it ends in a sentence and a status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from gouji.cli import program
from gouji.cli.language import speak, wanted
from gouji.i18n import _
from gouji.trouble import describe, reraise_if_due
from gouji.usage import UsageError

FAILED = 2
"""The exit status of a run that itself failed (退出状态)."""
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run a command line and give its exit status."""
    _make_streams_safe()
    try:
        speak(wanted(arguments))
        return program().main(list(arguments), prog_name="gouji", standalone_mode=False, obj=arguments) or 0
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("已中断。"), err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
    except UsageError as error:
        click.echo(_("错误：{error}").format(error=error), err=True)
    except BaseException as error:
        reraise_if_due()
        message = _("程序内部出错，请将这条消息报告给开发者：{error}")
        click.echo(message.format(error=describe(error)), err=True)
    return FAILED


def _make_streams_safe() -> None:
    """Make sure that no character of a report or a file name can break the output.

    What goes to a pipe or a file is UTF-8, so that programs can rely on it; a terminal keeps its own encoding. What was
    closed before the start (``>&-``) is written to nobody.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # until the process ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
