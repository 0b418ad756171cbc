"""Renew the ready-made parse tables: ``python -m gouji.grammars [FOLDER]``."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import lark

from gouji.grammars import FOLDER, FORM, STARTS, build
from gouji.grammars.outline import outline


def write(folder: Path) -> None:
    """Write the parse table of every grammar into the folder."""
    for name, starts in STARTS.items():
        parser = build(name)
        with (folder / f"{name}.lalr").open("wb") as stream:
            pickle.dump((lark.__version__, outline(parser) if starts is FORM else None), stream)
            parser.save(stream)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
