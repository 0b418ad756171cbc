"""A folder that is filled anew each time (输出文件夹): only what has changed is written, only what is ours removed."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from gouji.discovery import OURS
from gouji.i18n import N_, _
from gouji.usage import UsageError

_DRAFT = ".gouji-draft"


class Content(NamedTuple):
    """What a folder is for (文件夹的用处).

    what: for people. manifest: the name of the list of all its files, one a line; a file that does not stand in it is
    somebody else's. ours: what names of ours look like: whatever else a list says, nothing outside is touched.
    """

    what: str
    manifest: str
    ours: re.Pattern[str]


SITE = Content(N_("网站"), OURS["site"], re.compile(r"(?:[a-z]+/)?[a-z0-9-]+\.(?:html|css|js)"))
NOTICES = Content(N_("整改通知"), OURS["notices"], re.compile(r"[^\\/:*?\"<>|\s.][^\\/:*?\"<>|\s]*\.txt"))


class Folder:
    """A folder that is being written into.

    path: of the folder. written, removed: how many files were, so far.
    """

    def __init__(self, path: str, content: Content = SITE) -> None:
        """path: of the folder, made if it is not there. Raises UsageError if there are other things in it."""
        self.path = path
        self._content = content
        self._named: set[str] = set()
        self.written = self.removed = 0
        try:
            os.makedirs(path, exist_ok=True)
            self._known = self._listed()
            self._list = open(self._at(content.manifest), "a", encoding="utf-8")  # noqa: SIM115  # closed by finish
        except OSError as error:
            raise self._unwritable(path, error) from error

    def _listed(self) -> set[str]:
        try:
            with open(self._at(self._content.manifest), encoding="utf-8", errors="replace") as stream:
                return {name for name in stream.read().splitlines() if self._content.ours.fullmatch(name)}
        except FileNotFoundError:
            if os.listdir(self.path):
                message = _("文件夹 {path} 里有别的东西，{what}要写到空的或新的文件夹里")
                raise UsageError(message.format(path=self.path, what=_(self._content.what))) from None
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
            raise self._unwritable(file, error) from error

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
            os.replace(self._at(_DRAFT), self._at(self._content.manifest))
        except OSError as error:
            raise self._unwritable(self.path, error) from error

    def _claim(self, name: str, file: str) -> None:
        """Say that a file is ours before it is there: a run that is killed leaves nothing that nobody owns."""
        assert self._content.ours.fullmatch(name), name
        if os.path.lexists(file):
            message = _("{file} 不是{what}的文件，不能覆盖：请另指一个文件夹")
            raise UsageError(message.format(file=file, what=_(self._content.what)))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        self._list.write(f"{name}\n")
        self._list.flush()
        self._known.add(name)

    def _unwritable(self, path: str, error: OSError) -> UsageError:
        message = _("{what}写不了：{path}：{error}")
        return UsageError(message.format(what=_(self._content.what), path=path, error=error.strerror))

    def _at(self, name: str) -> str:
        return os.path.join(self.path, *name.split("/"))


def _contents(file: str) -> bytes | None:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
