"""Required sections (另须设置的章节): the ``[[sections]]`` of a ruleset, each of which makes a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from gouji.entries import Fault, Path, checked, text, texts
from gouji.finding import Finding
from gouji.i18n import _
from gouji.local.rule_entry import concerns, end, made, shape
from gouji.model import Report
from gouji.parsing.folding import fold
from gouji.rule import Rule

_NUMBER = "[一二三四五六七八九十]{1,3}"


def _number(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a number as headings have it."""
    if not isinstance(value, str) or not re.fullmatch(_NUMBER, value):
        yield Fault(at, _("应是汉字的序号，如 七"))


def _heading(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a heading without its number."""
    yield from text(value, at)
    if isinstance(value, str) and re.match(f"{_NUMBER}、", value):
        yield Fault(at, _("不要带序号；序号写在 number 里"))


_SHAPE = shape({"heading": _heading, "number": _number, "accepted": texts}, ("heading",))


def section_rules(file: str, entries: Any, _editions: Sequence[str]) -> list[Rule]:
    """The rules that ``[[sections]]`` make. Raises RulesetError."""
    return [made(entry, partial(_check, entry), "error") for entry in checked(file, "sections", entries, _SHAPE)]


def _check(entry: Mapping[str, Any], report: Report) -> Iterator[Finding]:
    """A section with the heading is there, under the number that it must have, if the entry gives one."""
    if not concerns(entry, report):
        return
    number = entry.get("number", "")
    full = f"{number}、{entry['heading']}" if number else entry["heading"]
    titles = {fold(title) for title in (entry["heading"], *entry.get("accepted", ()))}
    found = [
        section.heading for section in report.sections if section.key is None and fold(section.heading.title) in titles
    ]
    if not found:
        message = entry.get("message") or _("缺少「{heading}」部分").format(heading=full)
        yield Finding(end(report), message, expected=full)
    elif number and number not in {heading.number for heading in found}:
        printed = found[0].text
        message = _("「{printed}」部分的序号应当是「{number}」").format(printed=printed, number=number)
        yield Finding(found[0].place, message, expected=full, actual=printed)
