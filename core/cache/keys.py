"""Keys (结果标记): what tells whether the result of a file would be the same today."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b

from gouji.cache.stamp import Stamp, canonical
from gouji.finding import Finding
from gouji.host import Host
from gouji.outcome import FileResult
from gouji.remote import is_remote
from gouji.work import Setup, Task, contents, digest

_PASSING = ("X001", "X004")
"""The codes of what may be otherwise the next time, though nothing has changed: a time limit, a crash, a full disk."""


class Keys:
    """The keys of one run.

    stamp: what all its results follow from.
    """

    def __init__(self, stamp: Stamp) -> None:
        """stamp: what all results of the run follow from."""
        self.stamp = stamp
        self._wanted: dict[int, str] = {}

    def of(self, task: Task, digest: str) -> bytes:
        """The key of a result. Raises TypeError for a request that cannot be told from others by its text."""
        wanted = self._wanted.get(id(task.request))
        if wanted is None:  # thousands of tasks share one
            # The day is none of it: a result says itself until when it holds.
            given = task.request.suppressions._replace(today="")
            wanted = self._wanted[id(task.request)] = canonical(task.request._replace(suppressions=given))
        parts = "\0".join((digest, task.path, wanted)).encode("utf-8", "surrogatepass")
        return blake2b(parts, key=self.stamp.value, digest_size=20).digest()


def stamp_of(tasks: Iterable[Task], setup: Setup, host: Host, own: Iterable[str]) -> Stamp:
    """The stamp of a run. own: files that it keeps what it knows in. Raises TooMuch."""
    apart = {os.path.abspath(task.path) for task in tasks}.union(own)
    return Stamp(setup, host.sources, apart, host.begun)


def content_of(task: Task, most_bytes: int) -> str:
    """What tells the content of a file: what its file system says, else its digest. Raises Unreadable."""
    return task.version or digest(contents(task.file, most_bytes))


def is_lasting(task: Task) -> bool:
    """Whether what is checked can be read again: what comes through a pipe is gone once it has been looked at."""
    return not task.standard_input and (is_remote(task.path) or os.path.isfile(task.path))


def is_passing(findings: Iterable[Finding]) -> bool:
    """Whether what was found may be otherwise the next time, though nothing has changed."""
    return any(finding.code in _PASSING for finding in findings)


def holds(result: FileResult, today: str) -> bool:
    """Whether the same suppressions have expired today as on the day when the result was found."""
    return (result.expires is None or today <= result.expires) and (result.expired is None or result.expired < today)
