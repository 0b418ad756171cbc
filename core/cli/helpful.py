"""Commands that offer help (帮助) in our own words.

Click would look its text up in its own catalogue at every start, which takes longer than the rest of the command line.
"""

from __future__ import annotations

from functools import cached_property

import click

from gouji.i18n import _


class _Helpful(click.Command):
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``."""
        return self._help

    @cached_property
    def _help(self) -> click.Option:
        return click.Option(
            ["-h", "--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show,
            help=_("显示本帮助。"),
        )


class Command(_Helpful):
    """A command."""


class Group(_Helpful, click.Group):
    """Commands by name."""


def _show(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()
