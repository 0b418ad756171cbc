"""Finding the files to check (查找文件): what the user names becomes a list of files, always in the same order.

Folders are searched for the endings that readers know. Hidden folders and files, ``node_modules``, folders that gouji
has filled itself and what ``exclude`` names are left out; links to folders are not followed, so that a loop of links
ends. What ``exclude`` names is left out even if it is named one by one, since that is how pre-commit calls. The same
holds for what is named by a URL.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from gouji.config.search import Configurations
from gouji.config.settings import Globs
from gouji.i18n import _

STDIN = "-"
"""The name under which standard input is checked."""

NEVER_SEARCHED = ("node_modules", "__pycache__")
"""The names of folders in which nobody keeps reports."""
OURS = {"site": "gouji-site.txt", "notices": "gouji-notices.txt"}
"""The files that list what gouji has written into a folder, by what that is: such a folder holds no reports."""
LEFT_BY_EDITORS = (".", "~$")
"""How the names of files begin that editors and office programs leave beside what they have open."""
_WRITTEN = frozenset(OURS.values())


class Input(NamedTuple):
    """One input (待检查的文件).

    path: as the user named it, or found below what the user named. folder: the absolute folder that it lies in, empty
    for a URL. trouble: why it cannot be opened, empty if nothing is known to be wrong.
    version: what tells its content from any other that it had, where a file system elsewhere says so.
    """

    path: str
    folder: str
    trouble: str = ""
    version: str = ""

    @property
    def file(self) -> str:
        """Its absolute path, or its URL."""
        return os.path.join(self.folder, os.path.basename(self.path)) if self.folder else self.path


class Search:
    """One search (查找). Files come in the order in which they are named, those of a folder by name, each once."""

    def __init__(self, suffixes: Collection[str], configurations: Configurations, exclude: Globs) -> None:
        """Look for files with the ``suffixes``, without what ``exclude`` or a file's own configuration leaves out."""
        self._suffixes = tuple(suffixes)
        self._configurations = configurations
        self._exclude = exclude
        self._folders: dict[str, str] = {}

    def inputs(self, names: Iterable[str]) -> list[Input]:
        """All inputs that the names mean."""
        found: dict[str, Input] = {}
        for name in names:
            for one in self._named(name):
                found.setdefault(one.file, one)
        return list(found.values())

    def standard_input(self, name: str) -> list[Input]:
        """Standard input, if it is not left out under the name that the user gives it."""
        one = self._input(name)
        return [] if self._excluded(one.file) else [one]

    def _named(self, name: str) -> Iterator[Input]:
        if "://" in name:
            yield from self._elsewhere(name)
        elif os.path.isdir(name):
            yield from self._below(name)
        elif os.path.lexists(name):
            if not self._excluded(self._absolute(name)):
                yield self._input(name)
        elif matches := _expanded(name):
            for match in matches:
                yield from self._named(match)
        else:
            yield self._input(name, _("没有这个文件或文件夹"))

    def _below(self, top: str) -> Iterator[Input]:
        """The files below a folder."""
        unreadable: list[OSError] = []
        for folder, subfolders, files in os.walk(top, onerror=unreadable.append):
            if folder != top and not _WRITTEN.isdisjoint(files):
                subfolders.clear()
                continue
            subfolders[:] = [name for name in sorted(subfolders) if self._searched(folder, name)]
            for name in sorted(files):
                path = os.path.join(folder, name).removeprefix(f".{os.sep}")
                if self._wanted(path):
                    yield self._input(path)
        for error in unreadable:
            yield self._input(error.filename, _("文件夹读不了：{error}").format(error=error.strerror))

    def _elsewhere(self, url: str) -> Iterator[Input]:
        """The files that a URL means. Raises UsageError."""
        from gouji.remote import found, spot

        top = spot(url).rstrip("/")
        for one in found(url, self._suffixes):
            *folders, name = spot(one.url).removeprefix(top).split("/")
            searched = not any(_is_hidden(each) for each in folders if each != "..")  # which archives may have
            if (one.named or (searched and self._is_report(name))) and not self._excluded(one.url):
                yield Input(one.url, "", one.trouble, one.version)

    def _searched(self, folder: str, name: str) -> bool:
        if _is_hidden(name):
            return False
        return not self._excluded(self._absolute(os.path.join(folder, name)), folder=True)

    def _wanted(self, file: str) -> bool:
        if not self._is_report(os.path.basename(file)):
            return False
        # A pipe or a device would be waited for; a link to nothing is reported.
        return (os.path.isfile(file) or not os.path.exists(file)) and not self._excluded(self._absolute(file))

    def _is_report(self, name: str) -> bool:
        """Whether a file's name is one that reports have."""
        return not name.startswith(LEFT_BY_EDITORS) and name.lower().endswith(self._suffixes)

    def _excluded(self, path: str, *, folder: bool = False) -> bool:
        configured = self._configurations.of("" if "://" in path else os.path.dirname(path)).exclude
        return self._exclude.match(path, folder=folder) or configured.match(path, folder=folder)

    def _input(self, path: str, trouble: str = "") -> Input:
        return Input(path, os.path.dirname(self._absolute(path)), trouble)

    def _absolute(self, path: str) -> str:
        """The absolute path, links in its folder resolved, but not one that the file itself is."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)


def _expanded(pattern: str) -> list[str]:
    """What a pattern matches, for shells that leave that to the program."""
    if not any(character in pattern for character in "*?["):
        return []
    from glob import glob

    return sorted(glob(pattern, recursive=True))  # the user's own spelling of the path is kept


def _is_hidden(folder: str) -> bool:
    return folder.startswith(".") or folder in NEVER_SEARCHED
