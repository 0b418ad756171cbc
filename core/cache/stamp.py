"""The stamp of a run (运行标记): all that the results of its files follow from, besides the files and what is wanted.

That is the program's own code and data, Python and the libraries that are installed, LibreOffice, and every file that
packs and rulesets are made of. Files count by their content: a checkout or an installation that is made anew keeps what
is known, and a change counts whatever its date says.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from hashlib import blake2b
from typing import Any

_PACKAGES = ("gouji", "gouji.grammars", "gouji.plugins", "gouji.rulesets")
"""Those with folders of their own, where the program runs from its sources."""
_NO_SOURCES = ("__pycache__", "node_modules")
_INSTALLED = (".dist-info", ".egg-info", ".egg-link")
_MOST_FILES = 5000
_MARGIN = 2 * 10**9
"""Nanoseconds by which a file may have been changed later than its dates say: some file systems count by twos, clocks
of servers differ, and the program itself was loaded a little earlier than its packs."""


class TooMuch(Exception):
    """There are more files beside a pack than can be looked at in every run."""


class Stamp:
    """What the results of a run follow from (运行标记).

    value: the stamp: the same for the same settings, files and libraries.
    """

    def __init__(
        self, setup: object, sources: Iterable[str], apart: Collection[str] = (), begun: int | None = None
    ) -> None:
        """Look for what can change results.

        setup: what the run's settings say. sources: files and folders that packs and rulesets are made of.
        apart: absolute paths of files in them that are none of it, such as the reports.
        begun: since when, in nanoseconds, it has been loaded, now if not given. Raises TooMuch.
        """
        self._settings = canonical(setup)
        folders = [os.path.dirname(sys.modules[name].__file__ or "") for name in _PACKAGES if name in sys.modules]
        self._files = sorted(files([*folders, *sources, *_loaded()], apart))
        self._begun = time.time_ns() if begun is None else begun
        self.value = self._now()

    def lasts(self) -> bool:
        """Whether the run has surely been of this stamp from its beginning until now.

        What was changed after the run had begun to load may have been so after that very file was loaded.
        """
        before = self._begun - _MARGIN
        return self._now() == self.value and all(_changed(path) < before for path in self._files)

    def _now(self) -> bytes:
        digest = blake2b(self._settings.encode("utf-8", "surrogatepass"), digest_size=32)
        for text in (sys.version, sys.platform, *sorted(_libraries()), *_office()):
            digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
        for path in self._files:
            content = _content(path)
            digest.update(b"\0%s\0%d\0" % (os.fsencode(path), -1 if content is None else len(content)))
            digest.update(content or b"")
        return digest.digest()


def canonical(value: Any) -> str:
    """A value made of settings as text, the same for equal values in every process.

    Raises TypeError for what might not show in its text all that it is.

    >>> canonical((1, frozenset("ba"), {"b": None, "a": True}))
    "(1,frozenset('a','b'),{'a':True,'b':None})"
    """
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, str | bytes | int | None):
        return repr(value)
    if isinstance(value, Mapping):
        entries = sorted(f"{canonical(key)}:{canonical(each)}" for key, each in value.items())
        return "{" + ",".join(entries) + "}"
    name = "" if type(value) in (tuple, list) else type(value).__name__
    if isinstance(value, frozenset | set):
        return f"{name}({','.join(sorted(map(canonical, value)))})"
    if isinstance(value, tuple | list):
        return f"{name}({','.join(map(canonical, value))})"
    if hasattr(value, "isoformat"):  # a date
        return f"{name}({value.isoformat()})"
    raise TypeError(type(value))


def files(paths: Iterable[str], apart: Collection[str] = ()) -> set[str]:
    """The files that the paths mean: themselves, or all below them, but not those set apart. Raises TooMuch."""
    found: set[str] = set()
    for path in paths:
        for file in _below(path) if os.path.isdir(path) else [path]:
            found.add(file)
            if len(found) > _MOST_FILES + len(apart):
                raise TooMuch
    return found.difference(apart)


def _below(folder: str) -> Iterator[str]:
    """The files in a folder and below, and in folders that links lead to; no hidden folders and no derived ones."""
    seen: set[str] = set()
    for top, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(top)
        if real in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _NO_SOURCES]
        yield from (os.path.join(top, name) for name in files)


def _loaded() -> Iterator[str]:
    """The modules loaded so far that are neither the program's own, nor Python's, nor installed beside it."""
    ours = tuple(
        f"{os.path.abspath(each)}{os.sep}" for each in (sys.prefix, sys.base_prefix, os.path.dirname(os.__file__))
    )
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and name.partition(".")[0] not in ("gouji", "__main__") and not os.path.abspath(file).startswith(ours):
            yield os.path.abspath(file)


def _libraries() -> Iterator[str]:
    """The distributions that are installed: name, version, and when, as their folders tell without being opened."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                for entry in entries:
                    if entry.name.endswith(_INSTALLED):
                        yield f"{entry.name} {entry.stat().st_mtime_ns}"
        except OSError:
            continue


def _office() -> Iterator[str]:
    """LibreOffice, if there is one: where, and since when."""
    from gouji.readers.libreoffice import program

    if (found := program()) is not None:
        file = os.path.realpath(found)
        yield f"{file} {os.stat(file).st_mtime_ns}"


def _changed(path: str) -> int:
    """When a file was changed or put there last, in nanoseconds, whatever date it was given; 0 if it is not there."""
    try:
        found = os.stat(path)
    except OSError:
        return 0
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb", buffering=0) as stream:
            return stream.readall()
    except OSError:
        return None
