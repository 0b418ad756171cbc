"""``[[suppress]]`` tables (例外条目), in the configuration and in the file beside a report.

The file is called like the report, with ``.gouji.toml`` behind it: ``report.docx.gouji.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gouji.entries import Fault, Path, Shape, count, located, one_of, text, texts, unknown_key
from gouji.form import TABLES
from gouji.i18n import _
from gouji.positions import Positions
from gouji.suppression.given import MOST, MOST_WORDS, Suppression
from gouji.suppression.said import iso_day
from gouji.toml import parsed
from gouji.usage import UsageError

SECTION = "suppress"


def _day(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a date, with or without quotation marks."""
    try:
        iso_day(str(value))
    except ValueError:
        yield Fault(at, _("应是日期，如 2027-03-31"))


def _rules(value: Any, at: Path) -> Iterator[Fault]:
    """They must be a list of texts, and not more than anybody writes."""
    if isinstance(value, list) and len(value) > MOST_WORDS:
        yield Fault(at, _("一条例外最多写{count}条规则：请改写类别或代码的开头").format(count=MOST_WORDS))
    else:
        yield from texts(value, at)


_KEYS = {
    "rules": _rules,
    "reason": text,
    "until": _day,
    "table": one_of(TABLES),
    "row": text,
    "field": text,
    "text": text,
    "page": count,
    "cell": text,
}
_BESIDE = Shape(_KEYS, ("rules",))
_CONFIGURED = Shape({**_KEYS, "files": texts}, ("rules",))


def beside(path: str, data: bytes) -> tuple[list[Suppression], list[str]]:
    """What the file beside a report says, and what is wrong in it; ``path`` is its own."""
    try:
        source = data.decode("utf-8-sig")
        given = parsed(path, source)
    except UnicodeDecodeError:
        return [], [_("{path}：须用 UTF-8 编码").format(path=path)]
    except UsageError as error:
        return [], [error.brief]
    except RecursionError:
        return [], [_("{path}：括号套得太深").format(path=path)]
    faults = [unknown_key((key,), (SECTION,)) for key in given if key != SECTION]
    entries = given.get(SECTION, [])
    if not isinstance(entries, list):
        faults.append(Fault((SECTION,), _("应写作若干 [[{section}]] 表").format(section=SECTION)))
        entries = []
    if len(entries) > MOST:
        return [], [_("{path}：例外超过{count}条，一条也没有看：请合并").format(path=path, count=MOST)]
    positions = Positions(source)
    said = []
    for index, entry in enumerate(entries):
        found = list(_BESIDE.faults(entry, (SECTION, index)))
        faults += found
        if not found:
            said.append(_suppression(entry, path, positions, (SECTION, index)))
    return said, [each.partition("\n")[0] for each in located(path, source, faults)]


def configured(path: str, source: str, at: Path, given: Any) -> list[tuple[Suppression, tuple[str, ...]]]:
    """What the entries of a configuration say, each with the files that it names. Raises UsageError.

    at: the keys that lead to the entries.
    """
    if not isinstance(given, list):
        fault = Fault(at, _("应写作若干 [[{section}]] 表").format(section=".".join(map(str, at))))
        raise UsageError("\n".join(located(path, source, [fault])))
    faults = [fault for index, entry in enumerate(given) for fault in _CONFIGURED.faults(entry, (*at, index))]
    if faults:
        raise UsageError("\n".join(located(path, source, faults)))
    positions = Positions(source)
    return [
        (_suppression(entry, path, positions, (*at, index)), tuple(entry.get("files", ("*",))))
        for index, entry in enumerate(given)
    ]


def _suppression(entry: Mapping[str, Any], path: str, positions: Positions, at: Path) -> Suppression:
    """What an entry says that is known to be right."""
    line, _column = positions.place(positions.value(at).start)
    until = entry.get("until")
    narrowing = {key: entry.get(key) for key in ("table", "row", "field", "text", "page", "cell")}
    return Suppression(
        tuple(dict.fromkeys(entry["rules"])),
        f"{path}:{line}",
        entry.get("reason", ""),
        None if until is None else iso_day(str(until)),
        **narrowing,
    )
