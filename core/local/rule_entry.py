"""Rule entries (规则条目): what every entry of a ruleset says that makes a rule, whatever the rule looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gouji.document import Place
from gouji.entries import Check, Shape, some_of
from gouji.finding import Severity
from gouji.model import Report
from gouji.prose.dating.filer import filer
from gouji.prose.dating.filing import KINDS
from gouji.relations.declaration import rule_keys
from gouji.rule import Check as RuleCheck
from gouji.rule import Rule

_KEYS: Mapping[str, Check] = {**rule_keys("wrong", "right", "message"), "kinds": some_of(KINDS)}
_REQUIRED = ("code", "name", "title", "why", "basis", "wrong", "right")


def shape(keys: Mapping[str, Check], required: tuple[str, ...]) -> Shape:
    """What an entry may hold that has these keys besides those of every rule."""
    return Shape({**_KEYS, **keys}, (*_REQUIRED, *required))


def made(entry: Mapping[str, Any], check: RuleCheck, severity: str) -> Rule:
    """The rule that an entry makes; ``severity`` is what it has if the entry does not say."""
    return Rule(
        code=entry["code"],
        name=entry["name"],
        severity=Severity[entry.get("severity", severity).upper()],
        title=entry["title"],
        reason=entry["why"],
        basis=entry["basis"],
        wrong=entry["wrong"],
        right=entry["right"],
        check=check,
    )


def concerns(entry: Mapping[str, Any], report: Report) -> bool:
    """Whether a rule is about this report: its form is known, and its filer of a kind that the entry names, if any."""
    return report.edition is not None and ("kinds" not in entry or filer(report).kind in entry["kinds"])


def end(report: Report) -> Place:
    """Where something is missing at the end of a report: at its last heading."""
    return report.sections[-1].heading.place if report.sections else beginning(report)


def beginning(report: Report) -> Place:
    """Where something is missing in a report as a whole: at its title, else at the first line."""
    if report.title is not None:
        return report.title.place
    return next((paragraph.place for paragraph in report.narrative), Place(1, 1, 1, 1))
