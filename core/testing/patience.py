"""Patience (耐心) with code that may never come to an end."""

from __future__ import annotations

import _thread
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from gouji.i18n import _

SECONDS = 10
"""How long a rule may take in a trial before it is held to be in an endless loop."""


class Endless(Exception):
    """Code that did not come to an end (死循环); says where it was."""


@contextmanager
def patience(seconds: float | None = None) -> Iterator[None]:
    """Interrupt what is done within it after so many seconds. Raises Endless then."""
    limit = SECONDS if seconds is None else seconds
    over: list[bool] = []

    def interrupt() -> None:
        over.append(True)
        _thread.interrupt_main()

    timer = Timer(limit, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except KeyboardInterrupt as error:
        if not over:
            raise  # it was the user
        message = _("{place}：超过{seconds}秒还没有完，是不是死循环？")
        raise Endless(message.format(place=_innermost(error), seconds=limit)) from None
    finally:
        timer.cancel()


def _innermost(error: BaseException) -> str:
    """The line in which an exception arose."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return "" if traceback is None else f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"
