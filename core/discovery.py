"""Finding the files to check (查找文件): what the user names becomes a list of files, always in the same order.

Folders are searched for the endings that readers know. Hidden folders and files, ``node_modules`` and what ``exclude``
names are left out; links to folders are not followed, so that a loop of links ends. What ``exclude`` names is left out
even if it is named one by one, since that is how pre-commit calls.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gouji.config.search import Configurations
from gouji.config.settings import Globs
from gouji.i18n import _

STDIN = "-"
"""The name under which standard input is checked."""

_NEVER_SEARCHED = ("node_modules", "__pycache__")
_LEFT_BY_EDITORS = (".", "~$")


class Input(NamedTuple):
    """One input (待检查的文件).

    path: as the user named it, or found below what the user named. folder: the absolute folder that it lies in.
    trouble: why it cannot be opened, empty if nothing is known to be wrong.
    """

    path: str
    folder: Path
    trouble: str = ""


class Search:
    """One search (查找). Files come in the order in which they are named, those of a folder by name, each once."""

    def __init__(self, suffixes: Collection[str], configurations: Configurations, exclude: Globs) -> None:
        """Look for files with the ``suffixes``, without what ``exclude`` or a file's own configuration leaves out."""
        self._suffixes = tuple(suffixes)
        self._configurations = configurations
        self._exclude = exclude
        self._folders: dict[Path, Path] = {}

    def inputs(self, names: Iterable[str]) -> list[Input]:
        """All inputs that the names mean."""
        found: dict[Path, Input] = {}
        for name in names:
            for one in self._named(name):
                found.setdefault(one.folder / Path(one.path).name, one)
        return list(found.values())

    def standard_input(self, name: str) -> list[Input]:
        """Standard input, if it is not left out under the name that the user gives it."""
        one = self._input(Path(name), name)
        return [] if self._excluded(one.folder / Path(name).name) else [one]

    def _named(self, name: str) -> Iterator[Input]:
        path = Path(name)
        try:
            is_folder, is_there = bool(name) and path.is_dir(), os.path.lexists(name)
        except OSError as error:
            yield self._input(path, name, _("读不了：{error}").format(error=error.strerror))
            return
        if is_folder:
            yield from self._below(path)
        elif is_there:
            if not self._excluded(self._absolute(path)):
                yield self._input(path, name)
        elif matches := _expanded(name):
            for match in matches:
                yield from self._named(match)
        else:
            yield self._input(path, name, _("没有这个文件或文件夹"))

    def _below(self, top: Path) -> Iterator[Input]:
        """The files below a folder."""
        unreadable: list[OSError] = []
        for folder, subfolders, files in os.walk(top, onerror=unreadable.append):
            here = Path(folder)
            subfolders[:] = [name for name in sorted(subfolders) if self._searched(here / name)]
            for name in sorted(files):
                path = here / name
                if self._wanted(path):
                    yield self._input(path, str(path))
        for error in unreadable:
            yield self._input(
                Path(error.filename), error.filename, _("文件夹读不了：{error}").format(error=error.strerror)
            )

    def _searched(self, folder: Path) -> bool:
        if folder.name.startswith(".") or folder.name in _NEVER_SEARCHED:
            return False
        return not self._excluded(self._absolute(folder), folder=True)

    def _wanted(self, file: Path) -> bool:
        if file.name.startswith(_LEFT_BY_EDITORS) or not file.name.lower().endswith(self._suffixes):
            return False
        # A pipe or a device would be waited for; a link to nothing is reported.
        return (file.is_file() or not file.exists()) and not self._excluded(self._absolute(file))

    def _excluded(self, path: Path, *, folder: bool = False) -> bool:
        configured = self._configurations.of(path.parent).exclude
        return self._exclude.match(path, folder=folder) or configured.match(path, folder=folder)

    def _input(self, path: Path, name: str, trouble: str = "") -> Input:
        return Input(name, self._absolute(path).parent, trouble)

    def _absolute(self, path: Path) -> Path:
        """The absolute path, links in its folder resolved, but not one that the file itself is."""
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = folder.resolve()
        return self._folders[folder] / path.name


def _expanded(pattern: str) -> list[str]:
    """What a pattern matches, for shells that leave that to the program."""
    if not any(character in pattern for character in "*?["):
        return []
    from glob import glob

    return sorted(glob(pattern, recursive=True))  # noqa: PTH207  # the user's own spelling of the path is kept
