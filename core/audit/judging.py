"""Judging across reports (跨报告判定): run the rules of families Y and G, and keep what counts of what they find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.audit.exempting import Exemptions
from gouji.audit.ledger.store import readable
from gouji.collection import Collection
from gouji.engine import stamped
from gouji.finding import Finding
from gouji.host import trouble
from gouji.i18n import _
from gouji.rule import Rule
from gouji.run import Run
from gouji.trouble import reraise_if_due


def judged(collection: Collection, run: Run) -> list[Finding]:
    """What counts of what all rules across reports find, those of one report together and in document order."""
    rules = run.host.rules
    by_path: dict[str | None, list[Finding]] = {}
    for finding in (each for rule in rules.values() if rule.across for each in _guarded(rule, collection)):
        by_path.setdefault(finding.path, []).append(finding)
    verdicts = {readable(task.path): task.request.verdict for task in run.tasks}
    exemptions = Exemptions(collection, run.tasks, rules)
    for path in exemptions.paths:
        by_path.setdefault(path, [])
    return [
        finding
        for path, findings in by_path.items()
        for finding in exemptions.left(path or "", verdicts.get(path or "", run.verdict).apply(findings))
    ]


def _guarded(rule: Rule, collection: Collection) -> Sequence[Finding]:
    """What a rule finds, stamped; one that fails is an X004 finding, and the others still run."""
    try:
        return list(found_across(rule, collection))
    except BaseException as error:
        from gouji.faults import explain_rule_fault

        reraise_if_due()
        message = _("规则 {code}（{title}）出错，其他规则照常进行：{error}")
        fault = explain_rule_fault(error, rule)
        return [trouble(message.format(code=rule.code, title=_(rule.title), error=fault))]


def found_across(rule: Rule, collection: Collection) -> Iterator[Finding]:
    """What a rule finds across reports, stamped. Raises what the rule raises, and PackFault for what is no finding."""
    if rule.across is not None:
        yield from stamped(rule, rule.across(collection))
