"""The work on files (逐个检查): one after the other in this process, or shared among several.

A process that dies, of a crash or for want of memory, costs only the file that it died of.
"""

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from gouji import i18n
from gouji.engine import Engine, Request
from gouji.host import Host
from gouji.i18n import _
from gouji.outcome import FileResult
from gouji.readers import Unreadable
from gouji.readers.limits import Limits
from gouji.suppression.given import SIDECAR, Sidecar
from gouji.trouble import why_unread

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from gouji.fixing import Known, Mended

_CHUNK = 16
"""How many files a process takes at once."""
_PIECE = 1 << 16
_LARGEST_SIDECAR = 1 << 18


class Task(NamedTuple):
    """One file to check (检查任务).

    path: as the user named it. request: what is wanted of it.
    trouble: why it cannot be opened, if that is known already. standard_input: whether its bytes come from there.
    """

    path: str
    request: Request
    trouble: str = ""
    standard_input: bool = False


class Setup(NamedTuple):
    """What a process needs to know before it can work (准备): what the host loads, the limits, the user's language."""

    plugins: tuple[str, ...]
    rulesets: tuple[str, ...]
    limits: Limits
    language: str


def perform(engine: Engine, task: Task) -> FileResult:
    """Read and check one file; one that cannot be read is an X001 finding."""
    if task.trouble:
        return engine.unchecked(task.path, task.trouble)
    try:
        data = contents(task.path, engine.limits.size, standard_input=task.standard_input)
    except Unreadable as error:
        return engine.unchecked(task.path, str(error))
    return engine.check(task.path, data, task.request)._replace(digest=digest(data))


def mend(engine: Engine, task: Task, *, unsafe: bool, known: "Known | None" = None) -> "Mended":
    """Read and mend one file, without writing it; one that cannot be read is an X001 finding."""
    from gouji.fixing import Mended, mended

    if task.trouble:
        return Mended(b"", b"", engine.unchecked(task.path, task.trouble))
    try:
        data = contents(task.path, engine.limits.size, standard_input=task.standard_input)
    except Unreadable as error:
        return Mended(b"", b"", engine.unchecked(task.path, str(error)))
    return mended(engine, task.path, data, task.request, unsafe=unsafe, known=known)


def contents(path: str, max_size: int, *, standard_input: bool = False) -> bytes:
    """The bytes of a file, or of standard input. Raises Unreadable, also if there are more than ``max_size``."""
    try:
        if standard_input:
            data = _at_most(max_size + 1, sys.stdin.buffer)
        else:
            with open(path, "rb", buffering=0) as stream:
                data = _at_most(max_size + 1, stream)
    except OSError as error:
        raise Unreadable(_("读不了：{reason}").format(reason=why_unread(error))) from error
    if len(data) > max_size:
        message = _("文件超过 {size} 字节，没有检查；确需检查时请用 --max-size 提高上限")
        raise Unreadable(message.format(size=f"{max_size:,}"))
    return data


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes (文件摘要), in hexadecimal."""
    from hashlib import sha256

    return sha256(data).hexdigest()


def sidecar_of(path: str) -> Sidecar | None:
    """The file beside a report that says what is to be suppressed in it, if there is one.

    One that cannot be read is told of with the report: who sends reports must not be able to end the run.
    """
    beside = path + SIDECAR
    if not os.path.isfile(beside):
        return None
    try:
        with open(beside, "rb", buffering=0) as stream:
            data = _at_most(_LARGEST_SIDECAR + 1, stream)
    except OSError as error:
        return Sidecar(beside, trouble=_("读不了：{reason}").format(reason=why_unread(error)))
    if len(data) > _LARGEST_SIDECAR:
        return Sidecar(beside, trouble=_("超过 {size} 字节，没有看").format(size=f"{_LARGEST_SIDECAR:,}"))
    return Sidecar(beside, data)


def _at_most(size: int, stream: BinaryIO) -> bytes:
    """So many bytes or fewer, piece by piece: who asks for many at once has the memory for all of them taken."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def share(tasks: Sequence[Task], setup: Setup, jobs: int, own: Engine) -> Iterator[FileResult]:
    """Have several processes check the files; the results come in the order of the tasks.

    ``own`` is the engine of this process, for what the others cannot say any more.
    """
    from concurrent.futures.process import BrokenProcessPool

    waiting = deque(tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK))
    while waiting:
        under_way: deque[tuple[Sequence[Task], Future[list[FileResult]]]] = deque()
        pool = _processes(jobs)
        try:
            while waiting or under_way:
                while waiting and len(under_way) < 2 * jobs:
                    chunk = waiting.popleft()
                    under_way.append((chunk, pool.submit(_perform_all, setup, chunk)))
                yield from under_way[0][1].result()
                under_way.popleft()
        except BrokenProcessPool:
            waiting.extendleft(chunk for chunk, _future in reversed(under_way))
        finally:
            pool.shutdown(cancel_futures=True)
        if waiting:
            yield from _alone(waiting.popleft(), setup, own)


def _alone(tasks: Sequence[Task], setup: Setup, own: Engine) -> Iterator[FileResult]:
    """Check files one by one in a process apart, so that its death tells which of them it died of."""
    from concurrent.futures.process import BrokenProcessPool

    remaining = deque(tasks)
    while remaining:
        with _processes(1) as pool:
            try:
                while remaining:
                    yield from pool.submit(_perform_all, setup, [remaining[0]]).result()
                    remaining.popleft()
            except BrokenProcessPool:
                reason = _("检查这个文件的进程意外中止（可能是内存不足），没有查完")
                yield own.unchecked(remaining.popleft().path, reason)


def _processes(count: int) -> "ProcessPoolExecutor":
    """New processes; Ctrl-C is for the one that the user started to deal with."""
    import signal
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(count, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))


def _perform_all(setup: Setup, tasks: Sequence[Task]) -> list[FileResult]:
    engine = _engine(setup)
    return [perform(engine, task) for task in tasks]


@cache
def _engine(setup: Setup) -> Engine:
    """The engine of this process, made when the first files arrive."""
    i18n.use(setup.language)
    return Engine(Host(setup.plugins, setup.rulesets), setup.limits)
