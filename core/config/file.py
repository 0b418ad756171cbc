"""Reading a configuration file (读取配置文件): ``gouji.toml``, or the ``[tool.gouji]`` table of ``pyproject.toml``.

Everything in it is checked: an unknown key or a wrong value is an error that says where, and what would be right.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gouji.config.settings import FAIL_ON, Configuration, Exemption, Globs, Override, size
from gouji.entries import Fault, Path, pointed
from gouji.finding import Severity
from gouji.i18n import LANGUAGES, N_, _
from gouji.judge import Layer
from gouji.loading import is_path
from gouji.ruleset import EDITIONS
from gouji.toml import parsed
from gouji.trouble import why_unread
from gouji.usage import UsageError, unknown


class Kind(NamedTuple):
    """What a key takes: in words, and a function that takes it and raises ValueError for anything else."""

    wanted: str
    take: Callable[[Any], Any]


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError(value)
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _path(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value


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

_FLAG = Kind("true | false", _flag)
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
    "unfixable": _WORDS,
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
    "cache": _FLAG,
    "suppress": Kind(N_("若干 [[suppress]] 表"), list),
    "suppressions": _FLAG,
    "baseline": Kind(N_('基线文件的路径，如 "gouji-baseline.json"'), _path),
    "cache-dir": Kind(N_('文件夹的路径，如 ".gouji_cache"'), _path),
}


def configuration(path: str) -> Configuration | None:
    """The configuration in the file at an absolute path; None if it is a pyproject.toml without one.

    Raises UsageError if the file cannot be read, is not TOML or says something wrong.
    """
    text = _text(path)
    embedded = os.path.basename(path) == "pyproject.toml"
    if embedded and "gouji" not in text:
        return None  # somebody else's file: not ours to find errors in
    data: object = parsed(path, text)
    if embedded:
        for key in ("tool", "gouji"):
            data = data.get(key) if isinstance(data, dict) else None
    return _Source(path, text, embedded=embedded).configuration(data) if isinstance(data, dict) else None


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as stream:
            return stream.read()
    except UnicodeDecodeError as error:
        raise UsageError(_("{path}：配置文件须用 UTF-8 编码").format(path=path)) from error
    except OSError as error:
        message = _("{path}：配置文件读不了：{error}")
        raise UsageError(message.format(path=path, error=why_unread(error))) from error


class _Source:
    """A configuration file being checked: its path and text, for saying where something is wrong."""

    def __init__(self, path: str, text: str, *, embedded: bool) -> None:
        self._path = path
        self._text = text
        self._above = ("tool", "gouji") if embedded else ()

    def configuration(self, data: Mapping[str, Any]) -> Configuration:
        taken = self._taken(data, _TOP)
        return Configuration(
            path=self._path,
            layer=self._layer(taken),
            year=taken.get("year"),
            edition=taken.get("edition"),
            exclude=Globs(os.path.dirname(self._path), taken.get("exclude", ())),
            overrides=tuple(itertools.starmap(self._override, enumerate(taken.get("overrides", ())))),
            lang=taken.get("lang"),
            fail_on=taken.get("fail-on"),
            jobs=taken.get("jobs"),
            max_size=taken.get("max-size"),
            max_unpacked=taken.get("max-unpacked"),
            max_memory=taken.get("max-memory"),
            max_seconds=taken.get("max-seconds"),
            # A path is relative to this file; anything else is the name of an installed module.
            plugins=tuple(self._beside(name) if is_path(name) else name for name in taken.get("plugins", ())),
            rulesets=tuple(itertools.starmap(self._ruleset, enumerate(taken.get("rulesets", ())))),
            cache=taken.get("cache", True),
            cache_dir=self._beside(taken["cache-dir"]) if "cache-dir" in taken else None,
            exemptions=self._exemptions(data) if "suppress" in taken else (),
            suppressions=taken.get("suppressions", True),
            baseline=self._beside(taken["baseline"]) if "baseline" in taken else None,
        )

    def _beside(self, name: str) -> str:
        return os.path.normpath(os.path.join(os.path.dirname(self._path), name))

    def _ruleset(self, index: int, name: str) -> str:
        """The absolute path of a ruleset that is named by a path or, if it is a bundled one, by its name."""
        from gouji.local.files import is_path, profile

        try:
            return self._beside(name) if is_path(name) else profile(name)
        except UsageError as error:
            raise self._error(("rulesets", index), str(error)) from None

    def _override(self, index: int, entry: Mapping[str, Any]) -> Override:
        at = "overrides", index
        taken = self._taken(entry, _OVERRIDE, at)
        if "files" not in taken:
            raise self._error(at, _("[[overrides]] 缺少 files：{wanted}").format(wanted=_(_GLOBS.wanted)))
        files = Globs(os.path.dirname(self._path), taken["files"])
        return Override(files, self._layer(taken), taken.get("year"), taken.get("edition"))

    def _exemptions(self, data: Mapping[str, Any]) -> tuple[Exemption, ...]:
        from gouji.suppression.entries import SECTION, configured

        entries = configured(self._path, self._text, (*self._above, SECTION), data[SECTION])
        folder = os.path.dirname(self._path)
        return tuple(Exemption(Globs(folder, files), suppression) for suppression, files in entries)

    def _layer(self, taken: Mapping[str, Any]) -> Layer:
        return Layer(
            select=taken.get("select"),
            ignore=taken.get("ignore", ()),
            extend_select=taken.get("extend-select", ()),
            severity=taken.get("severity", ()),
            unfixable=taken.get("unfixable", ()),
            source=self._path,
        )

    def _taken(self, data: Mapping[str, Any], kinds: Mapping[str, Kind], at: Path = ()) -> dict[str, Any]:
        """The values of the table at a path, each taken as its key's kind."""
        taken = {}
        for key, value in data.items():
            if key not in kinds:
                message = str(unknown(_("没有配置项 {key}").format(key=key), key, kinds))
                raise self._error((*at, key), message, on_key=True)
            try:
                taken[key] = kinds[key].take(value)
            except (TypeError, ValueError) as error:
                message = _("{key} 应为{wanted}").format(key=key, wanted=_(kinds[key].wanted))
                raise self._error((*at, key), message) from error
        return taken

    def _error(self, at: Path, message: str, *, on_key: bool = False) -> UsageError:
        """The error with the place of a value, or of its key, and the line marked there."""
        return UsageError(pointed(self._path, self._text, Fault((*self._above, *at), message, on_key)))
