"""The results of a run (检查结果), those of files that are known already taken from the cache."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from gouji.cache.record import decoded, encoded
from gouji.cache.stamp import Stamp, TooMuch, canonical
from gouji.cache.store import Store, own_files
from gouji.host import Host
from gouji.outcome import FileResult
from gouji.readers import Unreadable
from gouji.work import Setup, Task, contents, digest

_PASSING = ("X001", "X004")
"""The codes of what may be otherwise the next time, though nothing has changed: a time limit, a crash, a full disk."""
_AT_ONCE = 256
"""How many new results to hold before they are stored."""

Check = Callable[[Sequence[Task]], Iterator[FileResult]]
"""Checks files, and gives their results in order."""


def completed(tasks: Sequence[Task], check: Check, folder: str, setup: Setup, host: Host) -> Iterator[FileResult]:
    """The results for the tasks, in order, with the cache in a folder.

    check: checks the files that are not known. setup: the settings of the run. host: what it has loaded.
    """
    try:
        apart = {os.path.abspath(task.path) for task in tasks} | own_files(folder)
        stamp = Stamp(setup, host.sources, apart, host.begun)
    except TooMuch:
        return check(tasks)
    return Cache(folder, stamp, setup.limits.size).completed(tasks, check)


class Cache:
    """The cache of one run (结果缓存)."""

    def __init__(self, folder: str, stamp: Stamp, most_bytes: int) -> None:
        """folder: where it lies. stamp: what results follow from. most_bytes: the largest file that is read."""
        self._store = Store(folder)
        self._stamp = stamp
        self._most_bytes = most_bytes
        self._wanted: dict[int, str] = {}
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
        if not _is_lasting(task):
            return None
        try:
            key = self._key(task, digest(contents(task.path, self._most_bytes)))
        except (Unreadable, TypeError):
            return None
        record = self._store.get(key)
        result = None if record is None else decoded(record)
        return result if result and _holds(result, task) else None

    def _kept(self, task: Task, result: FileResult) -> FileResult:
        """The result, to be stored if it would be the same again."""
        passing = any(finding.code in _PASSING for finding in result.findings)
        if result.digest and _is_lasting(task) and not passing:
            try:
                self._new.append((self._key(task, result.digest), encoded(result)))
            except TypeError:
                return result  # something in it is of a kind that cannot be stored
            if len(self._new) >= _AT_ONCE:
                self._save()
        return result

    def _save(self) -> None:
        """Store what is new, unless what it was found with may have changed meanwhile."""
        new, self._new = self._new, []
        if not new or self._stamp.lasts():
            self._store.put(new)

    def _key(self, task: Task, digest: str) -> bytes:
        """The key of a result. Raises TypeError for a request that cannot be told from others by its text."""
        wanted = self._wanted.get(id(task.request))
        if wanted is None:  # thousands of tasks share one
            # The day is none of it: a result says itself until when it holds.
            given = task.request.suppressions._replace(today="")
            wanted = self._wanted[id(task.request)] = canonical(task.request._replace(suppressions=given))
        parts = "\0".join((digest, task.path, wanted)).encode("utf-8", "surrogatepass")
        return blake2b(parts, key=self._stamp.value, digest_size=20).digest()


def _is_lasting(task: Task) -> bool:
    """Whether what is checked can be read again: what comes through a pipe is gone once it has been looked at."""
    return not task.standard_input and os.path.isfile(task.path)


def _holds(result: FileResult, task: Task) -> bool:
    """Whether the same suppressions have expired today as on the day when the result was found."""
    today = task.request.suppressions.today
    return (result.expires is None or today <= result.expires) and (result.expired is None or result.expired < today)
