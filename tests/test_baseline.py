"""The baseline: what is known is not reported again, wherever it moves; what is new is, and what is gone is told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from commandline import CLEAN, FAULTY, Ran, gouji
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji import i18n
from gouji.baseline import Baseline, read, written
from gouji.document import Place
from gouji.engine import Engine, Request
from gouji.finding import Finding, Severity
from gouji.fingerprint import fingerprint
from gouji.host import Host
from gouji.judge import Layer, decide
from gouji.outcome import Excerpt, FileResult
from gouji.rule import Rule
from gouji.testing import clean_report
from gouji.usage import UsageError

pytestmark = pytest.mark.usefixtures("folder")

FILE = "gouji-baseline.json"


def check(*arguments: str) -> Ran:
    return gouji("check", *arguments, "--format", "json", "--no-cache")


def summary(ran: Ran) -> dict[str, int]:
    found: dict[str, int] = json.loads(ran.out)["summary"]
    return found


def entries() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(Path(FILE).read_text(encoding="utf-8"))["findings"]
    return found


def rewrite(old: str, new: str, name: str = "faulty.txt") -> None:
    text = Path(name).read_text(encoding="utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), encoding="utf-8")


# ── Through the command line ─────────────────────────────────────────────────────────────────────


def test_what_is_known_is_not_reported_and_does_not_fail() -> None:
    made = gouji("baseline", ".")
    assert (made.status, made.out) == (0, f"{FILE}：记下1份报告的2个问题，共2处。\n")
    ran = check(".", "--baseline", FILE)
    assert (ran.status, ran.codes) == (0, [])
    assert summary(ran)["baselined"] == 2
    assert "另有没有报告的问题：2个是基线里已有的。" in gouji("check", ".", "--baseline", FILE).out
    assert check(".").status == 1


def test_the_file_has_one_finding_a_line_and_people_can_read_it() -> None:
    gouji("baseline")
    lines = Path(FILE).read_text(encoding="utf-8").splitlines()
    assert [lines[0], lines[-1]] == ['{"format": "gouji-baseline/1", "findings": [', "]}"]
    first = json.loads(lines[1].rstrip(","))
    assert first["message"].startswith("「（一）予以公开」一行")
    del first["message"], first["fingerprint"]
    assert first == {
        "file": "faulty.txt",
        "code": "A101",
        "table": "applications",
        "row": "granted",
        "field": "total",
    }


def test_it_is_known_after_edits_in_another_language_from_another_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gouji("baseline")
    rewrite("\n\n", "\n\n\n")
    rewrite("一、总体情况\n", "一、总体情况\n\n全年工作平稳有序。\n")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    ran = check("../faulty.txt", "--baseline", f"../{FILE}", "--lang", "en")
    assert (ran.status, ran.codes) == (0, [])


def test_what_is_new_is_reported() -> None:
    gouji("baseline")
    rewrite("| 99 |", "| 98 |")
    ran = check("--baseline", FILE)
    assert ran.status == 1
    assert Counter(ran.codes)["A101"] == 1


def test_what_is_gone_is_stale() -> None:
    gouji("baseline")
    Path("faulty.txt").write_text(CLEAN, encoding="utf-8")
    ran = check("--baseline", FILE)
    assert (ran.status, ran.codes) == (0, ["X006", "X006"])
    strict = check("--baseline", FILE, "--strict-baseline")
    assert (strict.status, strict.codes) == (1, ["X006", "X006"])
    assert summary(strict)["errors"] == 2
    assert check("--baseline", FILE, "--ignore", "X006").codes == []


def test_what_is_left_of_a_finding_with_several_cells_is_known() -> None:
    row = "| 2.重复申请 |"
    full = f"{row} 0 | 0 | 0 | 0 | 0 | 0 | 0 |"

    def blanks(cells: str) -> None:
        Path("clean.txt").write_text(CLEAN.replace(full, f"{row} {cells} 0 |"), encoding="utf-8")

    blanks("|  |  |  | 0 | 0 |")
    gouji("baseline", "clean.txt")
    assert [(entry["code"], entry["places"]) for entry in entries()] == [("T205", 4)]
    blanks("0 |  |  |  | 0 | 0 |")
    ran = check("clean.txt", "--baseline", FILE)
    assert ran.codes == ["X006"]
    assert "记有 T205 4处，现在只有3处" in ran.out
    assert gouji("baseline", "clean.txt", "--prune").status == 0
    assert [(entry["code"], entry["places"]) for entry in entries()] == [("T205", 3)]
    assert check("clean.txt", "--baseline", FILE).codes == []
    blanks("|  |  |  | 0 | 0 |")
    assert "T205" in check("clean.txt", "--baseline", FILE).codes


def test_what_was_not_looked_for_is_not_stale() -> None:
    gouji("baseline")
    Path("faulty.txt").write_text(CLEAN, encoding="utf-8")
    assert check("clean.txt", "--baseline", FILE).codes == []
    assert check("--baseline", FILE, "--ignore", "A").codes == []
    Path("faulty.txt").write_bytes(b"")
    assert check("faulty.txt", "--baseline", FILE, "--strict-baseline").codes == ["X001"]


def test_the_configuration_of_the_run_names_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("gouji.toml").write_text('baseline = "known/old.json"\n', encoding="utf-8")
    Path("known").mkdir()
    assert gouji("baseline").status == 0
    assert json.loads(Path("known/old.json").read_text(encoding="utf-8"))["findings"][0]["file"] == "../faulty.txt"
    assert check().codes == []
    assert check("--no-baseline").codes == ["A101", "A103"]
    Path("sent").mkdir()
    (folder / "sent" / "gouji.toml").write_text('baseline = "old.json"\n', encoding="utf-8")
    (folder / "sent" / "a.txt").write_text(FAULTY, encoding="utf-8")
    assert check("sent").codes == ["A101", "A103"]


def test_an_input_that_cannot_be_checked_is_never_known() -> None:
    Path("broken.txt").write_bytes(b"")
    made = gouji("baseline")
    assert made.status == 2
    assert "broken.txt 未能检查，没有记入" in made.err
    assert {entry["file"] for entry in entries()} == {"faulty.txt"}
    assert check("--baseline", FILE).status == 2


def test_writing_update_and_prune() -> None:
    gouji("baseline")
    again = gouji("baseline")
    assert again.status == 2
    assert "--update" in again.err and "--prune" in again.err
    rewrite("| 99 |", "| 3 |")
    Path("clean.txt").write_text(clean_report(granted__total=77), encoding="utf-8")
    gouji("baseline", "--prune")
    assert entries() == []
    gouji("baseline", "--update")
    assert [entry["file"] for entry in entries()] == ["clean.txt", "clean.txt"]
    Path("other.txt").write_text(FAULTY, encoding="utf-8")
    gouji("baseline", "other.txt", "--update")
    assert {entry["file"] for entry in entries()} == {"clean.txt", "other.txt"}
    Path("clean.txt").unlink()
    gouji("baseline", "other.txt", "--prune")
    assert {entry["file"] for entry in entries()} == {"other.txt"}


def test_pruning_leaves_what_was_not_looked_for() -> None:
    gouji("baseline")
    gouji("baseline", "--prune", "--ignore", "A101")
    assert [entry["code"] for entry in entries()] == ["A101", "A103"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--baseline", "absent.json"], "没有基线文件 absent.json：请先用 gouji baseline -o absent.json 建立"),
        (["check", "--strict-baseline"], "--strict-baseline 要有基线"),
        (["check", "--baseline", "a", "--no-baseline"], "不能同时用"),
        (["baseline", "--update"], f"没有基线文件 {FILE}"),
        (["baseline", "--update", "--prune"], "不能同时用"),
        (["baseline", "-o", "-"], "标准输出"),
        (["baseline", "-o", "absent/a.json"], "没有文件夹 absent"),
    ],
)
def test_wrong_use(arguments: list[str], said: str) -> None:
    ran = gouji(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "b.json:1：基线文件不是正确的 JSON"),
        ('{"format":\n"gouji-baseline/1",]', "b.json:2：基线文件不是正确的 JSON"),
        ("[]", "不是 gouji 的基线文件"),
        ('{"format": "gouji-baseline/2", "findings": []}', "请升级 gouji"),
        ('{"format": "gouji-baseline/1", "findings": {}}', "不是 gouji 的基线文件"),
        ('{"format": "gouji-baseline/1", "findings": [3]}', "第1个问题写得不对"),
        ('{"format": "gouji-baseline/1", "findings": [{"file": "a"}]}', "第1个问题写得不对"),
        (
            '{"format": "gouji-baseline/1", "findings": [{"file": "a", "code": "b", "fingerprint": "c", "places": 0}]}',
            "第1个问题写得不对",
        ),
        ('{"format": "gouji-baseline/1", "findings": [\n<<<<<<< HEAD\n]}', "b.json:2：基线文件里有合并冲突"),
    ],
)
def test_a_broken_baseline_is_an_error(text: str, said: str) -> None:
    Path("b.json").write_text(text, encoding="utf-8")
    ran = gouji("check", "--baseline", "b.json")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────


def result(*findings: tuple[str, str, int], path: str = "a.txt") -> FileResult:
    """A result with findings by code, what stands there, and at how many places."""
    made = tuple(
        Finding(Place(line, 1, line, 2), f"第{line}行", places=places, code=code, severity=Severity.ERROR)
        for line, (code, _marked, places) in enumerate(findings, 1)
    )
    excerpts = tuple(Excerpt("", marked, "") for _code, marked, _places in findings)
    return FileResult(path, None, None, None, True, made, excerpts, frozenset({"A101", "T205", "X006"}))


def applied(known: FileResult, now: FileResult) -> FileResult:
    return Baseline(FILE).renewed([known]).applied(now, Severity.INFO)


@pytest.mark.parametrize(
    ("known", "now", "left"),
    [
        ([("A101", "1", 1)], [("A101", "1", 1)] * 2, ["A101"]),
        ([("A101", "1", 1)] * 2, [("A101", "1", 1)], ["X006"]),
        ([("A101", "1", 1)], [("A101", "2", 1)], ["X006", "A101"]),
        ([("T205", "", 125)], [("T205", "", 126)], ["T205"]),
        ([("T205", "", 125)], [("T205", "", 125)], []),
        ([("T205", "", 125)], [("T205", "", 5)], ["X006"]),
        ([("X004", "", 1)], [("X004", "", 1)], ["X004"]),
    ],
)
def test_findings_that_say_the_same_are_counted(
    known: list[tuple[str, str, int]], now: list[tuple[str, str, int]], left: list[str]
) -> None:
    found = applied(result(*known), result(*now))
    assert [finding.code for finding in found.findings] == left
    assert len(found.excerpts) == len(found.findings)


FINDINGS = st.lists(st.tuples(st.sampled_from(["A101", "T205"]), st.sampled_from("123"), st.just(1)), max_size=8)


@given(FINDINGS, FINDINGS)
def test_new_and_known_and_gone_add_up(known: list[tuple[str, str, int]], now: list[tuple[str, str, int]]) -> None:
    found = applied(result(*known), result(*now))
    before, after = Counter(known), Counter(now)
    new = [finding for finding in found.findings if finding.code != "X006"]
    assert len(new) == (after - before).total()
    assert found.baselined == (after & before).total()
    stale = [finding for finding in found.findings if finding.code == "X006"]
    assert len(stale) == len(before - after)
    assert found.baselined + len(new) == len(now)


@given(FINDINGS, FINDINGS)
def test_to_renew_or_prune_leaves_nothing_stale(
    known: list[tuple[str, str, int]], now: list[tuple[str, str, int]]
) -> None:
    Path("a.txt").touch()
    old = Baseline(FILE).renewed([result(*known)])
    assert old.renewed([result(*now)]).applied(result(*now), Severity.INFO).findings == ()
    pruned = old.pruned([result(*now)])
    found = pruned.applied(result(*now), Severity.INFO)
    assert "X006" not in {finding.code for finding in found.findings}
    assert pruned.pruned([result(*now)]).entries == pruned.entries


@given(FINDINGS, st.sampled_from(["a.txt", "乙/丙.html", "../x y.docx"]))
def test_what_is_written_is_read(known: list[tuple[str, str, int]], path: str) -> None:
    baseline = Baseline(FILE).renewed([result(*known, path=path)])
    Path(FILE).write_text(written(baseline), encoding="utf-8")
    assert read(FILE).entries == baseline.entries
    assert written(read(FILE)) == written(baseline)


def test_a_line_that_a_merge_doubled_counts_once() -> None:
    gouji("baseline")
    lines = Path(FILE).read_text(encoding="utf-8").split("\n")
    Path(FILE).write_text("\n".join([lines[0], lines[1], *lines[1:]]), encoding="utf-8")
    assert len(read(FILE).entries) == 2
    with pytest.raises(UsageError):
        read("absent")


HOST = Host()
RULES = HOST.rules
ENGINE = Engine(HOST)


def marks(rule: Rule, text: str, language: str = "zh") -> Counter[str]:
    """What the findings in a text are known by."""
    i18n.use(language)
    verdict = decide([Layer(extend_select=(rule.code,))], RULES)
    result = ENGINE.check("a.txt", text.encode(), Request(verdict))
    return Counter(map(fingerprint, result.findings, result.excerpts))


@pytest.mark.parametrize("rule", [each for each in RULES.values() if each.wrong], ids=lambda rule: rule.code)
def test_findings_of_every_rule_are_known_again(rule: Rule) -> None:
    text = rule.wrong.strip("\n")
    found = marks(rule, text)
    assert found
    assert marks(rule, text, "en") == found
    assert marks(rule, "\n\n" + text.replace("\n\n", "\n\n\n")) == found


LINES = st.lists(st.sampled_from(["", "  ", "全年工作平稳有序。", "请社会各界监督。"]), max_size=4)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 20), LINES)
def test_it_is_known_whatever_is_put_in_around_it(at: int, lines: list[str]) -> None:
    Path("faulty.txt").write_text(FAULTY, encoding="utf-8")
    Path(FILE).unlink(missing_ok=True)
    gouji("baseline", "faulty.txt")
    source = FAULTY.split("\n")
    blanks = [index for index, line in enumerate(source) if not line.strip()]
    place = blanks[at % len(blanks)]
    Path("faulty.txt").write_text("\n".join([*source[:place], "", *lines, *source[place:]]), encoding="utf-8")
    assert {"A101", "A103"}.isdisjoint(check("faulty.txt", "--baseline", FILE).codes)


def test_it_is_known_after_another_finding_is_mended() -> None:
    rewrite("一、总体情况\n", "一、总体情况\n\n全年工作的的开展平稳有序。\n")
    assert gouji("baseline").out == f"{FILE}：记下1份报告的3个问题，共3处。\n"
    rewrite("的的", "的")
    ran = check("--baseline", FILE)
    assert ran.codes == ["X006"]
    assert summary(ran)["baselined"] == 2
