"""The ``[[relations]]`` of a ruleset (规则集里的勾稽关系): what an entry must say, and the rule that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, NamedTuple

from gouji.finding import Severity
from gouji.i18n import _
from gouji.model import Number
from gouji.relations.language import Formula, RelationError, parse
from gouji.rule import Rule
from gouji.ruleset import RulesetError
from gouji.usage import unknown

EACH = ("row", "column", "block")
"""What a relation may hold for: every row, every column, or every block of rows of its table."""

_TEXTS = ("code", "name", "title", "holds", "at", "basis", "why")
_EXAMPLES = ("wrong", "right")
_REQUIRED = (*_TEXTS, *_EXAMPLES)
_OPTIONAL = ("severity", "table", "each")
_CHOICES = {"severity": tuple(severity.key for severity in Severity), "each": EACH}


class Relation(NamedTuple):
    """A relation of a ruleset (勾稽关系), as declared.

    table, each: the table it is about and what it holds for; both None if ``holds`` names single cells in full.
    formula: the relation itself. at: the cell of the row or column to report it at.
    basis: its source in law.
    wrong, right: figures that break and that satisfy it, by name.
    file, key: where it is declared, for messages.
    """

    code: str
    name: str
    severity: Severity
    title: str
    table: str | None
    each: str | None
    formula: Formula
    at: str
    basis: str
    why: str
    wrong: tuple[tuple[str, Number], ...]
    right: tuple[tuple[str, Number], ...]
    file: str
    key: str

    def error(self, key: str, reason: str) -> RulesetError:
        """A complaint about one key of this entry."""
        return _complaint(self.file, self.key, key, reason)


def load_relations(entries: Any, file: str, instrument: str = "") -> tuple[Relation, ...]:
    """The relations that a ruleset declares. Raises :class:`RulesetError`.

    entries: the ``[[relations]]`` of the ruleset as the TOML parser gives them. file: its name, for messages.
    instrument: the one that lays down the form which they are about, for ``{instrument}`` in a basis.
    """
    if not isinstance(entries, Sequence) or not all(isinstance(entry, Mapping) for entry in entries):
        raise RulesetError(file, "relations", _("应写作若干 [[relations]] 表"))
    found = tuple(_relation(entry, file, index, instrument) for index, entry in enumerate(entries, 1))
    codes = [relation.code for relation in found]
    for relation in found[::-1]:
        if codes.count(relation.code) > 1:
            raise relation.error("code", _("{code}已经用过了").format(code=relation.code))
    return found


def catalogue(relations: Mapping[str, Sequence[Relation]]) -> list[Rule]:
    """The rules that relations make, by the edition that they are for: one for each code, without its check.

    The basis of a rule is that of every edition that has it.
    """
    variants: dict[str, list[Relation]] = {}
    for found in relations.values():
        for relation in found:
            variants.setdefault(relation.code, []).append(relation)
    return [_rule(found) for found in variants.values()]


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


def _relation(entry: Mapping[str, Any], file: str, index: int, instrument: str) -> Relation:
    key = f"relations[{index}]"
    fail = partial(_complaint, file, key)
    _check_keys(entry, fail)
    for name, known in _CHOICES.items():
        if name in entry and entry[name] not in known:
            sentence = _("“{word}”不是{known}之一").format(word=entry[name], known=_("、").join(known))
            raise fail(name, str(unknown(sentence, entry[name], known)))
    if not re.fullmatch(r"[A-Z]+[0-9]{3}", entry["code"]):
        raise fail("code", _("应是大写字母加三位数字，如A101"))
    if ("each" in entry) != ("table" in entry):
        raise fail("table", _("each与table要么都写，要么都不写"))
    try:
        formula = parse(entry["holds"])
    except RelationError as error:
        raise fail("holds", str(error)) from None
    return Relation(
        **{name: entry[name].replace("{instrument}", instrument) for name in _TEXTS if name != "holds"},
        formula=formula,
        severity=Severity[entry.get("severity", "error").upper()],
        table=entry.get("table"),
        each=entry.get("each"),
        wrong=_example(entry["wrong"], partial(fail, "wrong")),
        right=_example(entry["right"], partial(fail, "right")),
        file=file,
        key=key,
    )


def _check_keys(entry: Mapping[str, Any], fail: Callable[[str, str], RulesetError]) -> None:
    """Every key is known, none that is required is missing, and all but the examples are texts."""
    for name in entry:
        if name not in _REQUIRED + _OPTIONAL:
            raise fail(name, str(unknown(_("没有这个键"), name, _REQUIRED + _OPTIONAL)))
    for name in _REQUIRED:
        if name not in entry:
            raise fail(name, _("缺少这个键"))
    for name in (*_TEXTS, *_OPTIONAL):
        if name in entry and not (isinstance(entry[name], str) and entry[name].strip()):
            raise fail(name, _("应是一段文字"))


def _example(values: Any, fail: Callable[[str], RulesetError]) -> tuple[tuple[str, Number], ...]:
    if not isinstance(values, Mapping):
        raise fail(_("应是名称与数的对照，如 { total = 1 }"))
    return tuple((name, _number(value, fail)) for name, value in values.items())


def _number(value: Any, fail: Callable[[str], RulesetError]) -> Number:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        if isinstance(value, str):
            return Decimal(value)
    except InvalidOperation:
        pass
    raise fail(_("{value}不是整数；小数要加引号").format(value=value))  # a binary float cannot hold 0.1


def _complaint(file: str, key: str, name: str, reason: str) -> RulesetError:
    return RulesetError(file, f"{key}.{name}", reason)


def plain(number: Number) -> str:
    """A number as people write it, without an exponent and closing zeros.

    >>> from decimal import Decimal
    >>> plain(Decimal("25.1000")), plain(100)
    ('25.1', '100')
    """
    text = str(number) if isinstance(number, int) else f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
