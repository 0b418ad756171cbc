"""Ready-made results (预制结果): what follows from the bundled grammars and rulesets alone is worked out beforehand.

To build a parse table takes a tenth of a second, to understand the relations and lay them over the form nearly as long.
The results of the functions marked here lie beside this module, in a file that ``make ready`` renews. It is read from
this package only, never from a folder that others could write to, and it counts only while it is of the very grammars
and rulesets that are there; otherwise everything is worked out anew.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from typing import Any, ParamSpec, TypeVar, cast
from zlib import crc32

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

Call = tuple[str, tuple[object, ...]]
"""The name of a function, and its arguments."""

FILE = os.path.join(os.path.dirname(__file__), "ready.pickle")

_SOURCES = {"gouji.grammars": ".lark", "gouji.rulesets": ".toml"}
_prepared: dict[Call, Any] = {}
"""The functions by the calls to prepare."""


def ready_made(
    *calls: tuple[str, ...],
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Mark a function that depends on its arguments and the bundled files only, and name the ``calls`` to prepare.

    Whatever it is called with, each result is made once in a process, and shared.
    """

    def mark(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        name = f"{function.__module__}.{function.__name__}"

        @cache
        @wraps(function)
        def result(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            stored = _stored().get((name, arguments))
            if stored is None:
                return function(*arguments, **named)
            found: Result = pickle.loads(stored)
            return found

        _prepared.update(dict.fromkeys(((name, arguments) for arguments in calls), result))
        return cast(Callable[Arguments, Result], result)

    return mark


def write(file: str) -> None:
    """Work everything out anew and store it."""
    _stored().clear()
    prepared = list(_prepared.items())
    for _call, function in prepared:
        function.cache_clear()
    results = {call: pickle.dumps(function(*call[1]), pickle.HIGHEST_PROTOCOL) for call, function in prepared}
    with open(file, "wb") as stream:
        pickle.dump((_checksum(), results), stream)


@cache
def _stored() -> dict[Call, bytes]:
    """The pickled results by their calls; none if they were made of other grammars and rulesets."""
    try:
        with open(FILE, "rb") as stream:
            checksum, results = pickle.load(stream)
    except OSError:
        return {}
    return results if checksum == _checksum() else {}


def _checksum() -> int:
    """The checksum of all bundled grammars and rulesets. Their packages build upon this one, so they come by name."""
    checksum = 0
    for package, suffix in _SOURCES.items():
        folder = os.path.dirname(import_module(package).__file__ or "")
        for name in sorted(os.listdir(folder)):
            if name.endswith(suffix):
                with open(os.path.join(folder, name), "rb") as stream:
                    checksum = crc32(stream.read(), checksum)
    return checksum
