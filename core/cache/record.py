"""Records (缓存记录): a file's result as bytes and back, whatever fields results come to have.

They are JSON, so that bytes that somebody else put there can at worst be wrong, never run as code. How a field is read
back follows from the type that it is declared to have.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zlib import crc32

from gouji.outcome import FileResult

_CHECKSUM = 4
"""How many bytes a record begins with that tell whether it is whole."""

Made = TypeVar("Made")
Reading = Callable[[Any], Any]
"""Makes a value of what JSON gives for it (还原)."""


def encoded(result: FileResult) -> bytes:
    """The result as bytes. Raises TypeError for a kind of value that JSON has nothing for."""
    data = as_text(result).encode("utf-8", "surrogatepass")
    return crc32(data).to_bytes(_CHECKSUM) + data


def as_text(value: object) -> str:
    """A result, or what is in one, as JSON. Raises TypeError for a kind of value that JSON has nothing for."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_set_as_text)


def of_text(kind: type[Made], text: str) -> Made:
    """The value of this kind that :func:`as_text` wrote. Raises ValueError or TypeError for anything else."""
    read: Callable[[Any], Made] = _reading_of(kind)  # type: ignore[arg-type]  # a class has a hash, whatever mypy says
    return read(json.loads(text))


def decoded(record: bytes) -> FileResult | None:
    """The result in a record; None if it is damaged."""
    data = record[_CHECKSUM:]
    if crc32(data) != int.from_bytes(record[:_CHECKSUM]):
        return None
    try:
        return of_text(FileResult, data.decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError):
        return None


def reading(declared: Any) -> Reading | None:
    """How values are read back that are declared to be of a type, None where JSON gives them as they were.

    Raises TypeError for a type of which that cannot be told.

    >>> from gouji.finding import Severity
    >>> reading(tuple[Severity, ...] | None)([3, 1])
    (<Severity.ERROR: 3>, <Severity.INFO: 1>)
    """
    if declared in (str, int, bool, NoneType):
        return None
    if isinstance(declared, type) and issubclass(declared, Enum):
        return declared
    if isinstance(declared, type) and hasattr(declared, "_fields"):
        return _of_named_tuple(declared)
    arguments = get_args(declared)
    if declared == frozenset[str]:
        return _set_of_text
    if get_origin(declared) is tuple:
        return _of_tuple(arguments)
    if NoneType in arguments and len(arguments) == 2:
        return _of_optional(next(each for each in arguments if each is not NoneType))
    raise TypeError(declared)


def _of_named_tuple(kind: Any) -> Reading:
    hints = get_type_hints(kind)
    found = [(index, read) for index, name in enumerate(kind._fields) if (read := reading(hints[name])) is not None]
    count, make = len(kind._fields), kind._make

    def read_fields(values: list[Any]) -> Any:
        if len(values) != count:
            raise ValueError(kind)
        for index, read in found:
            values[index] = read(values[index])
        return make(values)

    return read_fields


def _of_tuple(kinds: tuple[Any, ...]) -> Reading:
    """Of a tuple, all of whose values are of one type."""
    (kind,) = set(kinds) - {Ellipsis}
    read = reading(kind)
    return tuple if read is None else lambda values: tuple(map(read, values))


def _of_optional(kind: Any) -> Reading | None:
    read = reading(kind)
    return None if read is None else lambda value: None if value is None else read(value)


def _set_as_text(value: object) -> str:
    """A set of words as one text; there are few different ones, and each is read back but once."""
    if not isinstance(value, frozenset) or not all(word and "\n" not in word for word in value):
        raise TypeError(value)
    return "\n".join(sorted(value))


@cache
def _set_of_text(text: str) -> frozenset[str]:
    return frozenset(text.split("\n")) if text else frozenset()


@cache
def _reading_of(kind: type) -> Reading:
    return _of_named_tuple(kind)
