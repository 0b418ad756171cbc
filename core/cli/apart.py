"""Inputs and outputs kept apart (输入输出分开): nothing that a run reads is written over by what it writes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from stat import S_ISREG
from typing import TYPE_CHECKING

from gouji.i18n import _
from gouji.usage import UsageError

if TYPE_CHECKING:
    from gouji.work import Task


def without(tasks: Sequence[Task], file: str | None) -> list[Task]:
    """The tasks but for that of a file that the run needs for something else, as a roster that lies among reports."""
    same = _of(file, tasks)
    return [task for task in tasks if task not in same] if same else list(tasks)


def check_apart(tasks: Sequence[Task], files: Iterable[str | None], folders: Iterable[str | None] = ()) -> None:
    """Raise UsageError if a file that is to be checked would be written over, or lies where a folder is to be filled.

    files, folders: what is to be written, None for standard output and for nothing.
    """
    for file in files:
        if _of(file, tasks):
            message = _("{file} 是要检查的文件，不能写成输出：请写到别的文件夹，或换个文件名")
            raise UsageError(message.format(file=file))
    for folder in filter(None, folders):
        inside = os.path.join(os.path.abspath(folder), "")
        for task in tasks:
            if os.path.abspath(task.file).startswith(inside):
                message = _("文件夹 {folder} 里有要检查的文件 {path}，不能把输出放在这里：请另指一个文件夹")
                raise UsageError(message.format(folder=folder, path=task.path))


def _of(file: str | None, tasks: Sequence[Task]) -> list[Task]:
    """The tasks that read this file, by whatever name; None: standard output."""
    known = _status(file) if file else None
    if known is None or not S_ISREG(known.st_mode):
        return []
    return [task for task in tasks if (own := _status(task.file)) and os.path.samestat(own, known)]


def _status(file: str) -> os.stat_result | None:
    try:
        return os.stat(file)
    except (OSError, ValueError):  # there is none, or none of this system
        return None
