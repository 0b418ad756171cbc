"""The results of a run (检查结果), those of files that are known already taken from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gouji.cache.keys import Keys, content_of, holds, is_lasting, is_passing, stamp_of
from gouji.cache.record import decoded, encoded
from gouji.cache.stamp import Stamp, TooMuch
from gouji.cache.store import Store, own_files
from gouji.host import Host
from gouji.outcome import FileResult
from gouji.readers import Unreadable
from gouji.work import Setup, Task

_AT_ONCE = 256
"""How many new results to hold before they are stored."""

Check = Callable[[Sequence[Task]], Iterator[FileResult]]
"""Checks files, and gives their results in order."""


def completed(tasks: Sequence[Task], check: Check, folder: str, setup: Setup, host: Host) -> Iterator[FileResult]:
    """The results for the tasks, in order, with the cache in a folder.

    check: checks the files that are not known. setup: the settings of the run. host: what it has loaded.
    """
    try:
        stamp = stamp_of(tasks, setup, host, own_files(folder))
    except TooMuch:
        return check(tasks)
    return Cache(folder, stamp, setup.limits.size).completed(tasks, check)


class Cache:
    """The cache of one run (结果缓存)."""

    def __init__(self, folder: str, stamp: Stamp, most_bytes: int) -> None:
        """folder: where it lies. stamp: what results follow from. most_bytes: the largest file that is read."""
        self._store = Store(folder)
        self._keys = Keys(stamp)
        self._most_bytes = most_bytes
        self._new: list[tuple[bytes, bytes]] = []

    def completed(self, tasks: Sequence[Task], check: Check) -> Iterator[FileResult]:
        """The results for the tasks, in order: those that are known, and what ``check`` finds for the others.

        What it finds is kept, also if the run is broken off.
        """
        try:
            known = list(map(self._known, tasks))
            found = check([task for task, result in zip(tasks, known, strict=True) if result is None])
            for task, result in zip(tasks, known, strict=True):
                yield result or self._kept(task, next(found))
        finally:
            self._save()
            self._store.close()

    def _known(self, task: Task) -> FileResult | None:
        """The result that is known for a task, None if there is none."""
        if not is_lasting(task):
            return None
        try:
            key = self._keys.of(task, content_of(task, self._most_bytes))
        except (Unreadable, TypeError):
            return None
        record = self._store.get(key)
        result = None if record is None else decoded(record)
        return result if result and holds(result, task.request.suppressions.today) else None

    def _kept(self, task: Task, result: FileResult) -> FileResult:
        """The result, to be stored if it would be the same again."""
        if result.digest and is_lasting(task) and not is_passing(result.findings):
            try:
                self._new.append((self._keys.of(task, task.version or result.digest), encoded(result)))
            except TypeError:
                return result  # something in it is of a kind that cannot be stored
            if len(self._new) >= _AT_ONCE:
                self._save()
        return result

    def _save(self) -> None:
        """Store what is new, unless what it was found with may have changed meanwhile."""
        new, self._new = self._new, []
        if not new or self._keys.stamp.lasts():
            self._store.put(new)
