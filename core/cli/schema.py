"""``gouji schema``: the JSON Schema of ``--format json``."""

from __future__ import annotations

from pathlib import Path

import gouji
from gouji.cli.helpful import Command
from gouji.cli.output import say
from gouji.i18n import _

_SCHEMA = Path(gouji.__file__).with_name("gouji-1.schema.json")


def command() -> Command:
    """The command, in the language in use."""
    return Command(
        "schema",
        callback=schema,
        help=_("输出 --format json 的 JSON Schema。"),
    )


def schema() -> int:
    """Print the schema."""
    say(_SCHEMA.read_text(encoding="utf-8"))
    return 0
