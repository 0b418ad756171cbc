"""Reading a configuration file (读取配置文件): ``gouji.toml``, or the ``[tool.gouji]`` table of ``pyproject.toml``.

Everything in it is checked: an unknown key or a wrong value is an error that says where, and what would be right.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import tomli

from gouji.config.settings import FAIL_ON, Configuration, Globs, Override, size
from gouji.finding import Severity
from gouji.i18n import LANGUAGES, N_, _
from gouji.judge import Layer
from gouji.ruleset import EDITIONS
from gouji.usage import UsageError, unknown


class Kind(NamedTuple):
    """What a key takes: in words, and a function that takes it and raises ValueError for anything else."""

    wanted: str
    take: Callable[[Any], Any]


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError(value)
    return tuple(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(value)
    return value


def _year(value: object) -> int:
    if 2000 <= _number(value) <= 2100:
        return _number(value)
    raise ValueError(value)


def _size(value: object) -> int:
    return size(value) if isinstance(value, str) else _number(value)


def _one_of(*words: str) -> Kind:
    def take(value: object) -> str:
        if str(value) not in words or isinstance(value, bool):
            raise ValueError(value)
        return str(value)

    return Kind(" | ".join(f'"{word}"' for word in words), take)


def _severities(value: object) -> tuple[tuple[str, Severity], ...]:
    if not isinstance(value, dict) or not all(name in _SEVERITIES for name in map(str, value.values())):
        raise ValueError(value)
    return tuple((word, _SEVERITIES[name]) for word, name in value.items())


_SEVERITIES = {severity.key: severity for severity in Severity}

_NUMBER = Kind(N_("不小于1的整数"), _number)
_SIZE = Kind(N_('字节数或如 "16MB" 的大小'), _size)
_WORDS = Kind(N_('一列字符串，如 ["A101", "T"]'), _words)
_PATHS = Kind(N_('一列字符串，如 ["./rules/local.py"]'), _words)
_GLOBS = Kind(N_('一列字符串，如 ["archive/", "*.draft.txt"]'), _words)

_ABOUT_FINDINGS = {
    "select": _WORDS,
    "ignore": _WORDS,
    "extend-select": _WORDS,
    "severity": Kind(N_('一张表，如 {T206 = "info"}，取值 "error" | "warning" | "info"'), _severities),
    "year": Kind(N_("四位年份，如 2024"), _year),
    "edition": _one_of(*EDITIONS),
}
_OVERRIDE = _ABOUT_FINDINGS | {"files": _GLOBS}
_TOP = _ABOUT_FINDINGS | {
    "exclude": _GLOBS,
    "overrides": Kind(N_("若干 [[overrides]] 表"), lambda value: list(map(dict, value))),
    "lang": _one_of(*LANGUAGES),
    "fail-on": _one_of(*FAIL_ON),
    "jobs": _NUMBER,
    "max-size": _SIZE,
    "max-unpacked": _SIZE,
    "max-memory": _SIZE,
    "max-seconds": _NUMBER,
    "plugins": _PATHS,
    "rulesets": _PATHS,
}


def configuration(path: str) -> Configuration | None:
    """The configuration in the file at an absolute path; None if it is a pyproject.toml without one.

    Raises UsageError if the file cannot be read, is not TOML or says something wrong.
    """
    text = _text(path)
    embedded = os.path.basename(path) == "pyproject.toml"
    if embedded and "gouji" not in text:
        return None  # somebody else's file: not ours to find errors in
    try:
        data: object = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise UsageError(_("{place}：不是正确的 TOML：{error}").format(place=place, error=error.msg)) from error
    if embedded:
        for key in ("tool", "gouji"):
            data = data.get(key) if isinstance(data, dict) else None
    return _Source(path, text).configuration(data) if isinstance(data, dict) else None


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as stream:
            return stream.read()
    except UnicodeDecodeError as error:
        raise UsageError(_("{path}：配置文件须用 UTF-8 编码").format(path=path)) from error
    except OSError as error:
        message = _("{path}：配置文件读不了：{error}")
        raise UsageError(message.format(path=path, error=error.strerror or error)) from error


class _Source:
    """A configuration file being checked: its path and text, for saying where something is wrong."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def configuration(self, data: Mapping[str, Any]) -> Configuration:
        taken = self._taken(data, _TOP)
        return Configuration(
            path=self._path,
            layer=self._layer(taken),
            year=taken.get("year"),
            edition=taken.get("edition"),
            exclude=Globs(os.path.dirname(self._path), taken.get("exclude", ())),
            overrides=tuple(map(self._override, taken.get("overrides", ()))),
            lang=taken.get("lang"),
            fail_on=taken.get("fail-on"),
            jobs=taken.get("jobs"),
            max_size=taken.get("max-size"),
            max_unpacked=taken.get("max-unpacked"),
            max_memory=taken.get("max-memory"),
            max_seconds=taken.get("max-seconds"),
            # A path is relative to this file; anything else is the name of an installed module.
            plugins=tuple(self._beside(name) if name.endswith(".py") else name for name in taken.get("plugins", ())),
            rulesets=tuple(map(self._beside, taken.get("rulesets", ()))),
        )

    def _beside(self, name: str) -> str:
        return os.path.normpath(os.path.join(os.path.dirname(self._path), name))

    def _override(self, entry: Mapping[str, Any]) -> Override:
        taken = self._taken(entry, _OVERRIDE)
        if "files" not in taken:
            raise self._error("overrides", _("[[overrides]] 缺少 files：{wanted}").format(wanted=_(_GLOBS.wanted)))
        files = Globs(os.path.dirname(self._path), taken["files"])
        return Override(files, self._layer(taken), taken.get("year"), taken.get("edition"))

    def _layer(self, taken: Mapping[str, Any]) -> Layer:
        return Layer(
            select=taken.get("select"),
            ignore=taken.get("ignore", ()),
            extend_select=taken.get("extend-select", ()),
            severity=taken.get("severity", ()),
            source=self._path,
        )

    def _taken(self, data: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
        """The values, each taken as its key's kind."""
        taken = {}
        for key, value in data.items():
            if key not in kinds:
                raise self._error(key, str(unknown(_("没有配置项 {key}").format(key=key), key, kinds)))
            try:
                taken[key] = kinds[key].take(value)
            except (TypeError, ValueError) as error:
                raise self._error(key, _("{key} 应为{wanted}").format(key=key, wanted=_(kinds[key].wanted))) from error
        return taken

    def _error(self, key: str, message: str) -> UsageError:
        """The error with the line on which the key first stands, if it can be told."""
        pattern = re.compile(rf"""\s*(\[+\s*([\w.-]+\.)?)?["']?{re.escape(key)}["']?\s*[].=]""")
        lines = (f":{number}" for number, line in enumerate(self._lines, 1) if pattern.match(line))
        return UsageError(f"{self._path}{next(lines, '')}：{message}")
