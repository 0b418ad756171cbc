"""Ruleset files (规则集文件): one and all that it extends, read and in order."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gouji import rulesets
from gouji.entries import Fault, RulesetError, shown
from gouji.i18n import _
from gouji.toml import parsed
from gouji.trouble import why_unread
from gouji.usage import UsageError, unknown

_PROFILES = os.path.join(os.path.dirname(rulesets.__file__), "profiles")


class Source(NamedTuple):
    """A ruleset file (规则集文件).

    path: absolute. text, says: its content, as written and as data. extends: the paths of all files that it builds on.
    """

    path: str
    text: str
    says: Mapping[str, Any]
    extends: frozenset[str] = frozenset()

    def error(self, *faults: Fault) -> RulesetError:
        """These faults, shown with the lines and columns of the file."""
        return RulesetError(self.path, *faults).shown_in(self.path, self.text)


def profiles() -> list[str]:
    """The names of the bundled rulesets that others can extend."""
    return sorted(name.removesuffix(".toml") for name in os.listdir(_PROFILES) if name.endswith(".toml"))


def is_path(name: str) -> bool:
    """Whether a name in ``extends`` or in the configuration is a path; every other is that of a bundled ruleset."""
    return name.endswith(".toml")


def chain(paths: Sequence[str | os.PathLike[str]]) -> tuple[Source, ...]:
    """The files at these paths, or with these names, and all that they extend: each once, and after its own bases.

    Raises RulesetError for a file that cannot be read, and for one that in the end extends itself.
    """
    found: dict[str, Source] = {}
    for name in (os.fspath(path) for path in paths):
        path = os.path.realpath(name) if is_path(name) else profile(name)
        try:
            _collect(path, found, ())
        except OSError as error:
            message = _("{path}：规则集读不了：{error}").format(path=name, error=why_unread(error))
            raise RulesetError(path, message=message) from None
    return tuple(found.values())


def profile(name: str) -> str:
    """The path of a bundled ruleset. Raises UsageError if there is none of this name."""
    if name in profiles():
        return os.path.join(os.path.realpath(_PROFILES), f"{name}.toml")
    sentence = _("没有“{name}”这个规则集（路径要以 .toml 结尾）").format(name=name)
    raise unknown(sentence, name, profiles(), listed=True)


def _collect(path: str, found: dict[str, Source], way: tuple[str, ...]) -> Source:
    """Add a file to those found, after the files that it extends; ``way`` leads to it."""
    if path in found:
        return found[path]
    source = _read(path)
    extended: set[str] = set()
    for at, name in _extended(source):
        base = _base(source, at, name)
        if base in (*way, path):
            circle = " → ".join(map(os.path.basename, (*(*way, path)[(*way, path).index(base) :], base)))
            raise source.error(Fault(at, _("规则集互相引用，成了一圈：{circle}").format(circle=circle)))
        try:
            extended |= {base, *_collect(base, found, (*way, path)).extends}
        except OSError as error:
            reason = _("引用的文件 {file} 读不了：{error}").format(file=shown(base), error=why_unread(error))
            raise source.error(Fault(at, reason)) from None
    found[path] = source._replace(extends=frozenset(extended))
    return found[path]


def _extended(source: Source) -> list[tuple[tuple[str | int, ...], str]]:
    """What a file extends: each name, and where it stands in the file."""
    for section, entry in source.says.items():
        if isinstance(entry, Mapping) and "extends" in entry:
            reason = _("extends 要写在文件开头，第一个 [表] 之前；写在这里，就成了 [{section}] 的一项")
            raise source.error(Fault((section, "extends"), reason.format(section=section), on_key=True))
    given = source.says.get("extends", [])
    if isinstance(given, str):
        return [(("extends",), given)]
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise source.error(Fault(("extends",), _('应是一个路径或者名称，或者若干个，如 ["./province.toml"]')))
    return [(("extends", index), name) for index, name in enumerate(given)]


def _base(source: Source, at: tuple[str | int, ...], name: str) -> str:
    """The path of what a file extends."""
    if is_path(name):
        return os.path.realpath(os.path.join(os.path.dirname(source.path), name))
    try:
        return profile(name)
    except UsageError as error:
        raise source.error(Fault(at, str(error))) from None


def _read(path: str) -> Source:
    """A file as it is written and as data. Raises OSError, or RulesetError if it is not TOML."""
    try:
        with open(path, encoding="utf-8-sig") as stream:
            text = stream.read()
    except UnicodeDecodeError as error:
        raise RulesetError(path, message=_("{path}：规则集须用 UTF-8 编码").format(path=shown(path))) from error
    try:
        return Source(path, text, parsed(shown(path), text))
    except UsageError as error:
        raise RulesetError(path, message=str(error)) from None
