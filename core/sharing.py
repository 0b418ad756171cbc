"""Sharing the work on files (分工) among several processes, of this machine or of others.

A process that dies, of a crash or for want of memory, costs only the file that it died of.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import Generic, Protocol

from gouji import i18n
from gouji.engine import Engine
from gouji.host import Host
from gouji.i18n import _
from gouji.work import Result, Setup, Task, Work

_CHUNK = 16
"""How many files a process takes at once."""
_AHEAD = 4
"""How many of these are handed out for each process, so that none waits while its results are being dealt with."""

Submit = Callable[[Sequence[Task]], Callable[[], list[Result]]]
"""Takes a chunk of files to do, and gives a function that waits for what comes of them."""


class Crew(Protocol[Result]):
    """Processes that can be given files to do (工作组)."""

    @property
    def size(self) -> int:
        """How many files can be done at the same time."""

    @property
    def died(self) -> type[Exception]:
        """What is raised where the process that had a chunk is gone; others may be gone with it."""

    def working(self) -> AbstractContextManager[Submit[Result]]:
        """The crew at work; whatever is under way at the end is dropped."""


def share(work: Work[Result], tasks: Sequence[Task], crew: Crew[Result], own: Engine) -> Iterator[Result]:
    """Have a crew do the files; what comes of them is given in the order of the tasks.

    ``own`` is the engine of this process, for what the others cannot say any more.
    """
    waiting = deque(tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK))
    while waiting:
        under_way: deque[tuple[Sequence[Task], Callable[[], list[Result]]]] = deque()
        with crew.working() as submit:
            try:
                while waiting or under_way:
                    while waiting and len(under_way) < _AHEAD * crew.size:
                        under_way.append((waiting[0], submit(waiting[0])))
                        waiting.popleft()
                    yield from under_way[0][1]()
                    under_way.popleft()
            except crew.died:
                waiting.extendleft(chunk for chunk, _wait in reversed(under_way))
        if waiting:
            yield from _alone(work, waiting.popleft(), crew, own)


def _alone(work: Work[Result], tasks: Sequence[Task], crew: Crew[Result], own: Engine) -> Iterator[Result]:
    """Do files one by one, with nothing else under way, so that a death tells which of them it is owed to."""
    remaining = deque(tasks)
    while remaining:
        with crew.working() as submit:
            try:
                while remaining:
                    yield from submit([remaining[0]])()
                    remaining.popleft()
            except crew.died:
                reason = _("检查这个文件的进程意外中止（可能是内存不足），没有查完")
                yield work.given_up(own.unchecked(remaining.popleft().path, reason))


class Processes(Generic[Result]):
    """Processes of this machine; each time that one of them dies, all are started anew."""

    def __init__(self, work: Work[Result], setup: Setup, count: int) -> None:
        """work: what they do. setup: what they need to know. count: how many there are."""
        self.size = count
        self._perform = work.perform
        self._setup = setup

    @property
    def died(self) -> type[Exception]:
        """What is raised where the process that had a chunk is gone."""
        from concurrent.futures.process import BrokenProcessPool

        return BrokenProcessPool

    @contextmanager
    def working(self) -> Iterator[Submit[Result]]:
        """The processes, as long as the one that the user started lives."""
        from concurrent.futures import ProcessPoolExecutor

        pool = ProcessPoolExecutor(self.size, initializer=_follow)
        try:
            yield lambda tasks: pool.submit(perform_all, self._perform, self._setup, tasks).result
        finally:
            pool.shutdown(cancel_futures=True)


def _follow() -> None:
    """Leave Ctrl-C to the process that the user started, and end when that is killed: nobody else would see to it."""
    import signal
    from multiprocessing import connection, parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():

        def outlived(sentinel: int) -> None:
            connection.wait([sentinel])
            os._exit(1)

        Thread(target=outlived, args=(parent.sentinel,), daemon=True).start()


def perform_all(
    perform: Callable[[Engine, Task], Result], setup: Setup, tasks: Sequence[Task], run: str = ""
) -> list[Result]:
    """Do files in this process. run: tells runs apart that a process works for one after the other."""
    engine = _engine(setup, run)
    return [perform(engine, task) for task in tasks]


@lru_cache(maxsize=1)
def _engine(setup: Setup, run: str) -> Engine:
    """The engine of this process, made when the first files arrive."""
    return Engine(host_of(setup, run), setup.limits)


@lru_cache(maxsize=1)
def host_of(setup: Setup, _run: str) -> Host:
    """The plugins of this process, loaded when they are first asked for."""
    i18n.use(setup.language)
    return Host(setup.plugins, setup.rulesets)
