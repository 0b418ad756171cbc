"""The summary of an audit: a screenful, whatever there is, that says what to do next and where the rest is."""

from __future__ import annotations

from pathlib import Path

from audits import OFFICES, TOWN, YEARS, audit, write, write_roster
from commandline import gouji


def summary(*arguments: str) -> str:
    return audit(*arguments).out


def test_it_counts_by_year_and_level(county: Path) -> None:
    lines = summary().splitlines()
    assert lines[0].split() == ["年度", "层级", "已报", "其中迟报", "未报", "有错误", "仅有警告", "无错误和警告"]
    rows = {tuple(line.split()[:2]): line.split()[2:] for line in lines[1:9]}
    filed = str(len(OFFICES))
    assert rows["2022", "部门"][:4] == [filed, "0", "1", "1"]  # 档案局 has not filed; 水务局 has a wrong total
    assert rows["2023", "部门"][3] == "2"  # and 教育局 carries over what nobody carried out
    assert rows["2022", "人民政府"] == ["0", "0", "1", "0", "0", "0"]
    assert rows["2022", "合计"][:3] == [filed, "0", "2"]


def test_the_columns_stand_below_each_other(county: Path) -> None:
    from gouji.reporters.columns import width

    table = summary().split("\n\n")[0].splitlines()
    assert len({width(line) for line in table}) == 1


def test_it_names_who_is_missing_what_is_unread_and_the_worst(county: Path) -> None:
    text = summary()
    assert f"未报：\n  {TOWN}人民政府 2022年度\n  {TOWN}档案局 2022年度\n" in text
    assert "未能检查：\n  reports/broken.docx：" in text
    assert f"错误最多的机关：\n  {TOWN}水务局：" in text
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line}
    assert rows["年度之间"] == ["2", "2", "0"]
    assert rows["报告内部"][0] == str(2 * len(YEARS))
    assert "A101 总计不等于六类申请人之和" in text


def test_it_names_only_so_many_of_anything(county: Path) -> None:
    write_roster(county / "roster.csv", [*OFFICES, *(f"第{number}局" for number in range(40))])
    text = summary()
    assert f"……共{40 * len(YEARS) + 1}个" in text
    assert len(text.splitlines()) < 100


def test_a_report_of_nobody_is_named(county: Path) -> None:
    write(county / "reports", "别处县林业局", YEARS[0])
    assert f"归属存疑：\n  reports/{YEARS[0]}/别处县林业局.txt：" in summary()


def test_years_that_are_not_asked_for_are_counted_apart(county: Path) -> None:
    text = summary("--year", str(YEARS[-1]))
    assert "2022" not in text.split("\n\n")[0]
    assert f"\n其中{len(OFFICES) * (len(YEARS) - 1)}份是其他年度的报告" in text
    assert "\n  1  A101" in text


def test_it_tells_where_the_rest_is(county: Path) -> None:
    text = summary("--worklist", "list.xlsx", "--format", "json:all.json", "--notices", "notices")
    assert "\n工作清单：list.xlsx\n整改通知（" in text
    assert text.endswith("份）：notices\njson：all.json\n账本：gouji-ledger.duckdb\n")


def test_it_gives_way_to_a_format_on_standard_output(county: Path) -> None:
    assert summary("--format", "json").startswith("{")
    assert summary("--format", "text", "-q").count("年度  层级") == 0
    assert summary("--format", "summary", "-o", "summary.txt") == ""
    assert "未报：" in (county / "summary.txt").read_text(encoding="utf-8")


def test_without_a_roster_and_without_reports_there_is_still_something_to_say(county: Path) -> None:
    assert gouji("audit", "reports", "--isolated").out.startswith("年度")
    (county / "none").mkdir()
    ran = gouji("audit", "none", "--isolated", "--ledger", "other.duckdb")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "没有归属明确的报告，不知道要核查哪个年度：请用 --year 指明。")


def test_names_from_reports_reach_the_terminal_as_they_may(county: Path) -> None:
    path = write(county / "reports", TOWN + "信访局", YEARS[0])
    path.rename(path.with_name("\x1b[31m未知.txt"))
    assert "\x1b" not in summary()


def test_it_says_what_was_not_looked_for(county: Path) -> None:
    alone = gouji("audit", f"reports/{YEARS[0]}", "--isolated").out
    assert "没有名册（--roster）" in alone
    assert "没有上一年度的报告" in alone
    whole = summary()
    assert "没有名册" not in whole
    assert "没有上一年度的报告" not in whole


def test_who_is_late_or_not_due_yet_is_named(county: Path) -> None:
    (county / "roster.csv").write_text(f"agency,kind,deadline\n{TOWN}{OFFICES[0]},department,01-01\n", encoding="utf-8")
    text = summary("--year", "2022", "--year", "2099", "--statistics")
    assert f"\n迟报：\n  {TOWN}" in text
    assert "尚未到期：\n  2099年度：" in text
    assert "期限是2100年1月1日" in text
