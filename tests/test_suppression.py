"""Suppressions: in comments, beside a report, in the configuration; what they cover, and what is said of them."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import tomli
from commandline import CLEAN, FAULTY, Ran, gouji
from generation.bare_files import docx

from gouji.document import Place, Remark
from gouji.suppression.said import Fault, of_remark

pytestmark = pytest.mark.usefixtures("folder")

ROW = "（一）予以公开"


def check(*arguments: str) -> Ran:
    return gouji("check", *arguments, "--format", "json", "--no-cache")


def messages(ran: Ran) -> list[str]:
    """What X005 says, of files and of the run."""
    said = json.loads(ran.out)
    findings = [finding for file in said["files"] for finding in file["findings"]] + said["findings"]
    return [finding["message"] for finding in findings if finding["code"] == "X005"]


def remarked(comment: str, before: str = f"| {ROW}", report: str = FAULTY) -> None:
    """Write a report with a comment on a line of its own."""
    Path("a.txt").write_text(report.replace(before, f"<!-- gouji: {comment} -->\n{before}", 1), encoding="utf-8")


def tables(text: str, cell: str = "<td>{}</td>", row: str = "<tr>{}</tr>", table: str = "<table>{}</table>") -> str:
    """A report in markup."""
    made, rows = [], ""
    for line in (*text.split("\n"), ""):
        if line.startswith("|"):
            cells = line.strip("|").split("|")
            rows += row.format("".join(cell.format(each.strip()) for each in cells))
        elif line.strip() or rows:
            made += [table.format(rows)] if rows else []
            made += [line] if line.strip() else []
            rows = ""
    return "\n".join(made)


def page(text: str) -> str:
    lines = tables(text).split("\n")
    return "<html><body>{}</body></html>".format(
        "\n".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    )


def word(text: str) -> bytes:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    made = tables(text, f"<w:tc>{paragraph}</w:tc>", "<w:tr>{}</w:tr>", "<w:tbl>{}</w:tbl>")
    lines = [line if line.startswith("<") else paragraph.format(line) for line in made.split("\n")]
    return docx("".join(lines))


# ── Comments ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("ignore A101, A103: 上级统一口径", []),
        ("ignore A101，A103：上级统一口径", []),
        ("ignore A101 A103 until 2999-01-01", []),
        ("ignore row-total, A103", []),
        ("ignore arithmetic", []),
        ("ignore A10", []),
        ("ignore A101", ["A103"]),
        ("ignore-file A101", ["A103"]),
        ("ignore A101, A103 until 2020-01-01: 旧", ["X005", "A101", "A103"]),
        ("ignore A101, A102", ["X005", "A103"]),
        ("ignore A101, A10l", ["X005", "A103"]),
        ("ignore A101, X001", ["X005", "A103"]),
        ("ignore X005, A101", ["X005", "A103"]),
        ("ignore", ["X005", "A101", "A103"]),
        ("ignore A101 until 明天", ["X005", "A101", "A103"]),
        ("disable A101", ["X005", "A101", "A103"]),
    ],
)
def test_a_comment_before_a_row(comment: str, left: list[str]) -> None:
    remarked(comment)
    assert check("a.txt").codes == left


def test_a_comment_within_a_cell() -> None:
    text = FAULTY.replace("| 99 |", "| 99 <!-- gouji: ignore A101, A103 --> |")
    Path("a.txt").write_text(text, encoding="utf-8")
    assert check("a.txt").codes == []


def test_a_comment_covers_its_own_row_and_no_other() -> None:
    remarked("ignore A101, A103", "| （二）部分公开")
    ran = check("a.txt")
    assert sorted(ran.codes) == ["A101", "A103", "X005"]
    (message,) = messages(ran)
    assert "A101、A103 没有用到" in message


def test_a_comment_behind_everything_is_about_nothing() -> None:
    Path("a.txt").write_text(f"{CLEAN}\n<!-- gouji: ignore A101 -->\n", encoding="utf-8")
    ran = check("a.txt")
    assert "ignore-file" in messages(ran)[0]
    line = json.loads(ran.out)["files"][0]["findings"][0]["location"]["line"]
    assert Path("a.txt").read_text(encoding="utf-8").split("\n")[line - 1] == "<!-- gouji: ignore A101 -->"


def test_findings_below_a_comment_keep_their_place_in_the_file() -> None:
    remarked("ignore A101", "一、")
    found = json.loads(check("a.txt").out)["files"][0]["findings"]
    line = next(finding["location"]["line"] for finding in found if finding["code"] == "A101")
    assert ROW in Path("a.txt").read_text(encoding="utf-8").split("\n")[line - 1]


def test_what_is_not_checked_is_not_called_unused() -> None:
    remarked("ignore A101, A103, T201, N")
    assert check("a.txt", "--select", "A101,X005").codes == []
    assert "A101" not in check("a.txt", "--ignore", "A101").out


@pytest.mark.parametrize(("days", "left"), [(0, []), (-1, ["X005", "A101", "A103"])])
def test_the_last_day_counts(days: int, left: list[str]) -> None:
    day = date.today() + timedelta(days=days)
    remarked(f"ignore A101, A103 until {day.isoformat()}")
    assert check("a.txt").codes == left


def test_a_page() -> None:
    made = page(FAULTY)
    Path("a.html").write_text(
        made.replace(f"<tr><td>{ROW}", f"<!-- gouji: ignore A101 --><tr><td><!-- gouji: ignore A103 -->{ROW}"),
        encoding="utf-8",
    )
    ran = check("a.html")
    assert ran.codes == []
    assert json.loads(ran.out)["summary"]["suppressed"] == 2


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("gouji: ignore", "没有说明是哪些规则"),
        ("gouji: ignore A101 until 3月", "2027-03-31"),
        ("gouji: ignor A101", "是否想写 ignore？"),
        ("gouji: ignore_file A101", "是否想写 ignore-file？"),
        ("gouji：", "看不懂"),
    ],
)
def test_what_is_wrong_in_a_comment_is_said(comment: str, said: str) -> None:
    fault = of_remark(Remark(comment, Place(1, 1, 1, 1)), [(1, 1)])
    assert isinstance(fault, Fault)
    assert said in fault.message


def test_more_comments_than_anybody_needs() -> None:
    Path("a.txt").write_text("<!-- gouji: ignore A101 -->\n" * 1100 + CLEAN, encoding="utf-8")
    ran = check("a.txt")
    assert sum("1000" in message for message in messages(ran)) == 1


def test_a_comment_with_more_rules_than_anybody_needs() -> None:
    words = " ".join(f"A{number}" for number in range(101, 202))
    Path("a.txt").write_text(f"<!-- gouji: ignore-file {words} -->\n{FAULTY}", encoding="utf-8")
    ran = check("a.txt")
    assert any("最多写100条规则" in message for message in messages(ran))
    assert "A101" in ran.codes
    Path("a.txt").write_text(f"<!-- gouji: ignore-file {'A101 ' * 100_000} -->\n{FAULTY}", encoding="utf-8")
    assert check("a.txt").codes == ["A103"]


# ── Beside a report ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ('rules = ["A101", "A103"]', []),
        ('rules = ["A101"]\ntable = "applications"\nrow = "granted"\nfield = "total"', ["A103"]),
        ('rules = ["A101"]\nrow = "total"', ["X005", "A101", "A103"]),
        ('rules = ["A101"]\ntext = "总计却为 99"', ["A103"]),
        ('rules = ["A101"]\ntext = "总计却为98"', ["X005", "A101", "A103"]),
        ('rules = ["A101"]\ncell = "T2R5C8"', ["A103"]),
        ('rules = ["A101"]\ncell = "T2R6C8"', ["X005", "A101", "A103"]),
        ('rules = ["A101"]\nuntil = 2020-01-01\nreason = "旧"', ["X005", "A101", "A103"]),
        ('rules = ["A101"]\nuntil = "2999-01-01"', ["A103"]),
    ],
)
def test_a_file_beside_a_word_document(entry: str, left: list[str]) -> None:
    Path("a.docx").write_bytes(word(FAULTY))
    assert check("a.docx").codes == ["A101", "A103"]
    Path("a.docx.gouji.toml").write_text(f"[[suppress]]\n{entry}\n", encoding="utf-8")
    assert check("a.docx").codes == left


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[suppress]]\nrule = ["A101"]', "a.txt.gouji.toml:2:1：suppress[1].rule：没有这个键，是否想写 rules？"),
        ('[[suppress]]\nrules = "A101"', "a.txt.gouji.toml:2:9"),
        ('[[suppress]]\nrules = ["A101"]\nuntil = "明天"', "a.txt.gouji.toml:3:9：suppress[1].until：应是日期"),
        ('[[suppress]]\nrules = ["A101"]\ntable = "a"', "a.txt.gouji.toml:3:9"),
        ('[[ignore]]\nrules = ["A101"]', "a.txt.gouji.toml:1:3：ignore：没有这个键；可用的有：suppress"),
        ("suppress = 1", "若干 [[suppress]] 表"),
        ("[[suppress]", "不是正确的 TOML"),
        ("\ud800", "须用 UTF-8 编码"),
        ("a = " + "[" * 10_000, "括号套得太深"),
        ('[[suppress]]\nrules = ["A101"]\n' * 1001, "例外超过1000条"),
        (f"[[suppress]]\nrules = {['A101'] * 101}", "最多写100条规则"),
        ("#" * (1 << 18) + "\n", "超过 262,144 字节"),
    ],
)
def test_what_is_wrong_beside_a_report_is_said_and_suppresses_nothing(text: str, said: str) -> None:
    Path("a.txt").write_text(FAULTY, encoding="utf-8")
    Path("a.txt.gouji.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    ran = check("a.txt")
    assert {"A101", "A103"} <= set(ran.codes)
    assert any(said in message for message in messages(ran)), messages(ran)


# ── The configuration, and who is not to be fooled ───────────────────────────────────────────────


def configured(text: str) -> None:
    Path("gouji.toml").write_text(text, encoding="utf-8")


def test_entries_of_the_configuration_hold_for_the_files_that_they_name() -> None:
    Path("other.txt").write_text(FAULTY, encoding="utf-8")
    configured('[[suppress]]\nfiles = ["faulty.*"]\nrules = ["A101", "A103"]\nreason = "上级统一口径"\n')
    ran = check(".")
    assert [len(file["findings"]) for file in json.loads(ran.out)["files"]] == [0, 0, 2]
    assert json.loads(ran.out)["summary"]["suppressed"] == 2


def test_an_unused_entry_is_told_once_and_only_if_all_its_files_may_have_been_checked() -> None:
    configured('[[suppress]]\nrules = ["A101", "A103", "A102"]\n')
    assert messages(check("faulty.txt")) == []
    (message,) = messages(check("."))
    assert message.endswith("gouji.toml:1：例外 A102 没有用到，这里没有这样的问题：请删去")


def test_an_expired_entry_is_told_once() -> None:
    configured('[[suppress]]\nrules = ["A101"]\nuntil = 2020-01-01\n')
    (message,) = messages(check("faulty.txt", "clean.txt"))
    assert "只到 2020-01-01 为止" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[suppress]]\nfile = ["a"]\nrules = ["A101"]',
            "gouji.toml:2:1：suppress[1].file：没有这个键，是否想写 files？",
        ),
        ('lang = "zh"\n[[suppress]]\nrules = ["A1O1"]', "gouji.toml:2：没有规则或类别 A1O1，是否想写 A101？"),
        ('[[suppress]]\nrules = ["X001"]', "X001 说明有内容没有检查"),
        ("suppress = 3", "若干 [[suppress]] 表"),
        ('suppressions = "no"', "suppressions 应为true | false"),
    ],
)
def test_a_wrong_entry_of_the_configuration_ends_the_run(text: str, said: str) -> None:
    configured(text)
    ran = gouji("check", "clean.txt")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_pyproject_can_have_entries() -> None:
    Path("pyproject.toml").write_text('[[tool.gouji.suppress]]\nrules = ["A101", "A103"]\n', encoding="utf-8")
    assert check("faulty.txt").codes == []


@pytest.mark.parametrize("switch", ["option", "configuration"])
def test_whoever_wants_to_sees_through_what_was_sent(switch: str, folder: Path) -> None:
    sent = folder / "sent"
    sent.mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (sent / name).write_text(FAULTY, encoding="utf-8")
    (sent / "a.txt").write_text("<!-- gouji: ignore-file A -->\n" + FAULTY, encoding="utf-8")
    (sent / "b.txt.gouji.toml").write_text('[[suppress]]\nrules = ["A"]\n', encoding="utf-8")
    (sent / "gouji.toml").write_text('[[suppress]]\nfiles = ["c.txt"]\nrules = ["A101", "A103"]\n', encoding="utf-8")
    assert check("sent").codes == ["A101", "A103"]
    configured("suppressions = false\n" if switch == "configuration" else "")
    options = ["--no-suppressions"] if switch == "option" else []
    assert check("sent", *options).codes == ["A101", "A103"] * 4
    named = [*options, "--config", "sent/gouji.toml", "--no-suppressions"]
    assert check("sent", *named).codes == ["A101", "A103"] * 3  # now it is the office's own


def test_people_are_told_how_many_were_left_out() -> None:
    remarked("ignore A101, A103")
    ran = gouji("check", "a.txt", "--no-cache")
    assert ran.status == 0
    assert "另有没有报告的问题：2个写明了例外。" in ran.out


def test_several_processes_and_the_cache_say_the_same(folder: Path) -> None:
    for number in range(6):
        (folder / f"{number}.txt").write_text(FAULTY, encoding="utf-8")
    (folder / "3.txt.gouji.toml").write_text('[[suppress]]\nrules = ["A101"]\n', encoding="utf-8")
    configured('cache-dir = "kept"\n[[suppress]]\nfiles = ["4.txt"]\nrules = ["A101", "A102"]\n')
    alone = check(".", "--jobs", "1")
    assert check(".", "--jobs", "2") == alone
    cached = [gouji("check", ".", "--format", "json") for _again in range(2)]
    assert cached == [alone, alone]
    (folder / "3.txt.gouji.toml").unlink()
    assert gouji("check", ".", "--format", "json").codes.count("A101") == alone.codes.count("A101") + 1


def test_what_is_suppressed_is_not_fixed() -> None:
    report = FAULTY.replace("| 0 | 0 |", "|  | 0 |", 1)
    remarked("ignore-file T, A", report=report)
    before = Path("a.txt").read_bytes()
    gouji("check", "a.txt", "--fix", "--unsafe-fixes")
    assert Path("a.txt").read_bytes() == before
    gouji("check", "a.txt", "--fix", "--unsafe-fixes", "--no-suppressions")
    assert Path("a.txt").read_bytes() != before


def test_explain_knows_both_rules() -> None:
    assert "unused-suppression" in gouji("explain", "X005").out
    assert "stale-baseline" in gouji("explain", "X006").out


def test_the_guide_says_what_works() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "old-findings.md").read_text(encoding="utf-8")
    beside, configured = re.findall(r"^```toml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    (markdown,) = re.findall(r"^```markdown\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    Path("a.docx").write_bytes(word(FAULTY))
    Path("a.docx.gouji.toml").write_text(beside.partition("\n\n")[0], encoding="utf-8")
    assert check("a.docx").codes == []
    assert tomli.loads(beside)["suppress"][1]["rules"] == ["L"]
    Path("a.txt").write_text(f"甲县2023年政府信息公开工作年度报告\n\n{markdown}", encoding="utf-8")
    said = messages(check("a.txt"))
    assert len(said) == 3
    assert all("没有用到" in message for message in said)
    Path("gouji.toml").write_text(configured, encoding="utf-8")
    assert check("clean.txt").codes == []
