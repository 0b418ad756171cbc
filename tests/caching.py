"""What the tests of the result cache share: a plugin and a ruleset to change, and files to write."""

from __future__ import annotations

from pathlib import Path

PLUGIN = """
from gouji.api import Finding, Place, Rule, Severity, hookimpl, rule

@rule("QH001", "qinghe-title", Severity.WARNING, title="标题", reason="理由", basis="无", wrong="甲", right="乙")
def title(report):
    yield Finding(Place(1, 1, 1, 2), "{message}")

@hookimpl
def gouji_rules():
    return [title]
"""
RULESET = """
[[forbidden]]
code = "QH{number}"
name = "qinghe-{number}"
title = "第{number}种"
words = ["政府信息"]
why = "示例"
basis = "无"
wrong = "甲"
right = "乙"
"""


def put(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
