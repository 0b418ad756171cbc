"""Output (输出): where the formats of a run go, and how they are written."""

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, NamedTuple

from gouji.discovery import STDIN
from gouji.i18n import _
from gouji.loading import aside
from gouji.outcome import Outcome
from gouji.reporters import Reporter, ReportOptions
from gouji.trouble import reraise_if_due
from gouji.usage import UsageError, unknown

_TOGETHER = 256
"""How many pieces of a text are written at once."""


class Target(NamedTuple):
    """One format of a run and where it goes (输出目标): a file, or None for standard output."""

    reporter: Reporter
    file: str | None


def targets(formats: Sequence[str], output_file: str | None, reporters: Mapping[str, Reporter]) -> list[Target]:
    """The targets for ``NAME`` and ``NAME:FILE`` as the user wrote them. Raises UsageError."""
    found = []
    for text in formats or ["text"]:
        name, _colon, file = text.partition(":")
        if name not in reporters:
            raise unknown(_("没有输出格式 {name}").format(name=name), name, reporters, listed=True)
        target = Target(reporters[name], writable(file or output_file))
        check_needs(name, target.reporter.needs)
        if target.reporter.binary:
            check_terminal(name, target.file)
        found.append(target)
    files = [target.file and os.path.realpath(target.file) for target in found]
    if files.count(None) > 1:
        raise UsageError(_("只有一种格式能写到标准输出，其余请用 --format 名称:文件"))
    if len(set(files)) < len(files):
        raise UsageError(_("两种格式不能写到同一个文件"))
    return found


def deliver(outcome: Outcome, wanted: Sequence[Target], options: ReportOptions) -> None:
    """Write the outcome to its targets: files first, as a reader of standard output may leave early."""
    for target in sorted(wanted, key=lambda each: each.file is None):
        if target.file is None:
            for piece in _pieces(target.reporter, outcome, options):
                put(piece, None) if isinstance(piece, bytes) else say(piece)
        else:
            with draft(target.file) as stream:
                for piece in _pieces(target.reporter, outcome, options._replace(color=False)):
                    stream.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace"))


def _pieces(reporter: Reporter, outcome: Outcome, options: ReportOptions) -> Iterator[str | bytes]:
    """What a reporter makes of an outcome, in pieces worth writing. Raises UsageError for one of a pack that fails."""
    try:
        with aside():
            written: object = reporter.write(outcome, options)
        if isinstance(written, (str, bytes)):
            yield written
        elif isinstance(written, Iterator):
            yield from _gathered(written)
        else:
            raise TypeError(_("应返回 str 或 bytes，而不是 {kind}").format(kind=type(written).__name__))
    except (UsageError, GeneratorExit):
        raise
    except BaseException as error:
        from gouji.faults import explain_fault, file_of

        reraise_if_due()
        message = _("输出格式 {name} 出错：{error}")
        fault = explain_fault(error, file_of(reporter.write))
        raise UsageError(message.format(name=reporter.name, error=fault)) from error


def _gathered(pieces: Iterator[object]) -> Iterator[str]:
    """The pieces of a text, many together: they may be as small as one finding."""
    while True:
        with aside():
            together = list(islice(pieces, _TOGETHER))
        if not together:
            return
        yield "".join(map(_as_text, together))


def _as_text(piece: object) -> str:
    if isinstance(piece, str):
        return piece
    raise TypeError(_("逐段输出的应为 str，而不是 {kind}").format(kind=type(piece).__name__))


def say(text: str) -> None:
    """Write text to standard output, at once. Raises UsageError if there is no room for it."""
    with _to_standard_output():
        sys.stdout.write(text)
        sys.stdout.flush()


def put(data: bytes, file: str | None) -> None:
    """Write bytes to a file, or where none is given to standard output: no system's line ends, no terminal's encoding.

    Raises UsageError if that cannot be done.
    """
    if file is None:
        with _to_standard_output():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    else:
        write_bytes(file, data)


@contextmanager
def _to_standard_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # whoever was reading has seen enough
        raise
    except OSError as error:
        raise UsageError(_("标准输出写不了：{error}").format(error=error.strerror)) from error


def note(text: str) -> None:
    """Tell the user something that is no result."""
    sys.stderr.write(f"{text}\n")


def write(file: str, text: str, encoding: str = "utf-8") -> None:
    """Write a text file whole or not at all. Raises UsageError if that cannot be done."""
    write_bytes(file, text.encode(encoding, "backslashreplace"))


def write_bytes(file: str, data: bytes) -> None:
    """Write a file whole or not at all; one that is there keeps its permissions. Raises UsageError if it cannot be."""
    with draft(file) as stream:
        stream.write(data)


@contextmanager
def draft(file: str) -> Iterator[IO[bytes]]:
    """A stream that becomes the file when all is in it (草稿), as :func:`write_bytes` writes it."""
    from pathlib import Path

    path = Path(file).resolve()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not path.is_file():  # a device or a pipe
            with path.open("wb") as stream:
                yield stream
            return
        with beside.open("wb") as stream:
            yield stream
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except OSError as error:
        raise UsageError(_("{file} 写不了：{error}").format(file=file, error=error.strerror)) from error
    finally:
        beside.unlink(missing_ok=True)


def in_color(wanted: bool | None) -> bool:
    """Whether to use colour: as the user says, else as NO_COLOR and FORCE_COLOR say, else on a terminal."""
    if wanted is not None:
        return wanted
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def check_needs(form: str, needs: tuple[str, str] | None) -> None:
    """Raise UsageError, with what to install, if the library is not there by which a format is written."""
    if needs is None:
        return
    from importlib.util import find_spec

    if find_spec(needs[0]) is None:
        message = _("输出 {form} 需要另外安装组件 {library}：pip install 'gouji[{extra}]'")
        raise UsageError(message.format(form=form, library=needs[0], extra=needs[1]))


def check_terminal(form: str, file: str | None) -> None:
    """Raise UsageError if what is no text would go to the terminal."""
    if file is None and sys.stdout.isatty():
        raise UsageError(_("{form} 不能显示在终端上：请用 --output-file 写到文件").format(form=form))


def writable(file: str | None) -> str | None:
    """The file, None for standard output, if it can be there. Raises UsageError before a long run, not after it."""
    if not file or file == STDIN:  # as with other programs, the sign for the one is the sign for the other
        return None
    if os.path.isdir(file):
        raise UsageError(_("{file} 是文件夹，不能写成文件").format(file=file))
    folder = os.path.dirname(file) or "."
    if not os.path.isdir(folder):
        raise UsageError(_("没有文件夹 {folder}，写不了 {file}").format(folder=folder, file=file))
    return file
