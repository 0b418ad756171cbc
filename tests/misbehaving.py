"""A reader that does what the file tells it, for tests of the process in which readers are confined."""

from __future__ import annotations

import ctypes
import os
import sys
import time

from gouji import i18n
from gouji.document import Document
from gouji.readers import Unreadable
from gouji.readers.draft import Draft, Origin

NAME = __name__


def read(data: bytes) -> Document:
    """Do what the first word says; a word that says nothing is the only paragraph."""
    word, _, rest = data.partition(b" ")
    _DEEDS.get(word, _nothing)(rest)
    return _document(f"{word.decode()} {len(rest)} {os.getpid()}")


def _document(text: str) -> Document:
    draft = Draft()
    draft.paragraph((text, Origin(1)))
    return draft.document()


def _nothing(_rest: bytes) -> None:
    pass


def _hang(_rest: bytes) -> None:
    while True:
        time.sleep(1)


def _hang_in_compiled_code(_rest: bytes) -> None:
    ctypes.PyDLL(None).sleep(1000)  # as code does that never lets go of the interpreter


def _take(rest: bytes) -> None:
    kept = bytearray(int(rest) * 2**20)
    kept[::4096] = b"x" * len(kept[::4096])


def _leak(rest: bytes) -> None:
    _LEAKED.append(b"x" * (int(rest) * 2**20))


def _answer_much(rest: bytes) -> None:
    raise Unreadable("很长" * int(rest))


def _refuse(_rest: bytes) -> None:
    raise Unreadable("读不了")


def _speak(_rest: bytes) -> None:
    raise Unreadable(i18n.in_use())


def _print(_rest: bytes) -> None:
    sys.stdout.write("printed")
    os.write(1, b"written")
    sys.stderr.write("complained")
    sys.stdin.read()


def _recurse(rest: bytes) -> None:
    _recurse(rest)


_LEAKED: list[bytes] = []
_DEEDS = {
    b"hang": _hang,
    b"stick": _hang_in_compiled_code,
    b"take": _take,
    b"leak": _leak,
    b"segfault": lambda _rest: ctypes.string_at(0),
    b"abort": lambda _rest: os.abort(),
    b"exit": lambda _rest: os._exit(3),
    b"quit": lambda _rest: sys.exit(4),
    b"fail": lambda _rest: 1 // 0,
    b"refuse": _refuse,
    b"much": _answer_much,
    b"speak": _speak,
    b"print": _print,
    b"recurse": _recurse,
}
