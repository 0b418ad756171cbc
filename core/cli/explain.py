"""``gouji explain``: why a rule exists, its basis in law, a wrong and a right example."""

from __future__ import annotations

import click

from gouji import explain as explanation
from gouji.cli.helpful import Command
from gouji.cli.output import say
from gouji.config.search import Configurations
from gouji.host import Host
from gouji.i18n import _
from gouji.judge import find


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "explain",
        callback=explain,
        params=[click.Argument(["words"], nargs=-1, required=True, metavar="RULE...", shell_complete=_complete)],
        short_help=_("说明规则。"),
        help=_("说明规则：为什么有这条规则，依据是什么，怎样算错，怎样算对。RULE 是代码或名称。"),
    )


def explain(words: tuple[str, ...]) -> int:
    """Print what there is to know about rules. Raises UsageError for one that does not exist."""
    run = Configurations().run
    rules = Host(run.plugins, run.rulesets).rules
    say("\n".join(explanation.explain(find(word, rules)) for word in words))
    return 0


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [code for code in Host().rules if code.startswith(incomplete.upper())]
