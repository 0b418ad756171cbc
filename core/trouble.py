"""Trouble (意外): exceptions that users see, and how they are put into one line instead of a traceback."""

from __future__ import annotations

import errno
import os
import sys

from gouji.i18n import N_, _

_REASONS = {
    errno.ENOENT: N_("没有这个文件或文件夹"),
    errno.EACCES: N_("没有读取权限"),
    errno.EPERM: N_("没有读取权限"),
    errno.EISDIR: N_("这是文件夹，不是文件"),
}


def describe(error: BaseException) -> str:
    r"""What went wrong in one line: the kind of the exception and the first line of what it says.

    >>> describe(ValueError("甲\n乙"))
    'ValueError: 甲'
    >>> describe(KeyError())
    'KeyError'
    """
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__


def why_unread(error: OSError) -> str:
    """Why a file cannot be read, in the user's words; in the system's own for what hardly ever happens."""
    return _(_REASONS[error.errno]) if error.errno in _REASONS else str(error.strerror or error)


def reraise_if_due() -> None:
    """Raise the exception that is being handled again if it is not to end in a sentence.

    That is Ctrl-C, the closing of a generator, and, so that a developer sees where it arose, anything if
    ``GOUJI_DEBUG`` is set. Whoever runs the code of a pack catches BaseException and calls this first: ``sys.exit`` and
    ``pytest.fail`` raise what is no Exception.
    """
    error = sys.exception()
    if isinstance(error, (KeyboardInterrupt, GeneratorExit)) or (error is not None and os.environ.get("GOUJI_DEBUG")):
        raise error
