"""Packs (规则包) where they lie: which plugins and rulesets a folder or a file holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from gouji.config.file import configuration
from gouji.i18n import _
from gouji.loading import GROUP
from gouji.toml import parsed
from gouji.trouble import why_unread
from gouji.usage import UsageError

_PLACES = ("", "src")
"""Where below a project's folder its modules lie."""


class Pack(NamedTuple):
    """A pack as it lies in the file system (规则包): the paths of what it consists of.

    path: the folder or the file that was named. plugins: Python files, folders, modules. rulesets: TOML files.
    """

    path: str
    plugins: tuple[str, ...] = ()
    rulesets: tuple[str, ...] = ()


def pack_at(path: str) -> Pack:
    """The pack in a folder, or that is a file. Raises UsageError if there is none.

    A folder's pack is what its ``gouji.toml`` names and what its ``pyproject.toml`` declares as entry points; a folder
    without these may be a plugin itself.
    """
    if os.path.isfile(path):
        if path.endswith(".py"):
            return Pack(path, plugins=(path,))
        if path.endswith(".toml") and os.path.basename(path) not in {"gouji.toml", "pyproject.toml"}:
            return Pack(path, rulesets=(path,))
        path = os.path.dirname(path) or os.curdir
    if not os.path.isdir(path):
        raise UsageError(_("没有文件或文件夹 {path}").format(path=path))
    folder = os.path.abspath(path)
    named = [found for name in ("gouji.toml", "pyproject.toml") if (found := _configured(folder, name)) is not None]
    plugins = [plugin for each in named for plugin in each.plugins] + list(_declared(folder))
    rulesets = [ruleset for each in named for ruleset in each.rulesets]
    if not plugins and not rulesets and os.path.isfile(os.path.join(folder, "__init__.py")):
        plugins = [folder]
    if not plugins and not rulesets:
        message = _("{path} 里没有规则包：gouji.toml 没有写 plugins 或 rulesets，pyproject.toml 也没有 {group} 入口点")
        raise UsageError(message.format(path=path, group=f"[project.entry-points.{GROUP}]"))
    return Pack(path, tuple(dict.fromkeys(plugins)), tuple(dict.fromkeys(rulesets)))


def _configured(folder: str, name: str) -> Pack | None:
    """What a configuration in the folder names."""
    file = os.path.join(folder, name)
    found = configuration(file) if os.path.isfile(file) else None
    return None if found is None else Pack(file, found.plugins, found.rulesets)


def _declared(folder: str) -> Iterator[str]:
    """The files and folders of the modules that a project declares as our entry points. Raises UsageError."""
    file = os.path.join(folder, "pyproject.toml")
    try:
        with open(file, encoding="utf-8-sig") as stream:
            data: Any = parsed(file, stream.read())
    except FileNotFoundError:
        return
    except UnicodeDecodeError as error:
        raise UsageError(_("{file}：须用 UTF-8 编码").format(file=file)) from error
    except OSError as error:
        raise UsageError(_("{file}：读不了：{error}").format(file=file, error=why_unread(error))) from error
    for key in ("project", "entry-points", GROUP):
        data = data.get(key, {}) if isinstance(data, dict) else {}
    for name, value in sorted(data.items() if isinstance(data, dict) else ()):
        module = str(value).partition(":")[0].strip()
        found = _module(folder, module)
        if found is None:
            message = _("{file}：入口点 {name} = {value}：{folder} 里没有模块 {module}")
            raise UsageError(message.format(file=file, name=name, value=repr(value), folder=folder, module=module))
        yield found


def _module(folder: str, name: str) -> str | None:
    """The file or folder of a module below a project's folder."""
    parts = name.split(".")
    for place in _PLACES:
        path = os.path.join(folder, place, *parts)
        if os.path.isfile(os.path.join(path, "__init__.py")):
            return path
        if os.path.isfile(f"{path}.py"):
            return f"{path}.py"
    return None
