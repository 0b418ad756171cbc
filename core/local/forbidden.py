"""Forbidden words (禁用的词): the ``[[forbidden]]`` of a ruleset, each of which makes a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from gouji.entries import checked, text, texts
from gouji.finding import Finding
from gouji.i18n import _
from gouji.local.rule_entry import concerns, made, shape
from gouji.model import Report
from gouji.prose.fulltext import full_text
from gouji.prose.passages import is_quoted
from gouji.prose.words.lexicon import Lexicon, Term, bare
from gouji.rule import Rule

_SHAPE = shape({"words": texts, "unless": texts, "instead": text}, ("words",))


def forbidden_rules(file: str, entries: Any, _editions: Sequence[str]) -> list[Rule]:
    """The rules that ``[[forbidden]]`` words make. Raises RulesetError."""
    return [
        made(entry, partial(_check, entry, _lexicon(entry)), "warning")
        for entry in checked(file, "forbidden", entries, _SHAPE)
    ]


def _lexicon(entry: Mapping[str, Any]) -> Lexicon:
    return Lexicon([Term("wording", bare(entry["words"]), unless=bare(entry.get("unless", ())))])


def _check(entry: Mapping[str, Any], lexicon: Lexicon, report: Report) -> Iterator[Finding]:
    """None of the words stands in the narrative, unless as part of what is right, or of a title that is quoted."""
    if not concerns(entry, report):
        return
    whole = full_text(report)
    for hit in sorted(lexicon.find(whole.text), key=lambda hit: hit.start):
        start, end = whole.stretch(hit.start, hit.end)
        if not whole.in_narrative(report, start) or is_quoted(whole.printed, start):
            continue
        printed, instead = whole.printed[start:end], entry.get("instead")
        if entry.get("message"):
            message = entry["message"]
        elif instead:
            message = _("“{printed}”应写作“{instead}”").format(printed=printed, instead=instead)
        else:
            message = _("不应出现“{printed}”").format(printed=printed)
        yield Finding(whole.place(start, end), message, expected=instead, actual=printed)
