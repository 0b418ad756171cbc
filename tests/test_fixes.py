"""What ``--fix`` makes of a file: what it should, nothing else, and nothing more when it is run again."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import tomli
from generation import narrative_contradictions, narrative_defects
from generation.layouts import BY_NAME, render
from generation.narratives import printed, unmarked
from generation.noise import Noise
from generation.reports import seeded
from test_planted_defects import SECTION_DEFECTS, TABLE_DEFECTS

from gouji.engine import Engine, Request
from gouji.finding import Edit, Finding, Fix
from gouji.fixing import Mended, mended
from gouji.host import Host
from gouji.judge import Layer, decide
from gouji.testing import clean_report, edited, read

HOST = Host()
ENGINE = Engine(HOST)
FILE = Path(__file__).parent / "fixes.toml"
CASES = [
    pytest.param(code, case, id=f"{code}-{case['why']}")
    for code, cases in tomli.loads(FILE.read_text(encoding="utf-8")).items()
    for case in cases
]
PLANTS = (*narrative_defects.PLANTS, *narrative_contradictions.PLANTS)


def mend(text: str | bytes, *, unsafe: bool = False, path: str = "report.txt", **layer: Any) -> Mended:
    """What becomes of a file under a configuration."""
    data = text.encode() if isinstance(text, str) else text
    return mended(ENGINE, path, data, Request(decide([Layer(**layer)], HOST.rules)), unsafe=unsafe)


def everything(data: bytes, path: str = "report.txt") -> tuple[Finding, ...]:
    """What is found, quiet rules included."""
    verdict = decide([Layer(extend_select=tuple(code for code, rule in HOST.rules.items() if rule.quiet))], HOST.rules)
    return ENGINE.judged(ENGINE.report(path, data), verdict)


def counted(found: tuple[Finding, ...]) -> Counter[str]:
    """How many places there are of each rule."""
    counts: Counter[str] = Counter()
    for finding in found:
        counts[finding.code] += finding.places
    return counts


def changed_lines(one: bytes, other: bytes) -> list[int]:
    """The numbers of the lines that differ; there are as many in both."""
    pairs = zip(one.decode().split("\n"), other.decode().split("\n"), strict=True)
    return [number for number, (old, new) in enumerate(pairs, 1) if old != new]


def check_mended(text: str, *, unsafe: bool) -> Mended:
    """Mend a text, and see that it is done with, does only what it should, and does nothing when it is done again."""
    before = everything(text.encode())
    result = mend(text, unsafe=unsafe)
    after = everything(result.after)
    wrong = {edit.place.line for finding in before if finding.fix for edit in finding.fix.edits}
    assert set(changed_lines(result.before, result.after)) <= wrong
    gone = counted(result.made)
    assert counted(after) <= counted(before)
    assert all(counted(after)[code] < counted(before)[code] for code in gone)
    assert mend(result.after, unsafe=unsafe).after == result.after
    return result


@pytest.mark.parametrize(("code", "case"), CASES)
def test_each_rule(code: str, case: dict[str, Any]) -> None:
    text = edited(clean_report(), case["change"])
    old = [line[1:].strip() for line in case["change"].split("\n") if line.startswith("+")]
    new = case["fixed"].split("\n") if "fixed" in case else old
    safe, unsafe = (check_mended(text, unsafe=whether) for whether in (False, True))
    kept = text.encode()
    wanted = edited(text, "\n".join([*(f"-{line}" for line in old), *(f"+{line}" for line in new)])).encode()
    assert unsafe.after.decode() == wanted.decode()
    assert safe.after == (kept if case.get("unsafe") else wanted)
    if wanted != kept:
        assert code in {finding.code for finding in unsafe.made}
        assert code not in {finding.code for finding in everything(unsafe.after)}


def test_every_rule_with_a_fix_has_a_case() -> None:
    """Of those that the planted defects and the rules' own examples bring out."""
    from gouji.testing import example_report

    texts = [
        example_report(rule.wrong) for rule in HOST.rules.values() if not rule.only_in_audits and rule.wrong.strip()
    ]
    mending = {finding.code for text in texts for finding in _findings(text) if finding.fix}
    assert mending - {"A102", "A103", "A104"} <= set(tomli.loads(FILE.read_text(encoding="utf-8")))


def _findings(text: str) -> tuple[Finding, ...]:
    from gouji.parsing import NotAReport

    try:
        return everything(text.encode())
    except NotAReport:
        return ()


def test_the_page_tells_which_rule_has_which_fix() -> None:
    page = (FILE.parents[1] / "docs" / "fixes.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in re.findall(r"^\| [A-Z]\d+ .*", page, re.MULTILINE)
    ]
    told = {(code, unsafe) for code, *cells in rows for unsafe, cell in zip((False, True), cells, strict=True) if cell}
    shown = {(param.values[0], param.values[1].get("unsafe", False)) for param in CASES if "fixed" in param.values[1]}
    assert shown == told


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("layout", ["tabs", "|blank", "tsv"])
@pytest.mark.parametrize("name", [*TABLE_DEFECTS, *SECTION_DEFECTS])
def test_planted_defects(name: str, layout: str, *, unsafe: bool) -> None:
    change = (TABLE_DEFECTS | SECTION_DEFECTS)[name].change
    sample = next(sample for sample in map(seeded, range(40)) if sample.edition == "2021")
    check_mended(render(change(sample), BY_NAME[layout], 1, Noise()), unsafe=unsafe)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_planted_text(plant: narrative_defects.Plant) -> None:
    (report,) = plant.reports(1)
    check_mended(unmarked(printed(report, BY_NAME["|blank"], 0))[0], unsafe=True)


def test_valid_reports_stay_as_they_are() -> None:
    for seed in range(10):
        text = render(seeded(seed), BY_NAME["tabs"], seed, Noise())
        assert mend(text, unsafe=True).after == text.encode()


# ── what is left alone ───────────────────────────────────────────────────────────────────────────

MISWRITTEN = edited(clean_report(), " 一、总体情况\n+按照清交发[2023]5号部署，截止2023年底完成。")


def test_what_is_not_selected_is_not_mended() -> None:
    assert mend(MISWRITTEN, ignore=("C501",)).after == MISWRITTEN.encode()
    assert mend(MISWRITTEN, select=("L",)).after == MISWRITTEN.encode()
    assert mend(MISWRITTEN, select=("C501",)).after != MISWRITTEN.encode()


def test_what_is_unfixable_is_still_reported() -> None:
    result = mend(MISWRITTEN, unfixable=("citations",))
    assert result.after == MISWRITTEN.encode()
    assert [(finding.code, finding.fix) for finding in result.result.findings if finding.code == "C501"] == [
        ("C501", None)
    ]


def test_quiet_rules_are_mended_unless_they_are_ignored() -> None:
    text = clean_report().replace("| 规章 | 1 |", "| 规章 | １ |")
    assert mend(text).after == clean_report().encode()
    assert mend(text, ignore=("T209",)).after == text.encode()
    assert mend(text, select=("C",)).after == text.encode()
    assert "T209" not in {finding.code for finding in ENGINE.check("a.txt", text.encode(), _request()).findings}
    assert "T209" in {finding.code for finding in ENGINE.check("a.txt", text.encode(), _request("T209")).findings}


def _request(*more: str) -> Request:
    return Request(decide([Layer(extend_select=more)], HOST.rules))


def test_what_cannot_be_checked_stays() -> None:
    for data in (b"", b"\0\1\2", "不是报告。".encode()):
        result = mend(data)
        assert (result.after, result.made, result.result.checked) == (data, (), False)


def test_a_format_that_is_not_written_says_how_many_are_left() -> None:
    reader = ENGINE.reader("a.txt", MISWRITTEN.encode())._replace(edit=None)
    engine = Engine(HOST)
    engine.reader = lambda path, data: reader  # type: ignore[method-assign]
    result = mended(engine, "a.txt", MISWRITTEN.encode(), _request(), unsafe=True)
    assert (result.after, result.unwritten) == (MISWRITTEN.encode(), 2)
    assert all(finding.fix is None for finding in result.result.findings)


# ── fixes that do harm ───────────────────────────────────────────────────────────────────────────


class Planned(Engine):
    """An engine that finds what it is told to, besides what it finds by itself, with fixes of its own."""

    def __init__(self, *fixes: tuple[str, str]) -> None:
        """fixes: a text that is found, and what it is to become."""
        super().__init__(HOST)
        self._fixes = fixes

    def judged(self, report: Any, verdict: Any) -> tuple[Finding, ...]:
        lines = report.document.lines
        found = list(super().judged(report, verdict))
        for old, new in self._fixes:
            for number, line in enumerate(lines, 1):
                if old in line:
                    place = report.document.blocks[0].place._replace(
                        line=number,
                        column=line.index(old) + 1,
                        end_line=number,
                        end_column=line.index(old) + 1 + len(old),
                    )
                    found.append(Finding(place, old, actual=old, code="L902", fix=Fix((Edit(place, new),))))
        return tuple(found)


def planned(*fixes: tuple[str, str]) -> str:
    return mended(Planned(*fixes), "a.txt", clean_report().encode(), _request()).after.decode()


def test_a_fix_that_brings_another_finding_is_not_made_and_others_are() -> None:
    after = planned(("36条", "37条"), ("五、存在的主要问题及改进情况", "改进情况"), ("轮训", "培训"), ("视频", "录像"))
    assert after == clean_report().replace("轮训", "培训").replace("视频", "录像")


def test_a_fix_that_does_not_mend_is_not_made() -> None:
    assert planned(("轮训", "业务轮训")) == clean_report()
    result = mended(Planned(("轮训", "业务轮训")), "a.txt", clean_report().encode(), _request()).result
    assert [(finding.actual, finding.fix) for finding in result.findings] == [("轮训", None)]


def test_of_fixes_that_overlap_the_later_one_waits() -> None:
    assert planned(("业务轮训", "业务培训"), ("组织了业务", "举办了业务")) == clean_report().replace(
        "组织了业务轮训", "举办了业务培训"
    )


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    """Of its two edits this reader leaves out the second, and half a pair of brackets is left in half width."""
    text = edited(
        clean_report(),
        " 一、总体情况\n+本局（办公室）做了（三项）工作，修订（补充）目录(清单)，按期发布。",
    )
    reader = ENGINE.reader("a.txt", text.encode())
    assert reader.edit is not None
    assert "目录（清单）" in mend(text).after.decode()
    half = reader._replace(edit=lambda data, changes: reader.edit(data, changes[:1]))  # type: ignore[misc]
    engine = Engine(HOST)
    engine.reader = lambda path, data: half  # type: ignore[method-assign]
    assert mended(engine, "a.txt", text.encode(), _request()).after == text.encode()


def test_a_reader_that_fails_costs_the_fix_only() -> None:
    def broken(data: bytes, changes: object) -> bytes:
        raise RuntimeError("broken")

    reader = ENGINE.reader("a.txt", MISWRITTEN.encode())._replace(edit=broken)
    engine = Engine(HOST)
    engine.reader = lambda path, data: reader  # type: ignore[method-assign]
    result = mended(engine, "a.txt", MISWRITTEN.encode(), _request())
    assert result.after == MISWRITTEN.encode()
    assert [finding.code for finding in result.result.findings][-1] == "X004"


def test_places_are_those_of_the_document() -> None:
    report = read(MISWRITTEN)
    (finding,) = [each for each in everything(MISWRITTEN.encode()) if each.code == "C501"]
    assert finding.fix is not None
    assert [report.document.characters(edit.place)[0][0] for edit in finding.fix.edits] == ["[", "]"]  # type: ignore[index]
