"""The folder of a site (网站文件夹): only what has changed is written, and only what is ours is removed."""

from __future__ import annotations

import os
import re

from gouji.i18n import _
from gouji.usage import UsageError

MANIFEST = "gouji-site.txt"
"""The list of all files of a site, one a line; a file that does not stand in it is somebody else's."""
_DRAFT = ".gouji-site-draft"
_OURS = re.compile(r"(?:[a-z]+/)?[a-z0-9-]+\.(?:html|css|js)")
"""What names of ours look like: whatever else a list says, nothing outside the folder is touched."""


class Folder:
    """A folder that a site is being written into.

    written, removed: how many files were, so far.
    """

    def __init__(self, path: str) -> None:
        """path: of the folder, made if it is not there. Raises UsageError if there are other things in it."""
        self._path = path
        self._named: set[str] = set()
        self.written = self.removed = 0
        try:
            os.makedirs(path, exist_ok=True)
            self._known = self._listed()
            self._list = open(self._at(MANIFEST), "a", encoding="utf-8")  # noqa: SIM115  # closed by finish
        except OSError as error:
            raise _unwritable(path, error) from error

    def _listed(self) -> set[str]:
        try:
            with open(self._at(MANIFEST), encoding="utf-8", errors="replace") as stream:
                return {name for name in stream.read().splitlines() if _OURS.fullmatch(name)}
        except FileNotFoundError:
            if os.listdir(self._path):
                message = _("文件夹 {path} 里有别的东西，网站要写到空的或新的文件夹里")
                raise UsageError(message.format(path=self._path)) from None
            return set()

    @property
    def index(self) -> str:
        """The page to begin with."""
        return self._at("index.html")

    def put(self, name: str, text: str) -> None:
        """Write a page of this name if it does not stand there as it is. Raises UsageError."""
        data = text.encode("utf-8", "backslashreplace")
        file = self._at(name)
        try:
            if name not in self._known:
                self._claim(name, file)
            self._named.add(name)
            if _contents(file) != data:
                with open(self._at(_DRAFT), "wb") as stream:
                    stream.write(data)
                os.replace(self._at(_DRAFT), file)
                self.written += 1
        except OSError as error:
            raise _unwritable(file, error) from error

    def finish(self) -> None:
        """Remove the pages that earlier sites had and this one has not. Raises UsageError."""
        self._list.close()
        try:
            for name in self._known - self._named:
                if os.path.isfile(self._at(name)):
                    os.remove(self._at(name))
                    self.removed += 1
            with open(self._at(_DRAFT), "w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{name}\n" for name in sorted(self._named))
            os.replace(self._at(_DRAFT), self._at(MANIFEST))
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _claim(self, name: str, file: str) -> None:
        """Say that a file is ours before it is there: a run that is killed leaves nothing that nobody owns."""
        assert _OURS.fullmatch(name), name
        if os.path.lexists(file):
            raise UsageError(_("{file} 不是这个网站的文件，不能覆盖").format(file=file))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        self._list.write(f"{name}\n")
        self._list.flush()
        self._known.add(name)

    def _at(self, name: str) -> str:
        return os.path.join(self._path, *name.split("/"))


def _contents(file: str) -> bytes | None:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def _unwritable(path: str, error: OSError) -> UsageError:
    return UsageError(_("网站写不了：{path}：{error}").format(path=path, error=error.strerror))
