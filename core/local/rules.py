"""The rules that a ruleset file makes (规则集里的规则): one for each entry of the sections that declare rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from gouji.entries import Fault, RulesetError
from gouji.finding import Finding
from gouji.i18n import _
from gouji.local.files import Source
from gouji.local.forbidden import forbidden_rules
from gouji.local.phrases import phrase_rules
from gouji.local.sections import section_rules
from gouji.relations.local import relation_rules
from gouji.rule import Check, Rule
from gouji.ruleset import EDITIONS
from gouji.usage import unknown

if TYPE_CHECKING:
    from gouji.model import Report

RULES: Mapping[str, Callable[[str, Any, Sequence[str]], list[Rule]]] = {
    "relations": relation_rules,
    "sections": section_rules,
    "phrases": phrase_rules,
    "forbidden": forbidden_rules,
}
"""The sections whose entries are rules, with what makes them."""


def rules(source: Source) -> list[Rule]:
    """The rules of a file, which hold for the edition that its ``[edition]`` names, or for all.

    Raises RulesetError with all faults, among them a code that the file uses twice, or that is gouji's own.
    """
    found: list[Rule] = []
    faults: list[Fault] = []
    editions, head_faults = _editions(source.says)
    faults += head_faults
    for section, make in RULES.items():
        if section in source.says:
            try:
                found += make(source.path, source.says[section], editions)
            except RulesetError as error:
                faults += error.faults
    faults += _taken(source.says)
    if faults:
        raise RulesetError(source.path, *faults)
    if editions != EDITIONS:
        found = [
            rule._replace(check=partial(_in_editions, rule.check, editions)) if rule.check else rule for rule in found
        ]
    return found


def _editions(says: Mapping[str, Any]) -> tuple[Sequence[str], list[Fault]]:
    """The editions that a file is for, and what is wrong with how it says so."""
    head = says.get("edition", {})
    if not isinstance(head, Mapping):
        return EDITIONS, [Fault(("edition",), _('应写作 [edition] 表，其中 key = "2021"'))]
    for name in head:
        if name != "key":
            return EDITIONS, [Fault(("edition", name), str(unknown(_("没有这个键"), name, ["key"])), on_key=True)]
    if "key" not in head:
        return EDITIONS, []
    key = head["key"]
    if str(key) in EDITIONS:
        return (str(key),), []
    reason = _("没有“{name}”这一版：应是 {known}").format(
        name=key, known=_("或 ").join(f'"{each}"' for each in EDITIONS)
    )
    return EDITIONS, [Fault(("edition", "key"), reason)]


def _in_editions(check: Check, editions: Sequence[str], report: Report) -> Iterator[Finding]:
    if report.edition is None or report.edition.key in editions:
        yield from check(report)


def _taken(says: Mapping[str, Any]) -> Iterator[Fault]:
    """The codes and names that a file uses twice, and the codes that only gouji's own rules may have."""
    seen: set[str] = set()
    for section in RULES:
        entries = says.get(section)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            for key in ("code", "name"):
                word = entry.get(key) if isinstance(entry, Mapping) else None
                if not isinstance(word, str):
                    continue
                if word in seen:
                    yield Fault((section, index, key), _("{code}已经用过了").format(code=word))
                elif key == "code" and len(word.rstrip("0123456789")) == 1:
                    reason = _("一个字母开头的代码留给 gouji 自己的规则，请用两个以上的字母，如QH101")
                    yield Fault((section, index, key), reason)
                seen.add(word)
