"""Required phrases (必须写明的话): the ``[[phrases]]`` of a ruleset, each of which makes a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from gouji.entries import Shape, checked, one_of, texts
from gouji.finding import Finding
from gouji.i18n import _
from gouji.local.rule_entry import beginning, concerns, made, shape
from gouji.model import Report
from gouji.prose.passages import passages
from gouji.prose.words.lexicon import bare
from gouji.rule import Rule
from gouji.ruleset import EDITIONS, edition


def phrase_rules(file: str, entries: Any, _editions: Sequence[str]) -> list[Rule]:
    """The rules that ``[[phrases]]`` make. Raises RulesetError."""
    return [
        made(entry, partial(_check, entry, bare(entry["any"])), "warning")
        for entry in checked(file, "phrases", entries, _shape())
    ]


def _shape() -> Shape:
    sections = [form.key for form in edition(EDITIONS[-1]).sections]
    return shape({"any": texts, "section": one_of(sections)}, ("any",))


def _check(entry: Mapping[str, Any], phrases: Sequence[str], report: Report) -> Iterator[Finding]:
    """One of the phrases is there: in the section that the entry names, if it is there and no picture, or anywhere."""
    if not concerns(entry, report):
        return
    where = [section for section in report.sections if section.key == entry.get("section")]
    if "section" in entry and (not where or any(section.pictures for section in where)):
        return
    said = (line for line in passages(report) if "section" not in entry or line.section == entry["section"])
    texts_said = bare(line.text for line in said)
    if any(phrase in each for phrase in phrases for each in texts_said):
        return
    wanted = _("或").join(f"“{phrase}”" for phrase in entry["any"])
    message = entry.get("message") or _("没有写明{wanted}").format(wanted=wanted)
    place = where[0].heading.place if "section" in entry else beginning(report)
    yield Finding(place, message, expected=entry["any"][0])
