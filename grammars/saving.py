"""Saving a parser (保存语法分析器) whole, so that nothing is left to be made of it when it is loaded."""

from __future__ import annotations

import io
import pickle
from importlib import import_module
from types import ModuleType
from typing import Any

from lark import Lark
from lark.parsers.lalr_analysis import Action


class _Pickler(pickle.Pickler):
    """Names what a parser shares with its process: the module of regular expressions, and the two marks of actions."""

    def reducer_override(self, thing: object) -> Any:
        if isinstance(thing, ModuleType):
            return import_module, (thing.__name__,)
        return thing.name if isinstance(thing, Action) else NotImplemented


def saved(parser: Lark) -> bytes:
    """The parser as bytes for ``pickle.loads``.

    It is what Lark itself saves and loads: without the grammar, and with plain strings for terminals, which a freshly
    built parser takes a sixth longer to look up.
    """
    plain = io.BytesIO()
    parser.save(plain)
    plain.seek(0)
    whole = io.BytesIO()
    _Pickler(whole, pickle.HIGHEST_PROTOCOL).dump(Lark.load(plain))
    return whole.getvalue()
