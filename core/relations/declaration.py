"""The ``[[relations]]`` of a ruleset (规则集里的勾稽关系): what an entry must say, and the rule that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from string import Formatter
from typing import Any, NamedTuple

from gouji.entries import Check, Fault, Path, Shape, checked, one_of, table_of, text, texts
from gouji.finding import Severity
from gouji.i18n import _
from gouji.model import Number
from gouji.relations.language import CHILDREN, PRIOR, Formula, Name, RelationError, parse
from gouji.rule import Rule
from gouji.usage import unknown

EACH = ("row", "column", "block", "cell")
"""What a relation may hold for: every row, column, block of rows, or single cell of its tables."""

PLACEHOLDERS = ("left", "right", "expected", "actual", "line")
"""What a relation's own message may name in braces."""

_LEVELS = tuple(severity.key for severity in Severity)
_TEXTS = ("code", "name", "title", "at", "basis", "why")


class Relation(NamedTuple):
    """A relation of a ruleset (勾稽关系), as declared.

    tables, each: the tables it is about and what it holds for; none and None if ``holds`` names single cells in full.
    formula: the relation itself. at: the cell of the row or column to report it at.
    basis: its source in law.
    wrong, right: figures that break and that satisfy it, by name.
    file, place: where it is declared, for messages.
    when: the condition under which it holds (前提), None if it always does. message: what a finding says, with
    :data:`PLACEHOLDERS` in braces; empty where the form's own words are put together.
    severities: by the key of a row or column, where that is graver or milder than the others.
    """

    code: str
    name: str
    severity: Severity
    title: str
    tables: tuple[str, ...]
    each: str | None
    formula: Formula
    at: str
    basis: str
    why: str
    wrong: tuple[tuple[str, Number], ...]
    right: tuple[tuple[str, Number], ...]
    file: str
    place: Path
    when: Formula | None = None
    message: str = ""
    severities: tuple[tuple[str, Severity], ...] = ()

    @property
    def reaches_out(self) -> bool:
        """Whether it needs other reports than the one at hand."""
        return any(name.prefix for name in self.names)

    @property
    def names(self) -> Iterator[Name]:
        """Every name in it and in its condition."""
        yield from self.formula.names
        if self.when is not None:
            yield from self.when.names


def load_relations(entries: Any, file: str, instrument: str = "") -> tuple[Relation, ...]:
    """The relations that a ruleset declares. Raises :class:`RulesetError`.

    entries: the ``[[relations]]`` of the ruleset as the TOML parser gives them. file: its name, for messages.
    instrument: the one that lays down the form which they are about, for ``{instrument}`` in a basis.
    """
    found = checked(file, "relations", entries, _SHAPE)
    return tuple(_relation(entry, file, ("relations", index), instrument) for index, entry in enumerate(found))


def catalogue(relations: Mapping[str, Sequence[Relation]]) -> tuple[list[Rule], list[Rule]]:
    """The rules that relations make, by the edition that they are for: one for each code, without its check.

    First those within a report, then those across reports. The basis of a rule is that of every edition that has it.
    """
    variants: dict[str, list[Relation]] = {}
    for found in relations.values():
        for relation in found:
            variants.setdefault(relation.code, []).append(relation)
    within = [_rule(found) for found in variants.values() if not found[0].reaches_out]
    return within, [_rule(found) for found in variants.values() if found[0].reaches_out]


def _rule(variants: Sequence[Relation]) -> Rule:
    relation = variants[0]
    return Rule(
        code=relation.code,
        name=relation.name,
        severity=relation.severity,
        title=relation.title,
        reason=relation.why,
        basis="；".join(dict.fromkeys(variant.basis for variant in variants)),
        wrong=_figures(relation.wrong),
        right=_figures(relation.right),
    )


def _figures(values: Iterable[tuple[str, Number]]) -> str:
    return " ".join(f"{name}={plain(value)}" for name, value in values)


def _relation(entry: Mapping[str, Any], file: str, place: Path, instrument: str) -> Relation:
    table = entry.get("table", ())
    return Relation(
        **{name: entry[name].replace("{instrument}", instrument) for name in _TEXTS},
        formula=parse(entry["holds"]),
        severity=Severity[entry.get("severity", "error").upper()],
        tables=tuple([table] if isinstance(table, str) else table),
        each=entry.get("each"),
        wrong=tuple((name, _number(value)) for name, value in _named(entry["wrong"])),
        right=tuple((name, _number(value)) for name, value in _named(entry["right"])),
        file=file,
        place=place,
        when=parse(entry["when"]) if "when" in entry else None,
        message=entry.get("message", ""),
        severities=tuple((line, Severity[key.upper()]) for line, key in entry.get("severities", {}).items()),
    )


def rule_keys(*texts: str) -> dict[str, Check]:
    """What every entry that makes a rule says of it, and further ``texts``."""
    return {
        **dict.fromkeys(("title", "why", "basis", *texts), text),
        "code": _code,
        "name": _name,
        "severity": one_of(_LEVELS),
    }


def _code(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a rule's code."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]+[0-9]{3}", value):
        yield Fault(at, _("应是大写字母加三位数字，如QH101"))


def _name(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a rule's name."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value):
        yield Fault(at, _("应是小写英文单词，以连字符相连，如late-signature"))


def _tables(value: Any, at: Path) -> Iterator[Fault]:
    """It must be the name of a table, or of several."""
    yield from (texts if isinstance(value, list) else text)(value, at)


def _half_a_table(entry: Mapping[str, Any], at: Path) -> Iterator[Fault]:
    if ("each" in entry) != ("table" in entry):
        yield Fault((*at, "table"), _("each与table要么都写，要么都不写"))


def _formula(value: Any, at: Path) -> Iterator[Fault]:
    faults = list(text(value, at))
    yield from faults
    try:
        if not faults:
            parse(value)
    except RelationError as error:
        yield Fault(at, error.message, character=error.offset(value), length=error.length)


def _message(value: Any, at: Path) -> Iterator[Fault]:
    """It may name nothing but the placeholders in braces."""
    faults = list(text(value, at))
    yield from faults
    try:
        names = (
            [] if faults else [name for _said, name, _form, _conversion in Formatter().parse(value) if name is not None]
        )
    except ValueError:
        yield Fault(at, _("花括号不成对；要写花括号本身，请写两遍"))
        return
    for name in names:
        if name not in PLACEHOLDERS:
            sentence = _("没有{{{name}}}这个占位").format(name=name)
            known = ("{" + each + "}" for each in PLACEHOLDERS)
            reason = str(unknown(sentence, "{" + name + "}", known, listed=True))
            yield Fault(at, reason, character=value.index("{" + name), length=len(name) + 2)


def _figures_given(value: Any, at: Path) -> Iterator[Fault]:
    if not isinstance(value, Mapping) or not value:
        yield Fault(at, _("应是名称与数的对照，如 { total = 1 }"))
        return
    for name, number in value.items():
        if name in (PRIOR, CHILDREN):
            yield from _figures_given(number, (*at, name))
        elif _number(number) is None:
            # a binary float cannot hold 0.1
            yield Fault((*at, name), _("{value}不是整数；小数要加引号").format(value=number))


def _named(figures: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The figures of an example by name: ``prior.total = 1`` is for TOML a table of its own."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", number) for inner, number in value.items())
        else:
            yield name, value


def _number(value: Any) -> Any:
    """The exact number that is written, None if there is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None


_SHAPE = Shape(
    {
        **rule_keys("at"),
        "table": _tables,
        "each": one_of(EACH),
        "severities": table_of(one_of(_LEVELS)),
        "holds": _formula,
        "when": _formula,
        "message": _message,
        "wrong": _figures_given,
        "right": _figures_given,
    },
    (*_TEXTS, "holds", "wrong", "right"),
    _half_a_table,
)


def plain(number: Number) -> str:
    """A number as people write it, without an exponent and closing zeros.

    >>> from decimal import Decimal
    >>> plain(Decimal("25.1000")), plain(100)
    ('25.1', '100')
    """
    text = str(number) if isinstance(number, int) else f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
