"""``gouji explain``: why a rule exists, its basis in law, a wrong and a right example."""

from __future__ import annotations

import click

from gouji import explain as explanation
from gouji.cli import packs
from gouji.cli.helpful import Command
from gouji.cli.output import note, say
from gouji.host import Host
from gouji.i18n import _
from gouji.judge import find


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "explain",
        callback=explain,
        params=[
            click.Argument(["words"], nargs=-1, required=True, metavar="RULE...", shell_complete=_complete),
            *packs.packs(),
        ],
        short_help=_("说明规则。"),
        help=_("说明规则：为什么有这条规则，依据是什么，怎样算错，怎样算对。RULE 是代码或名称。"),
    )


def explain(words: tuple[str, ...], plugins: tuple[str, ...], rulesets: tuple[str, ...]) -> int:
    """Print what there is to know about rules. Raises UsageError for one that does not exist."""
    run = packs.configurations(plugins, rulesets).run
    host = Host(run.plugins, run.rulesets)
    for finding in host.findings:
        note(finding.message)
    say("\n".join(explanation.explain(find(word, host.rules)) for word in words))
    return 0


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [code for code in Host().rules if code.startswith(incomplete.upper())]
