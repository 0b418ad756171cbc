"""The baseline (基线): the findings that were there when somebody began to check, so that only new ones are reported.

It is a JSON file with one finding a line, sorted, so that people can read and merge what changes in it. A finding is
known by its fingerprint, however far it moves in its file, and by how many times.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from gouji.document import Place
from gouji.finding import Finding, Severity
from gouji.fingerprint import fingerprint
from gouji.i18n import _
from gouji.judge import KEPT
from gouji.outcome import Excerpt, FileResult
from gouji.suppression.given import STALE, UNUSED
from gouji.usage import UsageError

FORMAT = "gouji-baseline/1"
NAME = "gouji-baseline.json"
"""What the file is called where nobody says otherwise."""
_NEVER = frozenset((*KEPT, UNUSED, STALE))
"""The codes that no baseline knows: what they say is about the check itself."""
_CONFLICT = "<<<<<<<"


class Known(NamedTuple):
    """A finding that is known (已知问题), in one file.

    file: its path from the baseline's folder on, with ``/``. places: at how many it was found.
    table, row, field, message: for people to read.
    """

    file: str
    code: str
    table: str | None
    row: str | None
    field: str | None
    fingerprint: str
    places: int
    message: str

    @property
    def order(self) -> tuple[str, ...]:
        """By what the entries are sorted."""
        return (self.file, self.code, self.table or "", self.row or "", self.field or "", self.fingerprint)


class Baseline:
    """A baseline (基线): what is known, file by file."""

    def __init__(self, path: str, entries: Iterable[Known] = ()) -> None:
        """path: where its file is, or is to be."""
        self.path = path
        self._folder = _real(os.path.abspath(os.path.dirname(path)))
        self._known: dict[str, list[Known]] = {}
        for entry in entries:
            self._known.setdefault(entry.file, []).append(entry)

    @property
    def entries(self) -> list[Known]:
        """All entries, sorted."""
        return sorted((entry for known in self._known.values() for entry in known), key=lambda entry: entry.order)

    def applied(self, result: FileResult, stale: Severity) -> FileResult:
        """The result of a file without what is known; what is known and no longer found is stale, and that grave."""
        known = self._known.get(self._name(result.path), [])
        if not known or not result.checked:
            return result
        matched, left = _matched(known, result)
        new = [index for index in range(len(result.findings)) if index not in matched]
        gone: list[Finding] = []
        if STALE in result.selected:
            selected = (entry for entry in known if entry.code in result.selected)
            gone = [_stale(entry, left[entry], stale) for entry in selected if left[entry]]
        return result._replace(
            findings=(*gone, *(result.findings[index] for index in new)),
            excerpts=(*(None for _each in gone), *(result.excerpts[index] for index in new)),
            baselined=len(matched),
        )

    def renewed(self, results: Iterable[FileResult]) -> Baseline:
        """The baseline with what is found now in these files; it stays as it is for others that are still there."""
        found = {self._name(result.path): self._found(result) for result in results if result.checked}
        kept = (entry for entry in self.entries if entry.file not in found and self._is_there(entry))
        return Baseline(self.path, (*kept, *(entry for entries in found.values() for entry in entries)))

    def pruned(self, results: Iterable[FileResult]) -> Baseline:
        """The baseline without what is no longer found in these files, or in files that are no longer there."""
        files = {self._name(result.path): result for result in results if result.checked}
        kept: list[Known] = []
        for file, entries in self._known.items():
            known = list(filter(self._is_there, entries))
            kept += self._still(known, files[file]) if file in files else known
        return Baseline(self.path, kept)

    def _still(self, known: Sequence[Known], result: FileResult) -> Iterator[Known]:
        """The entries of a file as far as they are still found, those that were not looked for as they are."""
        looked_for = [entry for entry in known if entry.code in result.selected]
        matched, left = _matched(looked_for, result)
        yield from (entry for entry in known if entry.code not in result.selected or entry not in left)
        indexes = [index for index, entry in matched.items() if entry in left]
        messages = {entry.fingerprint: entry.message for entry in looked_for}
        still = result._replace(
            findings=tuple(result.findings[index] for index in indexes),
            excerpts=tuple(result.excerpts[index] for index in indexes),
        )
        for entry in self._found(still):
            yield entry._replace(message=messages.get(entry.fingerprint, entry.message))

    def _found(self, result: FileResult) -> list[Known]:
        """What is found in a file, as entries."""
        entries: dict[str, Known] = {}
        for mark, finding in zip(_marks(result), result.findings, strict=True):
            if mark in entries:
                entries[mark] = entries[mark]._replace(places=entries[mark].places + finding.places)
            elif mark:
                where = finding.table, finding.row, finding.field
                said = " ".join(finding.message.split())
                entries[mark] = Known(self._name(result.path), finding.code, *where, mark, finding.places, said)
        return list(entries.values())

    def _name(self, path: str) -> str:
        """A file's path from the baseline's folder on, whatever folder the user names it from."""
        full = os.path.join(_real(os.path.abspath(os.path.dirname(path))), os.path.basename(path))
        try:
            return os.path.relpath(full, self._folder).replace(os.sep, "/")
        except ValueError:  # on another drive
            return full

    def _is_there(self, entry: Known) -> bool:
        return os.path.exists(os.path.join(self._folder, entry.file))


@lru_cache
def _real(folder: str) -> str:
    """An absolute folder with nothing in its path that only leads elsewhere."""
    return os.path.realpath(folder)


def _marks(result: FileResult) -> Iterator[str]:
    """What each finding of a file is known by; empty for those that no baseline knows."""
    for finding, excerpt in zip(result.findings, result.excerpts, strict=True):
        yield "" if finding.code in _NEVER else fingerprint(finding, excerpt)


def _matched(known: Sequence[Known], result: FileResult) -> tuple[dict[int, Known], Counter[Known]]:
    """The findings of a file that are known, by their indexes, each with its entry; and what is left of the entries.

    An entry of which there is more than is known is not among those that are left.
    """
    entries = {entry.fingerprint: entry for entry in known}
    left = Counter({entry: entry.places for entry in known})
    matched: dict[int, Known] = {}
    others: list[int] = []
    for index, (mark, finding) in enumerate(zip(_marks(result), result.findings, strict=True)):
        entry = entries.get(mark)
        if entry is None:
            others.append(index)
        elif finding.places <= left[entry]:
            left[entry] -= finding.places
            matched[index] = entry
        else:
            left.pop(entry, None)
    for index in others:
        finding, excerpt = result.findings[index], result.excerpts[index]
        entry = next((each for each in left if _is_rest(finding, excerpt, each, left[each])), None)
        if entry is not None:
            left[entry] -= finding.places
            matched[index] = entry
    return matched, left


def _is_rest(finding: Finding, excerpt: Excerpt | None, entry: Known, left: int) -> bool:
    """Whether a finding is what is left of one that stood for several cells of a table and began at another one."""
    if finding.places > left or entry.places == 1 or (entry.code, entry.table) != (finding.code, finding.table):
        return False
    there = finding._replace(row=entry.row, field=entry.field)
    return entry.table is not None and fingerprint(there, excerpt) == entry.fingerprint


def _stale(entry: Known, count: int, severity: Severity) -> Finding:
    """The finding of an entry that is found less often than it says (X006)."""
    if count < entry.places:
        message = _("基线记有 {code} {known}处，现在只有{found}处，请用 gouji baseline --prune 更新基线：{message}")
    else:
        message = _("基线里的 {code} 已经没有了，请用 gouji baseline --prune 更新基线：{message}")
    said = message.format(code=entry.code, known=entry.places, found=entry.places - count, message=entry.message)
    return Finding(Place(1, 1, 1, 1), said, code=STALE, severity=severity)


# ── The file ─────────────────────────────────────────────────────────────────────────────────────


def written(baseline: Baseline) -> str:
    """The text of a baseline's file."""
    lines = (f"\n{json.dumps(_shown(entry), ensure_ascii=False)}" for entry in baseline.entries)
    return f'{{"format": "{FORMAT}", "findings": [{",".join(lines)}\n]}}\n'


def _shown(entry: Known) -> dict[str, object]:
    """An entry as it is written: what it has not is left out."""
    return {key: value for key, value in entry._asdict().items() if value is not None and (key, value) != ("places", 1)}


def read(path: str) -> Baseline:
    """The baseline in a file. Raises UsageError if it cannot be used."""
    try:
        with open(path, encoding="utf-8-sig") as stream:
            text = stream.read()
    except FileNotFoundError as error:
        message = _("没有基线文件 {path}：请先用 gouji baseline -o {path} 建立，或者改正路径")
        raise UsageError(message.format(path=path)) from error
    except (OSError, UnicodeDecodeError) as error:
        message = _("基线文件 {path} 读不了：{error}")
        raise UsageError(message.format(path=path, error=getattr(error, "strerror", None) or error)) from error
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(_not_json(path, text, getattr(error, "lineno", 1))) from error
    return Baseline(path, _entries(path, data))


def _not_json(path: str, text: str, line: int) -> str:
    lines = (number for number, each in enumerate(text.split("\n"), 1) if each.startswith(_CONFLICT))
    if (conflict := next(lines, None)) is not None:
        message = _("{path}:{line}：基线文件里有合并冲突，请保留两边的各行，删去冲突标记")
        return message.format(path=path, line=conflict)
    message = _("{path}:{line}：基线文件不是正确的 JSON，请改正，或者删除它，再用 gouji baseline 重新建立")
    return message.format(path=path, line=line)


def _entries(path: str, data: object) -> list[Known]:
    """The entries of a baseline's data; of those that say the same, the one that knows most."""
    form = data.get("format") if isinstance(data, dict) else None
    found = data.get("findings") if isinstance(data, dict) else None
    if isinstance(form, str) and form.startswith("gouji-baseline/") and form != FORMAT:
        raise UsageError(_("{path}：这个基线是更新版本的 gouji 写的，请升级 gouji").format(path=path))
    if form != FORMAT or not isinstance(found, list):
        raise UsageError(_("{path}：不是 gouji 的基线文件，请用 gouji baseline 建立").format(path=path))
    entries: dict[tuple[str, ...], Known] = {}
    for number, each in enumerate(found, 1):
        try:
            entry = _entry(each)
        except (TypeError, ValueError) as error:
            message = _(
                "{path}：基线的第{number}个问题写得不对，请改正，或者删除这个文件，再用 gouji baseline 重新建立"
            )
            raise UsageError(message.format(path=path, number=number)) from error
        known = entries.setdefault(entry.order, entry)
        entries[entry.order] = max(known, entry, key=lambda one: one.places)
    return list(entries.values())


def _entry(data: Any) -> Known:
    """An entry of the file. Raises TypeError or ValueError for what is none."""
    entry = Known(**{"table": None, "row": None, "field": None, "places": 1, "message": "", **data})
    texts = (entry.file, entry.code, entry.fingerprint, entry.message)
    optional = (entry.table, entry.row, entry.field)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(text, str | None) for text in optional):
        raise TypeError(data)
    if not isinstance(entry.places, int) or isinstance(entry.places, bool) or entry.places < 1:
        raise ValueError(data)
    return entry
