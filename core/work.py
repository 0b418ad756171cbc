"""The work on one file (逐个检查): what is known of it beforehand, its bytes, what comes of them."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Generic, NamedTuple, TypeVar

from gouji.engine import Engine, Request
from gouji.i18n import _
from gouji.outcome import FileResult
from gouji.readers import Unreadable
from gouji.readers.limits import Limits
from gouji.suppression.given import SIDECAR, Sidecar
from gouji.trouble import why_unread

if TYPE_CHECKING:
    from gouji.fixing import Known, Mended

_PIECE = 1 << 16
_LARGEST_SIDECAR = 1 << 18
Result = TypeVar("Result")


class Task(NamedTuple):
    """One file to check (检查任务).

    path: as the user named it. request: what is wanted of it.
    trouble: why it cannot be opened, if that is known already. standard_input: whether its bytes come from there.
    version: what tells its content from any other that it had, if that is known without reading it.
    base: the folder from which the path is meant, where that is not the process's own.
    """

    path: str
    request: Request
    trouble: str = ""
    standard_input: bool = False
    version: str = ""
    base: str = ""

    @property
    def file(self) -> str:
        """Where its bytes are."""
        return os.path.join(self.base, self.path) if self.base else self.path


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
        data = contents(task.file, engine.limits.size, standard_input=task.standard_input)
    except Unreadable as error:
        return engine.unchecked(task.path, str(error))
    return engine.check(task.path, data, task.request)._replace(digest=digest(data))


class Work(NamedTuple, Generic[Result]):
    """What is to be done with each file (作业).

    perform: does it, and raises nothing. given_up: makes the result for a file that it could not be done with.
    """

    perform: Callable[[Engine, Task], Result]
    given_up: Callable[[FileResult], Result]


CHECKING = Work(perform, lambda result: result)
"""To check it."""


def mend(engine: Engine, task: Task, *, unsafe: bool, known: "Known | None" = None) -> "Mended":
    """Read and mend one file, without writing it; one that cannot be read is an X001 finding."""
    from gouji.fixing import Mended, mended

    if task.trouble:
        return Mended(b"", b"", engine.unchecked(task.path, task.trouble))
    try:
        data = contents(task.file, engine.limits.size, standard_input=task.standard_input)
    except Unreadable as error:
        return Mended(b"", b"", engine.unchecked(task.path, str(error)))
    return mended(engine, task.path, data, task.request, unsafe=unsafe, known=known)


def contents(path: str, max_size: int, *, standard_input: bool = False) -> bytes:
    """The bytes of a file, or of standard input. Raises Unreadable, also if there are more than ``max_size``."""
    try:
        data = _at_most(max_size + 1, sys.stdin.buffer) if standard_input else _stored(path, max_size + 1)
    except OSError as error:
        raise Unreadable(_("读不了：{reason}").format(reason=why_unread(error))) from error
    if len(data) > max_size:
        message = _("文件超过 {size} 字节，没有检查；确需检查时请用 --max-size 提高上限")
        raise Unreadable(message.format(size=f"{max_size:,}"))
    return data


def _stored(path: str, most: int) -> bytes:
    if "://" in path:
        from gouji.remote import read

        return read(path, most)
    with open(path, "rb", buffering=0) as stream:
        return _at_most(most, stream)


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
