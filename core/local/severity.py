"""Severities (严重程度) that rulesets give to rules, their own and others', before the user's configuration speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gouji.entries import Fault, one_of, refuse, table_of
from gouji.finding import Severity
from gouji.judge import Layer, codes_of
from gouji.local.files import Source
from gouji.model import Additions
from gouji.rule import Rule
from gouji.usage import UsageError

OFF = "off"
"""What a ruleset says of rules that are not to be used."""

_LEVELS = (*(severity.key for severity in Severity), OFF)


def check_severities(additions: Additions) -> None:
    """Raises RulesetError if a ``[severity]`` is no table of severities; :func:`layer` looks at the names of rules."""
    for file, entry in additions.entries("severity"):
        refuse(file, table_of(one_of(_LEVELS))(entry, ("severity",)))


def layer(sources: Sequence[Source], rules: Mapping[str, Rule]) -> Layer:
    """What the rulesets say of the rules of the catalogue, as the first of the layers that are judged by.

    A later file decides over an earlier one; within a file, a code or name over a longer family. Raises RulesetError
    with every word that means no rule.
    """
    levels: dict[str, str] = {}
    for source in sources:
        levels |= _levels(source, rules)
    return Layer(
        ignore=tuple(code for code, level in levels.items() if level == OFF),
        severity=tuple((code, Severity[level.upper()]) for code, level in levels.items() if level != OFF),
    )


def _levels(source: Source, rules: Mapping[str, Rule]) -> dict[str, str]:
    """The level that a file gives to each rule that it speaks of."""
    faults: list[Fault] = []
    said: list[tuple[list[str], str]] = []
    for word, level in source.says.get("severity", {}).items():
        try:
            said.append((codes_of(word, rules), level))
        except UsageError as error:
            faults.append(Fault(("severity", word), str(error), on_key=True))
    if faults:
        raise source.error(*faults)
    said.sort(key=lambda each: -len(each[0]))  # the fewer rules a word means, the more it is about each
    return {code: level for codes, level in said for code in codes}
