"""``gouji check --watch``: check again whenever a report, the configuration or a pack is changed.

Each check is a process of its own: it begins with the packs and the configuration as they are then, and what has not
changed it takes from the cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import click

from gouji.cache.stamp import TooMuch, files
from gouji.cli import cache, packs
from gouji.cli.output import note
from gouji.config.settings import Configuration
from gouji.discovery import LEFT_BY_EDITORS, NEVER_SEARCHED, STDIN
from gouji.entries import RulesetError
from gouji.host import Host
from gouji.i18n import _
from gouji.loading import is_path
from gouji.suppression.given import SIDECAR
from gouji.usage import UsageError

OPTION = "--watch"

_STEP = 200
"""How many milliseconds must pass without a change: a program that saves a file may change several, or one twice."""
_POLL = 250
"""How many milliseconds until what lies apart from the reports is looked at again."""
_CONFIGURATIONS = ("gouji.toml", "pyproject.toml")
_NAMED = 5
"""How many changed files are named."""

State = dict[str, tuple[int, int]]
"""When each file was changed last, in nanoseconds, and its size."""


def watch(given: dict[str, Any]) -> int:
    """Check again and again, until the user ends it with Ctrl-C; raises UsageError if it cannot begin.

    given: what the command line says, as the command ``check`` takes it.
    """
    try:
        from watchfiles import watch as batches
    except ImportError as error:
        message = _("--watch 需要 watchfiles，请安装：pip install 'gouji[watch]'")
        raise UsageError(message) from error
    names = given["names"] or (os.curdir,)
    if STDIN in names:
        raise UsageError(_("“-”（标准输入）不能与 --watch 一起用"))
    folders, beside = _roots(names)
    apart = _Apart(names, folders, given)
    within = _Within(folders, given)
    written = tuple(os.path.abspath(file) for file in _written(given))
    command = _without_watching(click.get_current_context().obj)
    changes = batches(
        *(folders or beside),
        watch_filter=None,
        step=_STEP,
        rust_timeout=_POLL,
        yield_on_timeout=True,
        recursive=bool(folders),
        ignore_permission_denied=True,
    )
    try:
        next(changes)  # it is watching from now on
        _check(command, "")
        for batch in changes:
            changed = {path for _kind, path in batch if within.counts(path)} | apart.changed()
            if changed := {path for path in changed if not _is_of(written, path)}:
                _check(command, _spoken(changed))
    except KeyboardInterrupt:
        note("")
    return 0


class _Apart:
    """What results depend on apart from the folders watched (另行查看): files named one by one, settings, packs."""

    def __init__(self, names: Iterable[str], folders: Iterable[str], given: dict[str, Any]) -> None:
        named = [os.path.abspath(name) for name in names if not os.path.isdir(name)]
        self._named = [*named, *(f"{name}{SIDECAR}" for name in named)]
        self._settings = list(_candidates([os.getcwd(), *folders, *map(os.path.dirname, named)]))
        self._given = given
        self._sources = list(_sources(given))
        self._state = self._now()

    def changed(self) -> set[str]:
        """What has changed since this was asked last."""
        now = self._now()
        changed = {path for path, _state in self._state.items() ^ now.items()}
        if changed:
            # What an error now hides may be what has to be put right: nothing is left out that was watched before.
            self._sources = list(dict.fromkeys([*self._sources, *_sources(self._given)]))
            self._state = self._now()
        return changed

    def _now(self) -> State:
        state: State = {}
        for path in [*self._named, *self._settings, *_together(self._sources)]:
            with suppress(OSError):
                found = os.stat(path)
                state[path] = (found.st_mtime_ns, found.st_size)
        return state


class _Within:
    """What counts as a change within the folders watched (文件夹中的改动)."""

    def __init__(self, folders: Iterable[str], given: dict[str, Any]) -> None:
        self._folders = tuple(os.path.join(folder, "") for folder in folders)
        try:
            run = _run(given)
            readers = Host(run.plugins, run.rulesets).readers
        except UsageError:  # each check says what is wrong
            readers = Host().readers
        self._endings = (*readers, *_CONFIGURATIONS, SIDECAR)

    def counts(self, path: str) -> bool:
        """Whether a report, what stands beside one, or a folder has changed: nothing hidden, nor what editors leave."""
        folder = next((folder for folder in self._folders if path.startswith(folder)), None)
        if folder is None:
            return False
        parts = path[len(folder) :].split(os.sep)
        if any(part.startswith(LEFT_BY_EDITORS) or part in NEVER_SEARCHED for part in parts):
            return False
        return parts[-1].lower().endswith(self._endings) or not (os.path.splitext(path)[1] or os.path.isfile(path))


def _together(sources: Iterable[str]) -> Collection[str]:
    """The files of packs and rulesets; none if there are too many to look at them all the time."""
    try:
        return [file for file in files(sources) if not os.path.basename(file).startswith(LEFT_BY_EDITORS)]
    except TooMuch:
        return ()


def _candidates(folders: Iterable[str]) -> Iterator[str]:
    """The files that are, or could become, the configuration for these folders."""
    above: dict[str, None] = {}
    for folder in map(os.path.abspath, folders):
        while folder not in above:
            above[folder] = None
            folder = os.path.dirname(folder)  # noqa: PLW2901  # up to the root
    yield from (os.path.join(folder, name) for folder in above for name in _CONFIGURATIONS)


def _roots(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The folders that are named, and those of the files that are. Raises UsageError if there are none."""
    folders = {os.path.abspath(name) for name in names if os.path.isdir(name)}
    beside = {os.path.dirname(os.path.abspath(name)) for name in names if not os.path.isdir(name)}
    beside = set(filter(os.path.isdir, beside))
    if not folders and not beside:
        raise UsageError(_("没有这个文件或文件夹：{names}").format(names=_("、").join(names)))
    return sorted(folders), sorted(beside)


def _run(given: dict[str, Any]) -> Configuration:
    """The configuration of the run, with what the command line adds. Raises UsageError."""
    config = given["config"] or None
    return packs.configurations(given["plugins"], given["rulesets"], config, isolated=given["isolated"]).run


def _is_of(written: Iterable[str], path: str) -> bool:
    """Whether a file is one of those written, or lies in a folder that is."""
    return any(path == each or path.startswith(f"{each}{os.sep}") for each in written)


def _written(given: dict[str, Any]) -> Iterator[str]:
    """The files that each check writes, and the folder of its cache: their changes bring about no other."""
    with suppress(UsageError):
        yield from filter(None, [cache.folder(given, _run(given))])
    yield from filter(None, [given["output_file"], *(text.partition(":")[2] for text in given["formats"])])


def _sources(given: dict[str, Any]) -> Iterator[str]:
    """The files and folders that packs and rulesets are made of, and the configuration that is named."""
    yield from filter(None, (given["config"], given["baseline"]))
    try:
        run = _run(given)
        # Whether they are there or not yet there; others are names of modules and of bundled rulesets.
        yield from (name for name in (*run.plugins, *run.rulesets) if is_path(name) or name.endswith(".toml"))
        yield from filter(None, [run.baseline])
        yield from Host(run.plugins, run.rulesets).sources
    except RulesetError as error:  # each check says what is wrong: this file, or that another one is not beside it
        yield os.path.dirname(error.file)
    except UsageError:
        return


def _without_watching(arguments: Sequence[str]) -> list[str]:
    """The command for one check."""
    return [sys.executable, "-P", "-m", "gouji", *(each for each in arguments if each != OPTION)]


def _check(command: Sequence[str], why: str) -> None:
    """Check once, on a terminal with an empty screen, and say why."""
    if sys.stdout.isatty():
        click.clear()
    if why:
        note(why)
    sys.stdout.flush()
    with subprocess.Popen(command) as process:
        process.wait()
    note(_("等待改动，按 Ctrl-C 结束……"))


def _spoken(changed: Collection[str]) -> str:
    """What has changed, in a sentence."""
    named = [_short(path) for path in sorted(changed)[:_NAMED]]
    if len(changed) > _NAMED:
        named.append(_("等{count}个文件").format(count=len(changed)))
    return _("已改动：{names}").format(names=_("、").join(named))


def _short(path: str) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return path
