"""The trial of a ruleset's entries (词条检验): words, instruments and statements that bundled rules go by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from gouji.i18n import _
from gouji.local.additions import SECTIONS
from gouji.testing.clean import clean_report
from gouji.testing.harness import Harness
from gouji.testing.trial import Remark


def entry_remarks(harness: Harness, bundled: Harness) -> Iterator[Remark]:
    """What is to be said of entries whose examples do not hold.

    The bundled rules go by them: the wrong sentence must make them find something which they do not find without the
    pack, and the right one must not. Entries with a code are rules, which have trials of their own.
    """
    for section in SECTIONS:
        for file, entries in harness.host.additions.entries(section):
            for number, entry in enumerate(entries if isinstance(entries, list) else ()):
                if isinstance(entry, Mapping) and "code" not in entry:
                    at = _("{file} 的 {section} 第{number}条").format(file=file, section=section, number=number + 1)
                    yield from _remarks(at, entry, harness, bundled)


def _remarks(at: str, entry: Mapping[str, Any], harness: Harness, bundled: Harness) -> Iterator[Remark]:
    wrong, right = entry.get("wrong"), entry.get("right")
    if isinstance(wrong, str) and not _new(wrong, harness, bundled):
        yield Remark("never", _("{at}：反例没有触发任何规则").format(at=at))
    if isinstance(right, str) and (found := _new(right, harness, bundled)):
        message = _("{at}：正例触发了规则：{message}")
        yield Remark("false-alarm", message.format(at=at, message=_("；").join(sorted(text for _code, text in found))))


def _new(sentence: str, harness: Harness, bundled: Harness) -> Collection[tuple[str, str]]:
    """What the bundled rules find in a report with this sentence because of the pack."""
    text, codes = clean_report(narrative=sentence), bundled.host.rules.keys()
    with_pack, without = (
        {(found.code, found.message) for found in each.check(text).findings if found.code in codes}
        for each in (harness, bundled)
    )
    return with_pack - without
