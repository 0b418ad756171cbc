"""``gouji check --fix`` and ``--diff``: mend the files, or show how they would be mended."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from typing import TYPE_CHECKING, Any

import click

from gouji.cli.output import in_color, note, put, say, write_bytes
from gouji.engine import Engine
from gouji.finding import Edit, Finding
from gouji.i18n import _
from gouji.outcome import FileResult
from gouji.readers import Unreadable
from gouji.remote import is_remote
from gouji.reporters.wording import printable
from gouji.run import Run
from gouji.usage import UsageError
from gouji.work import Task, mend, perform

if TYPE_CHECKING:
    from gouji.fixing import Mended

_ANYONE_WRITES = 0o222
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def options() -> list[click.Parameter]:
    """What a check can be told about mending."""
    return [
        click.Option(["--fix"], is_flag=True, help=_("改好只涉及格式的问题，写回文件。")),
        click.Option(["--unsafe-fixes"], is_flag=True, help=_("连同须由人核对的改动，如重算合计。")),
        click.Option(["--diff"], is_flag=True, help=_("只显示会怎样改，不写文件。")),
    ]


def are_wanted(given: Mapping[str, Any]) -> bool:
    """Whether to mend, or to show how. Raises UsageError for what makes no sense together."""
    wanted = bool(given["fix"] or given["diff"])
    if given["unsafe_fixes"] and not wanted:
        raise UsageError(_("--unsafe-fixes 要与 --fix 或 --diff 一起用"))
    if given["watch"] and wanted:
        raise UsageError(_("--watch 不能与 --fix、--diff 一起用：改动会引起再次检查"))
    return wanted


def aside(tasks: Iterable[Task]) -> AbstractContextManager[object]:
    """Where what is found is told: on standard error if standard output has the mended file."""
    return redirect_stdout(sys.stderr) if any(task.standard_input for task in tasks) else nullcontext()


def mended(run: Run, *, unsafe: bool) -> Iterator[FileResult]:
    """Mend the files, each as soon as it has been checked; what is found in them then.

    What came by standard input goes to standard output, changed or not.
    """
    engine = run.engine()
    tally = _Tally(_("{path}：改好{count}处（{rules}）"), _("共改好{count}处，在{files}个文件里"), len(run.tasks))
    for task in run.tasks:
        if not task.standard_input and _is_read_only(task.path):
            note(_("{path}：文件是只读的，没有改").format(path=task.path))
            tally.add(task.path, None)
            yield perform(engine, task)
            continue
        each = mend(engine, task, unsafe=unsafe, known=run.known)
        if task.standard_input:
            put(each.after, None)
        elif each.after != each.before:
            write_bytes(task.path, each.after)
        tally.add(task.path, each)
        yield each.result


def shown(run: Run, *, unsafe: bool, color: bool | None) -> int:
    """Show how the files would be mended, and give the exit status: 1 if any would, 2 if one cannot be checked."""
    engine = run.engine()
    tally = _Tally(_("{path}：可改{count}处（{rules}）"), _("共可改{count}处，在{files}个文件里"), len(run.tasks))
    status = 0
    for task in run.tasks:
        each = mend(engine, task, unsafe=unsafe, known=run.known)
        if not each.result.checked:
            note(_("：").join((task.path, each.result.findings[0].message)))
            status = 2
        if each.after != each.before:
            status = status or 1
            say("".join(f"{line}\n" for line in _difference(task.path, each, engine, color=in_color(color))))
        tally.add(task.path, each)
    return status


def _is_read_only(path: str) -> bool:
    """Whether nobody is to write a file, or the user cannot."""
    if is_remote(path):
        return True
    try:
        return not (os.stat(path).st_mode & _ANYONE_WRITES and os.access(path, os.W_OK))
    except OSError:
        return False  # the check says what is wrong with it


def _difference(path: str, each: Mended, engine: Engine, *, color: bool) -> Iterator[str]:
    """The lines that change, with some around them; of what is no text, those of its canonical form."""
    from difflib import unified_diff

    before, after = (_lines(path, data, engine) for data in (each.before, each.after))
    for line in unified_diff(before, after, path, path, lineterm=""):
        text = line[:1] + "\t".join(map(printable, line[1:].split("\t")))
        yield click.style(text, fg=_COLORS.get(line[:1])) if color else text


def _lines(path: str, data: bytes, engine: Engine) -> list[str]:
    from gouji.canonical import written
    from gouji.readers.decoding import decode

    try:
        text = decode(data)
    except Unreadable:
        text = written(engine.document(path, data))
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


class _Tally:
    """How much was mended, said file by file and after the last one in all (修改统计)."""

    def __init__(self, each: str, in_all: str, files: int) -> None:
        """each, in_all: the sentences about one file, and about all of them. files: how many there are to come."""
        self._each = each
        self._in_all = in_all
        self._left = files
        self._counts: list[int] = []

    def add(self, path: str, mended: Mended | None) -> None:
        """Say what was mended in a file, if anything was or could have been; None for one that was left alone."""
        if mended is not None and mended.unwritten:
            message = _("{path}：这种格式的文件不能直接改，有{count}处请在原稿里改")
            note(message.format(path=path, count=mended.unwritten))
        if mended is not None and mended.made:
            rules = _numbers(mended.made)
            self._counts.append(sum(rules.values()))
            said = _("、").join(f"{code} {count}" for code, count in sorted(rules.items()))
            note(self._each.format(path=path, count=self._counts[-1], rules=said))
        self._left -= 1
        if not self._left:
            self._close()

    def _close(self) -> None:
        if not self._counts:
            note(_("没有可以自动改的地方"))
        elif len(self._counts) > 1:
            note(self._in_all.format(count=sum(self._counts), files=len(self._counts)))


def _numbers(made: Iterable[Finding]) -> Counter[str]:
    """How many places were mended for each rule; what one edit mended of several rules counts for the first."""
    counts: Counter[str] = Counter()
    done: set[tuple[Edit, ...]] = set()
    for finding in made:
        if finding.fix is not None and finding.fix.edits not in done:
            done.add(finding.fix.edits)
            counts[finding.code] += min(finding.places, len(finding.fix.edits))
    return counts
