"""Confinement (隔离): reading in a process apart, whose time and memory are limited and whose death costs one file.

The libraries for PDF and workbooks are compiled code that is fed files from anywhere: what hangs or crashes there must
not take the run with it. One such process serves all files of the process that started it, until a file kills it.

It is no sandbox: it may do whatever the user may, so that to unpickle what it answers gives nothing away.

It is an interpreter of its own and no fork: a fork would begin with all the memory of its parent, and with the locks of
its threads; and what :mod:`multiprocessing` starts otherwise runs the user's program again, and may not be started by
the workers of a task queue.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import IO, NamedTuple

from gouji import i18n
from gouji.document import Document
from gouji.i18n import _
from gouji.readers import Unreadable
from gouji.readers.archive import too_large
from gouji.readers.limits import Limits, limited, limits
from gouji.trouble import describe, reraise_if_due

_OWN = 64 * 1024**2
"""What the process itself takes up, libraries included, before it reads anything, in bytes."""
_THICKER = 4
"""How many times larger a document is as objects than as the bytes that are sent."""
_GRACE = 2
"""Seconds after which the process ends itself, should the one that ought to end it be gone."""
_PROGRAM = (
    "import json, sys\nsys.path[:] = json.loads(sys.argv[1])\n"
    "from gouji.readers.confined import serve\nserve(int(sys.argv[2]))"
)


class _Order(NamedTuple):
    """A file to read: the module whose ``read`` to call, the bytes, the limits and the language of messages."""

    module: str
    data: bytes
    limits: Limits
    language: str


class _Answer(NamedTuple):
    """What became of it: a document, or why there is none, and if that is a bug's fault, its traceback.

    last: whether the process ends now, since the file left too little of its memory to the next.
    """

    document: Document | None
    reason: str = ""
    traceback: str = ""
    last: bool = False


class _Bug(Exception):
    """A reader failed in the process apart; the message is the traceback there."""


class _Worker:
    """The process apart, as the process that started it sees it."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self._late = False
        options = ["-P", "-B"] if sys.dont_write_bytecode else ["-P"]
        path = json.dumps([str(folder) for folder in sys.path if folder])
        self._process = subprocess.Popen(
            [sys.executable, *options, "-c", _PROGRAM, path, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What compiled code says as it dies is not for the user.
            stderr=None if os.environ.get("GOUJI_DEBUG") else subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def number(self) -> int:
        """The number by which the system knows it."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can serve; one that was given up as its answer came cannot any more."""
        return not self._late and self._process.poll() is None

    def ask(self, order: _Order) -> _Answer:
        """Its answer. Raises TimeoutError if that takes too long, else OSError or EOFError if it dies of the file."""
        watch = threading.Timer(order.limits.seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            _send(self._inbox, pickle.dumps(tuple(order)))
            return _Answer(*pickle.loads(_receive(self._outbox)))
        except (EOFError, OSError) as error:
            if self._late:
                raise TimeoutError from error
            raise
        finally:
            watch.cancel()
            watch.join()  # it may be giving up just now

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self.let_go()
        self._process.wait()

    def let_go(self) -> None:
        """Close the line to it. It ends when nobody holds the other end any more."""
        for stream in (self._inbox, self._outbox):
            with suppress(OSError):  # what had not been sent yet cannot be
                stream.close()

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    @property
    def _inbox(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _outbox(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout


_workers: list[_Worker] = []
_turn = threading.Lock()


def read(module: str, data: bytes) -> Document:
    """What ``read`` of a reader's module makes of a file, in a process apart.

    Raises Unreadable as that does, and if it takes more time or memory than the limits allow, or dies.
    """
    order = _Order(module, data, limits(), i18n.in_use())
    with _turn:
        try:
            answer = _ask(order)
        except TimeoutError as error:
            message = _("{seconds}秒内没有读完，没有检查；文件可能有意拖延，确需检查时请用 --max-seconds 提高上限")
            raise Unreadable(message.format(seconds=order.limits.seconds)) from error
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            message = _("读取这个文件的进程意外中止（文件损坏，或内存超过 {memory} 字节），没有检查")
            raise Unreadable(message.format(memory=f"{order.limits.memory:,}")) from error
    if answer.document is not None:
        return answer.document
    if answer.traceback:
        _debug(answer.traceback)
    raise Unreadable(answer.reason)


def _ask(order: _Order) -> _Answer:
    """The answer of the process apart, which does not outlive a question that it has not answered."""
    worker = _worker(order.limits.memory)
    try:
        answer = worker.ask(order)
    except BaseException:  # Ctrl-C too: what it is about to say nobody waits for
        _dismiss()
        raise
    if answer.last:
        _dismiss()
    return answer


def _worker(memory: int) -> _Worker:
    """The process that serves, a new one if there is none or its limit is another."""
    if _workers and (_workers[0].memory != memory or not _workers[0].is_alive):
        _dismiss()
    if not _workers:
        _workers.append(_Worker(memory))
    return _workers[0]


@atexit.register
def _dismiss() -> None:
    """End the process that serves, if there is one."""
    while _workers:
        _workers.pop().end()


def _forget() -> None:
    """After a fork: the process belongs to the parent."""
    global _turn  # noqa: PLW0603  # a thread of the parent's may have held it
    _turn = threading.Lock()
    while _workers:
        _workers.pop().let_go()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _debug(traceback: str) -> None:
    """Show a developer where a reader failed."""
    try:
        raise _Bug(traceback)
    except _Bug:
        reraise_if_due()


# ── the line between the two ─────────────────────────────────────────────────────────────────────


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    """The next message. Raises EOFError if there is none, or not all of it."""
    size = int.from_bytes(_exactly(stream, 8), "big")
    return _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


# ── in the process apart ─────────────────────────────────────────────────────────────────────────


def serve(memory: int) -> None:
    """Read what is asked for until nobody asks any more."""
    import faulthandler
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that the user started to deal with
    inbox, outbox = _line()
    _limit_memory(memory + _OWN)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        while True:
            try:
                order = _Order(*pickle.loads(_receive(inbox)))
                faulthandler.dump_traceback_later(order.limits.seconds + _GRACE, exit=True, file=nowhere)
                answer = _answer(order)
                del order
                faulthandler.cancel_dump_traceback_later()
                _send(outbox, answer)
            except (EOFError, OSError):
                return


def _line() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output, kept from anything else that might read or print."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return inbox, outbox


def _answer(order: _Order) -> bytes:
    """The answer to an order, ready to be sent."""
    i18n.use(order.language)
    with limited(order.limits):
        try:
            document: Document = import_module(order.module).read(order.data)
            packed = pickle.dumps(tuple(_Answer(document, last=_is_worn(order.limits.memory))), pickle.HIGHEST_PROTOCOL)
            if len(packed) <= order.limits.unpacked // _THICKER:
                return packed
            answer = _Answer(None, str(too_large()), last=True)
        except Unreadable as error:
            answer = _Answer(None, str(error), last=_is_worn(order.limits.memory))
        except MemoryError:
            answer = _Answer(None, str(too_large()), last=True)
        except Exception as error:
            from traceback import format_exc

            reason = _("读取程序出错，文件可能已损坏：{error}").format(error=describe(error))
            answer = _Answer(None, reason, format_exc(), last=True)
    return pickle.dumps(tuple(answer))


def _is_worn(memory: int) -> bool:
    """Whether the files so far have left so much behind that the next may not find the memory that it may have."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            pages = int(stream.read().split()[5])
        return pages * os.sysconf("SC_PAGE_SIZE") > _OWN + memory // 4
    except OSError:
        return False  # where this cannot be told, memory is not limited either


def _limit_memory(limit: int) -> None:
    """Limit the memory of this process, where the system can: Linux does, macOS and Windows do not.

    Where it dies of it, it leaves no image of its memory behind.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):  # there is a lower limit, or the system knows of none
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
