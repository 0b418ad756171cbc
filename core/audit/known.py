"""What is known already (已知情况): which files need not be read again, which have gone, and whether anything follows.

A ledger is of the files that its last run was about, and says of each what it would say if it were read today.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from gouji.audit.harvest import Harvest
from gouji.audit.ledger.opening import own_files
from gouji.audit.ledger.store import Ledger, readable
from gouji.cache.keys import Keys, content_of, is_lasting, stamp_of
from gouji.cache.stamp import TooMuch, canonical
from gouji.readers import Unreadable
from gouji.run import Run
from gouji.work import Task, digest


class Known:
    """What a ledger knows of the files of a run.

    tasks: the files of the run, but for the ledger itself.
    """

    def __init__(self, run: Run, ledger: Ledger) -> None:
        """run: has found the files. ledger: of the same audit."""
        own = own_files(ledger.path)
        names = {os.path.basename(file) for file in own}
        self.tasks = [
            task
            for task in run.tasks
            if os.path.basename(task.path) not in names or os.path.realpath(task.file) not in own
        ]
        self._ledger = ledger
        self._most_bytes = run.limits.size
        try:
            self._keys: Keys | None = Keys(stamp_of(run.tasks, run.setup, run.host, own))
        except TooMuch:
            self._keys = None

    def pending(self, today: str) -> list[Task]:
        """The files that have to be read: they are new or changed, or would be told of otherwise today."""
        known = self._ledger.known(today)
        return [task for task in self.tasks if not self._is_known(task, known.get(readable(task.path)))]

    def keyed(self, read: Iterable[tuple[Task, Harvest]]) -> list[tuple[Harvest, str | None]]:
        """What was taken from files, each with its key; none has one if the program may have changed meanwhile."""
        lasts = self._lasts
        return [(harvest, self._key(task, harvest.digest) if lasts else None) for task, harvest in read]

    def gone(self, *, keep: bool) -> list[str]:
        """The paths of the ledger under which the run has no file, as they are to leave it.

        What lies in a folder that could not be read stays; so does everything if it is to be kept, but for what is a
        file of the run by another name.
        """
        here = {readable(task.path) for task in self.tasks}
        found = self._ledger.rows("SELECT path, folder FROM files JOIN runs USING (run)")
        others = [(path, folder) for path, folder in found if path not in here]
        if keep:
            files = {os.path.realpath(task.file) for task in self.tasks} if others else set()
            return [path for path, folder in others if os.path.realpath(os.path.join(folder, path)) in files]
        folders = (readable(os.path.join(task.path, "")) for task in self.tasks if task.trouble)
        unread = tuple(folder.removeprefix(f".{os.sep}") for folder in folders)
        return [path for path, _folder in others if not path.startswith(unread)]

    def basis(self, *of: object) -> str | None:
        """Stands for all that follows from these by this program, as it is set up; None if that cannot be told."""
        if self._keys is None or not self._lasts:
            return None
        try:
            words = canonical((self._keys.stamp.value, *of))
        except TypeError:
            return None
        return digest(words.encode("utf-8", "surrogatepass"))

    @property
    def _lasts(self) -> bool:
        return self._keys is not None and self._keys.stamp.lasts()

    def _is_known(self, task: Task, key: str | None) -> bool:
        if key is None or not is_lasting(task):
            return False
        try:
            return key == self._key(task, content_of(task, self._most_bytes))
        except Unreadable:
            return False

    def _key(self, task: Task, content: str) -> str | None:
        """The key of a file with that content; None if it cannot be known next time whether that is still so."""
        if self._keys is None or (content and not is_lasting(task)):
            return None
        try:
            return self._keys.of(task, content and (task.version or content)).hex()
        except TypeError:
            return None
