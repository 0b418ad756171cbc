"""Fixing (自动修改): the bytes of a file with its findings mended, as far as that is sure to do good and no harm.

Nothing is taken on trust. After each change the file is checked again: the change stays only if the findings that it
was made for are gone and no other has come. So a fixed file cannot be fixed further, and no fix is worse than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from gouji.document import Place
from gouji.engine import Engine, Request
from gouji.excerpt import discreet, excerpt
from gouji.finding import Edit, Finding
from gouji.host import trouble
from gouji.i18n import _
from gouji.outcome import FileResult
from gouji.readers import Unreadable
from gouji.readers.limits import limited
from gouji.trouble import describe, reraise_if_due

Known = Callable[[FileResult], FileResult]


class Mended(NamedTuple):
    """What became of a file (修改结果).

    before, after: its bytes. result: what is found in it now. made: the findings that were mended.
    unwritten: the number of those that could be, if its format were one that is written.
    """

    before: bytes
    after: bytes
    result: FileResult
    made: tuple[Finding, ...] = ()
    unwritten: int = 0


def mended(
    engine: Engine, path: str, data: bytes, request: Request, *, unsafe: bool = False, known: Known | None = None
) -> Mended:
    """Mend what can be mended of what is wanted of a file; an input that cannot be checked stays as it is.

    unsafe: whether to make the changes too that a person should look at.
    known: takes out of a result what is to stay as it is, since a baseline knows it.
    """
    from gouji.parsing import NotAReport

    work = _Mending(engine, path, request, unsafe=unsafe, known=known)
    after, made, unwritten = data, list[Finding](), 0
    try:
        while True:
            checked = work.checked(after)
            group = work.next_group(checked.found)
            if engine.reader(path, after).edit is None:
                unwritten = sum(finding.places for finding in group if finding.code in request.verdict.selected)
                break
            if not group:
                break
            after, done = work.step(after, checked, group)
            made += done
    except (Unreadable, NotAReport):
        pass  # the check says so
    except BaseException as error:
        reraise_if_due()
        message = _("自动修改 {path} 时出错，文件没有改：{error}").format(path=path, error=describe(error))
        result = engine.check(path, data, request)
        findings = (*result.findings, trouble(message))
        return Mended(data, data, result._replace(findings=findings, excerpts=(*result.excerpts, None)))
    result = engine.check(path, after, request)
    left = tuple(_without_fix(finding, unsafe=unsafe) for finding in result.findings)
    return Mended(data, after, result._replace(findings=left), tuple(made), unwritten)


def _without_fix(finding: Finding, *, unsafe: bool) -> Finding:
    """A finding that is left, without the fix that has turned out to be no good."""
    tried = finding.fix is not None and (finding.fix.safe or unsafe)
    return finding._replace(fix=None) if tried else finding


class _Checked(NamedTuple):
    """A file as it is at some stage (检查所得): the lines of its document, and what is found in it."""

    lines: tuple[str, ...] | None
    found: tuple[Finding, ...]


class _Mending:
    """The mending of one file: what is wanted, and which changes have turned out to be no good."""

    def __init__(self, engine: Engine, path: str, request: Request, *, unsafe: bool, known: Known | None) -> None:
        self._engine = engine
        self._path = path
        self._request = request
        self._unsafe = unsafe
        self._known = known
        self._refused: set[tuple[object, ...]] = set()

    def checked(self, data: bytes) -> _Checked:
        """The file with what is found in it and neither suppressed nor known. Raises Unreadable or NotAReport."""
        request, verdict = self._request, self._request.verdict
        report = self._engine.report(self._path, data, request.year, request.edition)
        found = self._engine.judged(report, verdict._replace(selected=verdict.selected | verdict.mended))
        found = self._engine.unsuppressed(report, found, request.suppressions)
        if self._known is None:
            return _Checked(report.document.lines, found)
        shown = discreet(report, found)  # it is known by what people are shown of it
        excerpts = tuple(excerpt(report, finding) for finding in shown)
        new = self._known(FileResult(self._path, None, None, None, True, shown, excerpts)).findings
        unknown = set(map(id, new))
        left = (finding for finding, each in zip(found, shown, strict=True) if id(each) in unknown)
        return _Checked(report.document.lines, tuple(left))

    def next_group(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings that can be mended at once: their edits are the same, or do not touch."""
        group: list[Finding] = []
        taken: dict[int, list[Edit]] = {}
        for finding in found:
            edits = self._edits(finding)
            if edits and all(_fits(edit, taken.get(line, ())) for edit in edits for line in _lines(edit.place)):
                group.append(finding)
                for edit in edits:
                    for line in _lines(edit.place):
                        taken.setdefault(line, []).append(edit)
        return group

    def step(self, data: bytes, checked: _Checked, group: list[Finding]) -> tuple[bytes, list[Finding]]:
        """The bytes with as many of the group mended as go well together, and those; the first that does not is out."""
        while True:
            after = self._changed(data, group)
            if after != data and self._is_good(checked, group, after):
                return after, group
            if len(group) == 1:
                self._refused.add(_identity(group[0]))
                return data, []
            group = group[: len(group) // 2]

    def _edits(self, finding: Finding) -> tuple[Edit, ...]:
        """The edits that would mend a finding, if that is wanted and has not failed."""
        fix = finding.fix
        if fix is None or not (fix.safe or self._unsafe):
            return ()
        return () if _identity(finding) in self._refused else fix.edits

    def _changed(self, data: bytes, group: Sequence[Finding]) -> bytes:
        edit = self._engine.reader(self._path, data).edit
        if edit is None:
            return data
        with limited(self._engine.limits):
            return edit(data, [(each.place, each.text) for each in self._all_edits(group)])

    def _all_edits(self, group: Iterable[Finding]) -> list[Edit]:
        """The edits of all of them; what several want is done once."""
        return list(dict.fromkeys(each for finding in group for each in self._edits(finding)))

    def _is_good(self, checked: _Checked, group: Sequence[Finding], after: bytes) -> bool:
        """Whether all edits were made, what was to be mended is, and nothing else is found than before."""
        from gouji.parsing import NotAReport

        try:
            then = self.checked(after)
        except (Unreadable, NotAReport):
            return False
        if not _are_made(self._all_edits(group), checked.lines or (), then.lines or ()):
            return False
        now = _counted((finding, finding.places) for finding in then.found)
        before = _counted((finding, finding.places) for finding in checked.found)
        gone = _counted((finding, min(finding.places, len(self._edits(finding)))) for finding in group)
        return all(now[kind] <= before[kind] - gone[kind] for kind in now | gone)


def _are_made(edits: Iterable[Edit], before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the edited lines read as they should, blanks apart; a reader leaves out what it cannot change exactly."""
    wanted: dict[int, str] = {}
    for (line, column, end_line, end_column, *_spot), text in sorted(edits, reverse=True):
        if line == end_line <= len(before):
            old = wanted.get(line, before[line - 1])
            wanted[line] = old[: column - 1] + text + old[end_column - 1 :]
    return all(
        "".join(text.split()) == "".join("".join(after[line - 1 : line]).split()) for line, text in wanted.items()
    )


def _counted(findings: Iterable[tuple[Finding, int]]) -> Counter[tuple[str, str | None]]:
    """How many findings there are of each rule in each table."""
    counts: Counter[tuple[str, str | None]] = Counter()
    for finding, places in findings:
        counts[finding.code, finding.table] += places
    return counts


def _identity(finding: Finding) -> tuple[object, ...]:
    """What a finding is, although what stands before it on its line may have been changed."""
    return finding.code, finding.place.line, finding.table, finding.row, finding.field, finding.actual


def _lines(place: Place) -> range:
    return range(place.line, place.end_line + 1)


def _fits(edit: Edit, taken: Iterable[Edit]) -> bool:
    return all(edit == other or not _touch(edit.place, other.place) for other in taken)


def _touch(one: Place, other: Place) -> bool:
    """Whether two places overlap; one that is empty must not stand at the edge of the other either."""
    (start, end), (first, last) = ((place[:2], place[2:4]) for place in (one, other))
    if start == end or first == last:
        return start <= last and first <= end
    return start < last and first < end
