"""Entries (条目) of a ruleset: what each may and must hold, and what is said of one that holds something else.

A shape says it as data; checking gives every fault of every entry at once, so that whoever writes a ruleset does not
have to go from one error to the next.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.i18n import _
from gouji.usage import UsageError, unknown

if TYPE_CHECKING:
    from gouji.positions import Positions, Spot

Path = tuple[str | int, ...]
"""The keys, and the indexes within arrays from 0 on, that lead to a value (路径)."""


class Fault(NamedTuple):
    """One thing that is wrong in a ruleset (差错): where, and what.

    on_key: it is the key that is wrong, not what stands there. character, length: which part of the text that stands
    there, None for all of it.
    """

    at: Path
    reason: str
    on_key: bool = False
    character: int | None = None
    length: int = 1

    @property
    def key(self) -> str:
        """The path as people read it.

        >>> Fault(("relations", 0, "wrong", "total"), "").key
        'relations[1].wrong.total'
        """
        return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.at).lstrip(".")


class RulesetError(UsageError):
    """A ruleset that cannot be used: everything that is wrong in a file, one fault after the other.

    file: its name or its path.
    """

    def __init__(self, file: str, *faults: Fault, message: str = "") -> None:
        """message: what is said instead of the faults."""
        self.file = file
        self.faults = faults
        super().__init__(message or "\n".join(map(self._named, faults)))

    def shown_in(self, file: str, text: str) -> RulesetError:
        """The same with the file's path, and for each fault its line and column in the file's text."""
        return RulesetError(file, *self.faults, message="\n".join(located(file, text, self.faults)))

    def _named(self, fault: Fault) -> str:
        parts = (os.path.basename(self.file), fault.key, fault.reason)
        return _("：").join(part for part in parts if part)


def located(file: str, text: str, faults: Iterable[Fault]) -> Iterator[str]:
    """The faults of a file in the order in which they stand there, each with line, column and the marked line."""
    from gouji.positions import Positions

    positions = Positions(text)
    found = ((_spot(fault, positions), fault) for fault in faults)
    for spot, fault in sorted(found, key=lambda each: each[0]):
        said = _("：").join(part for part in (fault.key, fault.reason) if part)
        yield _pointed(shown(file), positions, spot, said)


def pointed(file: str, text: str, fault: Fault) -> str:
    """One fault of a file with its line and column and the marked line, for a reason that names the key itself."""
    from gouji.positions import Positions

    positions = Positions(text)
    return _pointed(file, positions, _spot(fault, positions), fault.reason)


def _spot(fault: Fault, positions: Positions) -> Spot:
    if fault.character is not None:
        return positions.stretch(fault.at, fault.character, fault.length)
    return positions.key(fault.at) if fault.on_key else positions.value(fault.at)


def _pointed(file: str, positions: Positions, spot: Spot, said: str) -> str:
    line, column = positions.place(spot.start)
    place = f"{file}:{line}:{column}"
    return f"{_('：').join((place, said))}\n{marked(positions.line(line), column, spot.end - spot.start)}"


def shown(path: str) -> str:
    """A path as it is shown: from the current folder on, if the file lies in it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return path
    return path if relative.startswith(os.pardir) else relative


def marked(line: str, column: int, length: int = 1) -> str:
    """A line of a file, and below it the marks under what is wrong."""
    before, wrong = line[: column - 1], line[column - 1 : column - 1 + length]
    lead = "".join(character if character == "\t" else " " * _width(character) for character in before)
    return f"    {line}\n    {lead}{'^' * max(sum(map(_width, wrong)), 1)}"


def _width(character: str) -> int:
    from unicodedata import east_asian_width

    return 2 if east_asian_width(character) in "WF" else 1


# ── What values must be ──────────────────────────────────────────────────────────────────────────

Check = Callable[[Any, Path], Iterable[Fault]]
"""What is wrong with the value at a path."""


class Shape(NamedTuple):
    """What an entry may hold (条目格式): a check for each key, and the keys that it must have.

    also: what is wrong with an entry as a whole, whose keys may be wrong too.
    """

    keys: Mapping[str, Check]
    required: Sequence[str] = ()
    also: Callable[[Mapping[str, Any], Path], Iterable[Fault]] | None = None

    def faults(self, entry: Any, at: Path) -> Iterator[Fault]:
        """Everything that is wrong with an entry by itself."""
        if not isinstance(entry, Mapping):
            yield no_table(at)
            return
        for key, value in entry.items():
            if key in self.keys:
                yield from self.keys[key](value, (*at, key))
            else:
                yield unknown_key((*at, key), self.keys)
        missing = [key for key in self.required if key not in entry]
        if len(missing) == 1:
            yield Fault((*at, missing[0]), _("缺少这个键"))
        elif missing:
            yield Fault(at, _("缺少这些键：{keys}").format(keys=_("、").join(missing)))
        if self.also is not None:
            yield from self.also(entry, at)


def checked(file: str, section: str, given: Any, shape: Shape) -> Sequence[Mapping[str, Any]]:
    """The entries of a section, ``[[section]]`` in TOML. Raises RulesetError with every fault of every entry."""
    if not isinstance(given, Sequence) or not all(isinstance(entry, Mapping) for entry in given):
        raise RulesetError(file, Fault((section,), _("应写作若干 [[{section}]] 表").format(section=section)))
    refuse(file, (fault for index, entry in enumerate(given) for fault in shape.faults(entry, (section, index))))
    return given


def refuse(file: str, faults: Iterable[Fault]) -> None:
    """Raises RulesetError if there is any fault."""
    if found := tuple(faults):
        raise RulesetError(file, *found)


def no_table(at: Path) -> Fault:
    """The fault of something that should be a table and is none."""
    if len(at) == 1:
        return Fault(at, _("应写作 [{section}] 表").format(section=at[0]))
    return Fault(at, _("应写作花括号里的对照，如 {甲 = 1}"))


def unknown_key(at: Path, known: Iterable[str]) -> Fault:
    """The fault of a key that there is not: it names the nearest one, or all."""
    return Fault(at, str(unknown(_("没有这个键"), str(at[-1]), known, listed=True)), on_key=True)


def text(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a text that says something."""
    if not (isinstance(value, str) and value.strip()):
        yield Fault(at, _("应是一段文字"))


def texts(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a list of texts, none of them empty."""
    if not (isinstance(value, list) and value):
        yield Fault(at, _('应是若干段文字，如 ["甲", "乙"]，至少一个'))
        return
    for index, each in enumerate(value):
        yield from text(each, (*at, index))


def truth(value: Any, at: Path) -> Iterator[Fault]:
    """It must be true or false."""
    if not isinstance(value, bool):
        yield Fault(at, _("应是 true 或 false"))


def count(value: Any, at: Path) -> Iterator[Fault]:
    """It must be a whole number above 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        yield Fault(at, _("应是大于0的整数"))


def one_of(words: Collection[str]) -> Check:
    """It must be one of these words."""

    def check(value: Any, at: Path) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in words:
            sentence = _("“{word}”不是{known}之一").format(word=value, known=_("、").join(words))
            yield Fault(at, str(unknown(sentence, str(value), words)))

    return check


def some_of(words: Collection[str]) -> Check:
    """It must be a list of these words."""
    single = one_of(words)

    def check(value: Any, at: Path) -> Iterator[Fault]:
        if not (isinstance(value, list) and value):
            yield Fault(at, _("应是{known}中的若干个，写在方括号里").format(known=_("、").join(words)))
            return
        for index, each in enumerate(value):
            yield from single(each, (*at, index))

    return check


def table_of(check: Check, known: Collection[str] | None = None) -> Check:
    """It must be a table whose values all pass, and whose keys are all known, if only some are."""

    def faults(value: Any, at: Path) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield no_table(at)
            return
        for key, each in value.items():
            if known is not None and key not in known:
                yield unknown_key((*at, key), known)
            else:
                yield from check(each, (*at, key))

    return faults
