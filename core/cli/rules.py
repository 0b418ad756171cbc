"""``gouji rules``: the catalogue of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from gouji.cli import packs
from gouji.cli.helpful import Command
from gouji.cli.output import note, say
from gouji.explain import FAMILIES, SEVERITIES
from gouji.host import Host
from gouji.i18n import _
from gouji.rule import Rule


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "rules",
        callback=rules,
        params=[
            click.Option(
                ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help=_("输出格式。")
            ),
            *packs.packs(),
        ],
        help=_("列出全部规则，插件带来的也在内。"),
    )


def rules(form: str, plugins: tuple[str, ...], rulesets: tuple[str, ...]) -> int:
    """Print the catalogue."""
    run = packs.configurations(plugins, rulesets).run
    host = Host(run.plugins, run.rulesets)
    for finding in host.findings:
        note(finding.message)
    catalogue = host.rules.values()
    say(_json(catalogue) if form == "json" else "".join(f"{line}\n" for line in _text(catalogue)))
    return 0


def _text(catalogue: Iterable[Rule]) -> Iterator[str]:
    for prefix, family in groupby(catalogue, key=lambda rule: rule.prefix):
        yield f"{prefix} {_(FAMILIES[prefix])}" if prefix in FAMILIES else prefix
        for rule in family:
            title = _("{title}（默认不报告）").format(title=_(rule.title)) if rule.quiet else _(rule.title)
            yield f"  {rule.code}  {rule.name:<28}{_(SEVERITIES[rule.severity])}  {title}"


def _json(catalogue: Iterable[Rule]) -> str:
    import json

    entries = [
        {
            "code": rule.code,
            "name": rule.name,
            "family": rule.family,
            "severity": rule.severity.key,
            "title": _(rule.title),
            "reason": _(rule.reason),
            "basis": _(rule.basis),
            "wrong": rule.wrong,
            "right": rule.right,
            "quiet": rule.quiet,
        }
        for rule in catalogue
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
