"""Every rule on reports that break it and on reports that only look like it: the cases stand in ``rules/*.toml``.

``finds`` lists all findings of the case. ``*`` stands for any cell; ``S302?`` is allowed, not demanded.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import tomli
from answers import spot

from gouji.host import Host
from gouji.testing import clean_report, edited, findings

FOLDER = Path(__file__).parent / "rules"
FILES = {path.stem: tomli.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
CASES = [
    pytest.param(code, kind, case, id=f"{code}-{kind}-{case['why']}")
    for code, cases in FILES.items()
    for kind in ("wrong", "right")
    for case in cases[kind]
]
QUIET = {rule.code for rule in Host().rules.values() if rule.quiet}
"""These are only found where they are asked for, and then alone."""


def written(case: dict[str, Any]) -> str:
    """The text of a case."""
    if "file" in case:
        return case["file"].lstrip("\n")
    text = clean_report(case.get("edition", "2021"), case.get("year"), **case.get("values", {}))
    for old, new in case.get("replace", {}).items():
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    if "cut" in case:
        text = _cut(text, case["cut"], case.get("insert", ""))
    return edited(text, case["change"]) if "change" in case else text


def _cut(text: str, ends: list[str], insert: str) -> str:
    """The text without the lines from the one that begins with the first word to that with the last."""
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(ends[0]))
    last = next(number for number in range(first, len(lines)) if lines[number].startswith(ends[-1]))
    return "\n".join([*lines[:first], insert, *lines[last + 1 :]])


@pytest.mark.parametrize(("code", "kind", "case"), CASES)
def test_rule(code: str, kind: str, case: dict[str, Any]) -> None:
    found = [spot(each) for each in findings(written(case), select=[code] if code in QUIET else None)]
    left = list(found)
    missing = []
    for pattern in case.get("finds", []):
        match = next((each for each in left if fnmatchcase(each, pattern.replace("?", ""))), None)
        if match:
            left.remove(match)
        elif "?" not in pattern:
            missing.append(pattern)
    assert (missing, left) == ([], []), found
    assert any(each.startswith(code) for each in found) is (kind == "wrong")


@pytest.mark.parametrize("code", FILES)
def test_three_cases_each(code: str) -> None:
    assert len(FILES[code]["wrong"]) >= 3
    assert len(FILES[code]["right"]) >= 3
