"""Exempting (例外): which findings across reports are covered by suppressions in, beside, or far from a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gouji.audit.ledger.store import readable
from gouji.cache.record import of_text
from gouji.collection import Collection
from gouji.document import Place
from gouji.engine import Request
from gouji.finding import Finding
from gouji.rule import Rule
from gouji.suppression.given import UNUSED, Suppression
from gouji.suppression.kept import Comments, Kept
from gouji.suppression.sifting import alone, complaints
from gouji.usage import UsageError
from gouji.work import Task

_WHOLE_FILE = Place(1, 1, 1, 1)


class Exemptions:
    """All suppressions that hold for the files of an audit (例外)."""

    def __init__(self, collection: Collection, tasks: Sequence[Task], rules: Mapping[str, Rule]) -> None:
        """tasks: the files that the audit is about. rules: the catalogue."""
        self._rules = rules
        self._requests = {readable(task.path): task.request for task in tasks}
        self._comments = dict(collection.rows("SELECT path, remarks FROM files WHERE remarks IS NOT NULL"))

    @property
    def paths(self) -> list[str]:
        """The files in which or beside which there are any."""
        beside = [path for path, request in self._requests.items() if request.suppressions.sidecar is not None]
        return list(dict.fromkeys([path for path in self._comments if path in self._requests] + beside))

    def left(self, path: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of a file that nothing covers, and what is to be said of suppressions that are of no use."""
        request = self._requests.get(path)
        if request is None:
            return tuple(findings)
        own = [Kept(said, _WHOLE_FILE) for said in request.suppressions.own]
        here = list(self._here(path, request))
        used: set[tuple[Suppression, str]] = set()
        left = []
        for finding in findings:
            covering = list(self._covering([*own, *here], finding, request.suppressions.today))
            used.update(covering)
            if not covering:
                left.append(finding)
        return (*left, *self._idle(path, request, here, used))

    def _here(self, path: str, request: Request) -> Iterator[Kept]:
        """The suppressions in and beside a report, as far as they are heeded."""
        given = request.suppressions
        if given.heed and path in self._comments:
            yield from of_text(Comments, self._comments[path]).kept
        if given.sidecar is not None and not given.sidecar.trouble:
            from gouji.suppression.entries import beside

            yield from (Kept(said, _WHOLE_FILE) for said in beside(given.sidecar.path, given.sidecar.data)[0])

    def _covering(self, known: Sequence[Kept], finding: Finding, today: str) -> Iterator[tuple[Suppression, str]]:
        for each in known:
            for word in each.said.words:
                if each.said.holds_on(today) and finding.code in self._codes(each.said, word) and each.covers(finding):
                    yield each.said, word

    def _codes(self, said: Suppression, word: str) -> frozenset[str]:
        try:
            return said.codes(word, self._rules)
        except UsageError:
            return frozenset()  # the check of the file says so

    def _idle(
        self, path: str, request: Request, here: Sequence[Kept], used: set[tuple[Suppression, str]]
    ) -> Iterator[Finding]:
        """What is to be said of suppressions of rules across reports that cover nothing (X005)."""
        selected, today = request.verdict.selected, request.suppressions.today
        if UNUSED not in selected:
            return
        judged = selected - alone(selected, self._rules)
        severity = request.verdict.severities.get(UNUSED, self._rules[UNUSED].severity)
        for each in here:
            words = tuple(word for word in each.said.words if self._codes(each.said, word))
            if each.said.holds_on(today) and words:
                of_use = [word for said, word in used if said == each.said]
                for message in complaints(each.said._replace(words=words), of_use, judged, self._rules, today):
                    yield Finding(each.place, message, path=path, code=UNUSED, severity=severity)
