"""Trouble (意外): exceptions that are somebody's bug, and how they are put into one line instead of a traceback."""

from __future__ import annotations

import os
import sys


def describe(error: BaseException) -> str:
    r"""What went wrong in one line: the kind of the exception and the first line of what it says.

    >>> describe(ValueError("甲\n乙"))
    'ValueError: 甲'
    >>> describe(KeyError())
    'KeyError'
    """
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__


def reraise_if_debugging() -> None:
    """Raise the exception that is being handled again if ``GOUJI_DEBUG`` is set, so that a developer sees where."""
    error = sys.exception()
    if error is not None and os.environ.get("GOUJI_DEBUG"):
        raise error
