"""The output for people: what it says, what it counts, and whether its marks stand where they should."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from outcomes import CLEAN, COLUMN_TOTAL, EMPTY, FAULTY, FURTHER, ROW, ROW_TOTAL, WRONG_TOTAL, file, outcome

from gouji import i18n
from gouji.document import Place
from gouji.finding import Severity
from gouji.outcome import Excerpt, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.columns import marked_lines, width
from gouji.reporters.text import write

EXPECTED = Path(__file__).parent / "reporters"
PLAIN = ReportOptions()


@pytest.fixture
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("zh")


def expected(name: str) -> str:
    return (EXPECTED / name).read_text(encoding="utf-8")


def last_lines(text: str, count: int) -> list[str]:
    return text.splitlines()[-count:]


def test_every_finding_has_place_title_basis_and_row() -> None:
    assert write(FAULTY, PLAIN) == expected("faulty.txt")


def test_everything_can_be_said_in_english(english: None) -> None:
    assert write(FAULTY, PLAIN) == expected("faulty.en.txt")


def test_quiet_is_one_line_a_problem() -> None:
    assert write(FAULTY, ReportOptions(quiet=True)) == expected("faulty-quiet.txt")


def test_statistics_count_the_findings_of_each_rule() -> None:
    text = write(
        outcome(file("a.txt", (ROW_TOTAL, ROW), (COLUMN_TOTAL, ROW), (FURTHER, None))), ReportOptions(False, True, True)
    )
    assert last_lines(text, 4) == [
        "A101 行内总计不符          1",
        "A103 办理结果合计不符      1",
        "S305 有法定格式以外的章节  1",
        "",
    ]


def test_statistics_of_nothing_are_nothing() -> None:
    assert write(CLEAN, ReportOptions(statistics=True, quiet=True)) == ""


def test_a_clean_run_says_so() -> None:
    assert write(CLEAN, PLAIN) == "2份报告：未发现问题。\n"


def test_an_empty_run_claims_nothing() -> None:
    assert write(EMPTY, PLAIN) == "没有可检查的报告。\n"


def test_quiet_and_clean_is_silent() -> None:
    assert write(CLEAN, ReportOptions(quiet=True)) == ""


def test_the_verdict_counts_reports_by_their_gravest_finding() -> None:
    warning = FURTHER._replace(severity=Severity.WARNING)
    run = outcome(
        file("a.txt", (ROW_TOTAL, None), (warning, None)),
        file("b.txt", (warning, None)),
        file("c.txt", (FURTHER, None)),
        file("d.txt"),
    )
    assert last_lines(write(run, PLAIN), 2) == [
        "4份报告：1份有错误，1份有警告，1份有提示，1份未发现问题。",
        "共1个错误、2个警告、1个提示。",
    ]


def test_findings_with_one_culprit_are_one_problem_at_its_place() -> None:
    text = write(outcome(file("a.txt", (ROW_TOTAL, ROW), (COLUMN_TOTAL, ROW))), PLAIN)
    assert text.count("a.txt:") == 1
    assert text.startswith("a.txt:220:2  错误 这一格应为1，现为0，下列2个问题都由它引起\n")
    assert "共1个错误、0个警告、0个提示。" in text


def test_the_same_culprit_in_two_files_is_two_problems() -> None:
    text = write(outcome(file("a.txt", (ROW_TOTAL, ROW)), file("b.txt", (COLUMN_TOTAL, ROW))), PLAIN)
    assert "共2个错误" in text


def test_a_culprit_apart_from_its_only_finding_is_named() -> None:
    text = write(outcome(file("a.txt", (COLUMN_TOTAL, ROW))), PLAIN)
    assert text.startswith("a.txt:220:2  错误 A103 办理结果合计不符\n")
    assert "\n  这一格应为1，现为0\n" in text


def test_problems_stand_in_document_order_though_a_culprit_stands_before_its_totals() -> None:
    early = FURTHER._replace(place=Place(300, 1, 300, 2))
    text = write(outcome(file("a.txt", (early, None), (COLUMN_TOTAL, ROW))), ReportOptions(quiet=True))
    assert [line.split("  ")[0] for line in text.splitlines()] == ["a.txt:220:2", "a.txt:300:1"]


def test_a_page_and_a_workbook_cell_are_places_too() -> None:
    page = FURTHER._replace(place=Place(3, 1, 3, 2, page=2))
    cell = FURTHER._replace(place=Place(7, 2, 7, 3, cell="表三!B7"))
    text = write(outcome(file("a.pdf", (page, None)), file("a.xlsx", (cell, None))), ReportOptions(quiet=True))
    assert text.splitlines()[0].startswith("a.pdf：第2页第3行  提示 ")
    assert text.splitlines()[1].startswith("a.xlsx:表三!B7  提示 ")


def test_no_colour_unless_asked_for() -> None:
    assert "\x1b" not in write(FAULTY, ReportOptions(statistics=True))
    assert "\x1b" not in write(FAULTY, ReportOptions(quiet=True))


def test_colour_changes_nothing_but_the_colour() -> None:
    import click

    coloured = write(FAULTY, ReportOptions(color=True, statistics=True))
    assert "\x1b[31m" in coloured
    assert click.unstyle(coloured) == write(FAULTY, ReportOptions(statistics=True))


def test_nothing_from_a_report_reaches_the_terminal_as_a_command() -> None:
    nasty = FURTHER._replace(message="甲\x1b[2J乙\n丙\u202e丁\x9b1m\x00")
    row = Excerpt("前\x1b]0;x\x07\t", "\x00", "后\u2028\u200b")
    text = write(outcome(file("a\x1b[31m\udcff.txt", (nasty, row))), PLAIN)
    assert all(character == "\n" or unicodedata.category(character)[0] != "C" for character in text)
    assert "\u2028" not in text
    assert r"甲\x1b[2J乙 丙\u202e丁\x9b1m\x00" in text
    assert text.encode()  # and no lone surrogate stops it from being written


def marked_text(row: str, marks: str) -> str:
    """What stands above the marks, on a screen on which Chinese characters are two wide."""
    columns = [character for character in row for _column in range(width(character))]
    start = width(marks.rstrip("^"))
    return "".join(dict.fromkeys(columns[start : start + marks.count("^")]))


@pytest.mark.parametrize(
    ("before", "marked", "after"),
    [
        ("abc ", "1", " 0"),
        ("5.属于三类内部事务信息\t1\t0\t", "7", "\t0"),
        ("（七）总计 │ 1 │ ", "42", " │ 0"),
        ("“三安全一稳定”　", "3", ""),
        ("全角１２３ ", "４", "５"),
        ("表情😀与é ", "9", "。"),
        ("控制\x1b\x00符 ", "8", ""),
        ("", "总计", "栏"),
    ],
)
def test_the_mark_stands_below_what_it_marks(before: str, marked: str, after: str) -> None:
    row, marks = marked_lines(Excerpt(before, marked, after), 98)
    assert marked_text(row, marks) == marked
    assert marks.endswith("^" * width(marked))


@pytest.mark.parametrize("length", [0, 5, 40, 60, 200, 100_000])
@pytest.mark.parametrize("filler", ["x", "汉", "\x1b"])
@pytest.mark.parametrize("marked", ["7", "总计", "长" * 300])
def test_a_long_row_is_cut_around_the_mark(length: int, filler: str, marked: str) -> None:
    for excerpt in (
        Excerpt(filler * length, marked, ""),
        Excerpt("", marked, filler * length),
        Excerpt(filler * length, marked, filler * length),
    ):
        row, marks = marked_lines(excerpt, 98)
        assert width(row) <= 98
        assert width(marks) <= 98
        assert marked[0] in marked_text(row, marks)


def test_an_empty_cell_gets_a_mark_where_it_would_be() -> None:
    assert marked_lines(Excerpt("规章 │ ", "", " │ 0"), 98) == ("规章 │  │ 0", "　　 │ ^")


def test_a_count_is_added_unless_the_message_has_it() -> None:
    silent = FURTHER._replace(places=12)
    saying = silent._replace(message="表三有12行空白")
    other = silent._replace(message="表三2120行空白")
    text = write(outcome(file("a.txt", (silent, None), (saying, None), (other, None))), ReportOptions(quiet=True))
    assert [line.endswith("（共12处）") for line in text.splitlines()] == [True, False, True]


def test_two_runs_give_the_same_text() -> None:
    assert write(FAULTY, PLAIN) == write(FAULTY, PLAIN)


def test_a_finding_whose_rule_nobody_knows_is_still_shown() -> None:
    unknown = FURTHER._replace(code="Q999")
    run = Outcome((file("a.txt", (unknown, None)),), (), {}, Severity.ERROR)
    assert "提示 Q999\n" in write(run, PLAIN)


def test_the_culprit_is_shown_without_excerpts() -> None:
    bare = file("a.txt", (ROW_TOTAL, None), (COLUMN_TOTAL, None))._replace(excerpts=())
    assert f"这一格应为{WRONG_TOTAL.value}，下列2个" in write(outcome(bare), PLAIN)
