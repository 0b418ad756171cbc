"""Rulesets of an invented county, and reports checked with them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from commandline import Ran, gouji

from gouji.testing import clean_report

PAGE = Path(__file__).parent.parent / "docs" / "rulesets.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
SHOWN = [each for each in BLOCKS if not each.startswith("rulesets =")]

RELATION = """
[[relations]]
code = "QT101"
name = "few-granted"
severity = "warning"
title = "予以公开少于一半"
table = "applications"
each = "column"
when = "total >= 4"
holds = "2 * granted >= total"
at = "granted"
message = "「{line}」予以公开{actual}件，应{expected}（{left}、{right}）"
basis = "清棠县政务公开办公室通知"
why = "县里要求核实。"
wrong = { granted = 1, total = 5, not_held = 4 }
right = { granted = 1, total = 3, not_held = 2 }
"""
SECTION = """
[[sections]]
code = "QT201"
name = "missing-highlights"
title = "缺少“特色工作”部分"
number = "七"
heading = "特色工作"
accepted = ["工作特色"]
why = "县里按这一部分评选案例。"
basis = "清棠县政务公开办公室通知"
wrong = " 本年度没有收取信息处理费。"
right = " 本年度没有收取信息处理费。\\n+七、特色工作\\n+开设了办事公开专栏。"
"""
PHRASE = """
[[phrases]]
code = "QT301"
name = "media-unstated"
title = "没有说明政务新媒体"
section = "overview"
any = ["政务新媒体", "APP"]
kinds = ["department"]
why = "县里要求说明政务新媒体。"
basis = "清棠县政务公开办公室通知"
wrong = " 一、总体情况"
right = " 一、总体情况\\n+本局运行政务 新媒体2个。"
"""
FORBIDDEN = """
[[forbidden]]
code = "QT401"
name = "set-phrases"
title = "套话"
words = ["再上新台阶"]
unless = ["力争再上新台阶"]
instead = "有新的进展"
why = "县里要求写实。"
basis = "清棠县政务公开办公室通知"
wrong = " 一、总体情况\\n+公开工作再上新台阶。"
right = " 一、总体情况\\n+力争再上新台阶，见《关于公开工作再上新台阶的意见》。"
"""
CLEAN = clean_report(granted=3)


def written(folder: Path, text: str, name: str = "local.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def checked(folder: Path, ruleset: str, report: str = CLEAN, *arguments: str, more: str = "") -> Ran:
    """A report, checked with a ruleset that the configuration names, and ``more`` in the configuration."""
    written(folder, ruleset)
    written(folder, f'rulesets = ["./local.toml"]\n{more}', "gouji.toml")
    path = written(folder, report, "report.txt")
    return gouji("check", str(path), "--config", str(folder / "gouji.toml"), "--format", "json", *arguments)


def found(ran: Ran) -> list[tuple[str, str, str]]:
    findings = [each for file in json.loads(ran.out)["files"] for each in file["findings"]]
    return [(each["code"], each["severity"], each["message"]) for each in findings]
