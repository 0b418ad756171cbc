"""``gouji schema``: the JSON Schema of ``--format json``."""

from __future__ import annotations

import os

import gouji
from gouji.cli.helpful import Command
from gouji.cli.output import say
from gouji.i18n import _

_SCHEMA = os.path.join(os.path.dirname(gouji.__file__), "gouji-1.schema.json")


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "schema",
        callback=schema,
        help=_("输出 --format json 的 JSON Schema。"),
    )


def schema() -> int:
    """Print the schema."""
    with open(_SCHEMA, encoding="utf-8") as stream:
        say(stream.read())
    return 0
