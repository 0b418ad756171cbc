"""Make a corpus for measuring: ``cd tests && python -m province FOLDER --reports 10000 --seed 1``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from province.corpus import Province


def main() -> None:
    """Write the reports, the rosters, and ``expected.json``: what must be found."""
    parser = argparse.ArgumentParser(prog="python -m province", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=1000, help="about how many in all (default: 1000)")
    parser.add_argument("--years", type=int, nargs=2, default=(2019, 2025), metavar=("FIRST", "LAST"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="plant nothing")
    given = parser.parse_args()
    years = range(given.years[0], given.years[1] + 1)
    province = Province(-(-given.reports // len(years)), years, given.seed, flawed=not given.clean)
    expected = province.write(given.folder)
    text = json.dumps([each._asdict() for each in expected], ensure_ascii=False, indent=1)
    (given.folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
