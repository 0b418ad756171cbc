"""Sifting (筛选): which findings of a file the suppressions cover, and which suppressions cover none."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from gouji.document import Document, Place
from gouji.finding import Finding
from gouji.i18n import _
from gouji.judge import Verdict
from gouji.outcome import Excerpt, FileResult
from gouji.rule import Rule
from gouji.suppression.given import MOST, UNUSED, Given, Sidecar, Suppression
from gouji.suppression.said import Fault, of_remark, units
from gouji.usage import UsageError

_WHOLE_FILE = Place(1, 1, 1, 1)
_Shown = tuple[Finding, Finding, Excerpt | None]
"""A finding with its places in the document (问题), the same with those in the file, and what stands around it."""
_Cover = tuple[Suppression, str, frozenset[str]]
"""A suppression (例外), one of its words, and the codes which that means."""


_Use = tuple[Suppression, str]
"""A suppression that was of use (已用例外), and by which of its words."""


class _Found(NamedTuple):
    """A suppression in or beside the report (所见例外): where it stands in the document and in the file."""

    said: Suppression | Fault
    place: Place
    shown: Place


_Left = tuple[tuple[int, int], Finding, Excerpt | None]
"""A finding that is left (留下的问题): its line and column in the document, as it is shown, what stands around it."""


class Sieve:
    """All suppressions that hold for one file (筛子)."""

    def __init__(self, document: Document, given: Given, rules: Mapping[str, Rule]) -> None:
        """document: that of the file. rules: the catalogue."""
        self._given = given
        self._rules = rules
        self._here = _found(document, given)
        said = [*given.own, *(each.said for each in self._here if isinstance(each.said, Suppression))]
        self._dates = {each.until for each in said if each.until is not None}
        self._covers = list(_covers((each for each in said if each.holds_on(given.today)), rules))

    def uncovered(self, found: Iterable[_Shown]) -> tuple[Finding, ...]:
        """The findings that no suppression covers, with their places in the document."""
        return tuple(each[0] for each in found if not any(self._covering(each)))

    def sifted(self, result: FileResult, found: Sequence[Finding], verdict: Verdict) -> FileResult:
        """The result without what is suppressed, and with what is to be said of the suppressions themselves.

        found: the findings with their places in the document, as the result has them with those in the file.
        """
        used: set[_Use] = set()
        left: list[_Left] = []
        for each in zip(found, result.findings, result.excerpts, strict=True):
            covering = list(self._covering(each))
            used.update(covering)
            if not covering:
                left.append((each[0].place[:2], *each[1:]))
        suppressed = len(found) - len(left)
        if UNUSED in verdict.selected:
            left += self._complaints(used, verdict)
            left.sort(key=lambda entry: entry[0])
        return result._replace(
            findings=tuple(shown for _order, shown, _excerpt in left),
            excerpts=tuple(excerpt for _order, _shown, excerpt in left),
            suppressed=suppressed,
            used=frozenset(each.named(word) for each, word in used if each in self._given.own),
            expires=min((day for day in self._dates if day >= self._given.today), default=None),
            expired=max((day for day in self._dates if day < self._given.today), default=None),
        )

    def _covering(self, found: _Shown) -> Iterator[_Use]:
        """The suppressions that cover a finding, each with its word."""
        return ((each, word) for each, word, codes in self._covers if found[0].code in codes and each.covers(*found))

    def _complaints(self, used: Collection[_Use], verdict: Verdict) -> Iterator[_Left]:
        """What is to be said of the suppressions in and beside the report (X005)."""
        severity = verdict.severities.get(UNUSED, self._rules[UNUSED].severity)
        for each in self._here:
            if isinstance(each.said, Fault):
                messages: Iterable[str] = [each.said.message]
            else:
                of_use = [word for suppression, word in used if suppression == each.said]
                judged = alone(verdict.selected, self._rules)
                messages = complaints(each.said, of_use, judged, self._rules, self._given.today)
            for message in messages:
                yield each.place[:2], Finding(each.shown, message, code=UNUSED, severity=severity), None


def _found(document: Document, given: Given) -> list[_Found]:
    """The suppressions in and beside the report, as far as they are heeded."""
    found: list[_Found] = []
    if given.sidecar is not None:
        found += [_Found(each, _WHOLE_FILE, _WHOLE_FILE) for each in _beside(given.sidecar)]
    if given.heed and document.remarks:
        parts = units(document)
        for remark in document.remarks[:MOST]:
            shown = remark.stands or document.in_file(remark.place)
            found.append(_Found(of_remark(remark, parts), remark.place, shown))
        if len(document.remarks) > MOST:
            fault = Fault(_("注释超过{count}条，后面的没有看：请改用 ignore-file").format(count=MOST))
            found.append(_Found(fault, _WHOLE_FILE, _WHOLE_FILE))
    return found


def _beside(sidecar: Sidecar) -> Iterator[Suppression | Fault]:
    """What the file beside the report says, and what is wrong in it."""
    if sidecar.trouble:
        yield Fault(_("{path}：{reason}").format(path=sidecar.path, reason=sidecar.trouble))
        return
    from gouji.suppression.entries import beside

    said, faults = beside(sidecar.path, sidecar.data)
    yield from said
    yield from map(Fault, faults)


def _covers(said: Iterable[Suppression], rules: Mapping[str, Rule]) -> Iterator[_Cover]:
    for each in said:
        for word in each.words:
            with suppress(UsageError):  # a complaint tells
                yield each, word, each.codes(word, rules)


def idle(
    checked: Iterable[tuple[Given, Verdict, FileResult]], rules: Mapping[str, Rule], folders: Sequence[str]
) -> Iterator[Finding]:
    """What is to be said of the suppressions of configurations, once the whole run is done.

    checked: all files, and what was wanted of each. folders: those that were searched for files; whether a suppression
    is of no use can only be told if the folder of its configuration was.
    """
    about: dict[Suppression, list[tuple[Given, Verdict, FileResult]]] = {}
    for each in checked:
        if each[2].checked and UNUSED in each[1].selected:
            for suppression in each[0].own:
                about.setdefault(suppression, []).append(each)
    for suppression, files in about.items():
        given, verdict, _result = files[0]
        used = frozenset[str]().union(*(result.used for _given, _verdict, result in files))
        of_use = [word for word in suppression.words if suppression.named(word) in used]
        home = os.path.dirname(suppression.source)
        whole = any(os.path.join(home, "").startswith(os.path.join(folder, "")) for folder in folders)
        selected = frozenset.intersection(*(result.selected for _given, _verdict, result in files))
        severity = verdict.severities.get(UNUSED, rules[UNUSED].severity)
        judged = alone(selected, rules) if whole else frozenset[str]()
        for message in complaints(suppression, of_use, judged, rules, given.today):
            yield Finding(_WHOLE_FILE, message, code=UNUSED, severity=severity)


def alone(codes: frozenset[str], rules: Mapping[str, Rule]) -> frozenset[str]:
    """Those of the codes whose rules look at one report alone: an audit says what it makes of the others."""
    return frozenset(code for code in codes if code not in rules or not rules[code].only_in_audits)


def complaints(
    suppression: Suppression,
    of_use: Collection[str],
    judged: frozenset[str],
    rules: Mapping[str, Rule],
    today: str,
) -> Iterator[str]:
    """What is to be said of a suppression of which some words were of use, where these codes were judged."""
    source = _("{source}：").format(source=suppression.source) if suppression.source else ""
    if suppression.until is not None and not suppression.holds_on(today):
        message = _("{source}例外 {words} 只到 {until} 为止，已经过期：请改正问题，或者改写日期")
        words = _("、").join(suppression.words)
        yield message.format(source=source, words=words, until=suppression.until)
        return
    unused = []
    for word in suppression.words:
        try:
            codes = suppression.codes(word, rules)
        except UsageError as error:
            yield f"{source}{error}"
            continue
        if word not in of_use and codes & judged and all(code in judged or rules[code].quiet for code in codes):
            unused.append(word)
    if unused:
        message = _("{source}例外 {words} 没有用到，这里没有这样的问题：请删去")
        yield message.format(source=source, words=_("、").join(unused))
