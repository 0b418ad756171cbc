"""Renew the ready-made results of the grammars and rulesets: ``python .ci/ready.py``."""

from pathlib import Path

import gouji.local
import gouji.measures
import gouji.parsing
import gouji.relations  # noqa: F401  # they, and what they import, mark what is to be prepared
from gouji.readymade import write

if __name__ == "__main__":
    write(str(Path(__file__).resolve().parents[1] / "core" / "ready.pickle"))
