"""The site of an audit: what its pages say and link to, what is written to its folder and removed from it."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.dom.minidom import parseString

import pytest
from commandline import gouji
from hypothesis import given
from hypothesis import strategies as st

from gouji.audit.folder import SITE, Folder
from gouji.audit.site import names
from gouji.audit.site.agencies import _rest
from gouji.audit.site.charts import bars
from gouji.audit.site.figures import changes, charts
from gouji.audit.site.heat import heat
from gouji.document import Place
from gouji.finding import Finding, Related
from gouji.testing import clean_report
from gouji.usage import UsageError

COUNTY, BUREAU, OFFICE = "清棠县人民政府", "清棠县教育局", "清棠县<script>alert(1)</script>../../办公室"
SAID = re.search(r"^(.+?)20\d\d年", clean_report(), re.MULTILINE)[1]  # type: ignore[index]


def report(agency: str, year: int, **cells: int) -> str:
    return clean_report(year=year, **cells).replace(SAID, agency)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports of two agencies, one of which does not follow from the year before; a third has none."""
    folder = tmp_path_factory.mktemp("audit")
    reports = folder / "reports"
    reports.mkdir()
    files = {
        "county-2022.txt": report(COUNTY, 2022, received=9, carried_out=2),
        "county-2023.txt": report(COUNTY, 2023, received=12, carried_in=2),
        "bureau-2022.txt": report(BUREAU, 2022, received=5, carried_out=3),
        "bureau-2023.txt": report(BUREAU, 2023, received=7, carried_in=1),
        "stray.txt": report("某处<b>", 2023),
        "broken.pdf": "%PDF-",
    }
    for name, text in files.items():
        (reports / name).write_text(text, encoding="utf-8")
    roster = io.StringIO()
    rows = [(COUNTY, "government", "", "no"), (BUREAU, "department", COUNTY, ""), (OFFICE, "department", COUNTY, "")]
    csv.writer(roster).writerows([("agency", "kind", "parent", "consolidates"), *rows])
    (folder / "roster.csv").write_text(roster.getvalue(), encoding="utf-8")
    ran = audit(folder)
    assert ran.status == 2, ran.err  # there is a file that cannot be read
    return folder


def audit(folder: Path, *more: str, site: str = "site"):  # type: ignore[no-untyped-def]
    return gouji(
        *("audit", "--isolated", str(folder / "reports"), "--roster", str(folder / "roster.csv")),
        *("--ledger", str(folder / "ledger.duckdb"), "--site", str(folder / site), *more),
    )


def page(folder: Path, name: str) -> str:
    return (folder / "site" / name).read_text(encoding="utf-8")


def words(text: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.links += [found[name] or "" for name in ("href", "src") if name in found]
        if found.get("id"):
            self.ids.add(found["id"] or "")


# ── what the pages say ───────────────────────────────────────────────────────────────────────────


def test_the_first_page_says_who_filed_and_who_did_not(audited: Path) -> None:
    said = words(page(audited, "index.html"))
    assert "2023年度已报2个，其中迟报0个，未报1个；已报的有1个未发现问题。" in said
    assert "有2份文件不能算作任何机关的报告" in said
    assert "跨年衔接" in said


def test_the_page_of_an_agency_has_its_findings_figures_and_changes(audited: Path) -> None:
    text = page(audited, names.of_agency(BUREAU))
    said = words(text)
    assert "Y801" in said
    assert "bureau-2023.txt" in said
    assert str(audited) not in said
    assert "2023年度与上年不同的数字" in said
    assert text.count("<svg ") == 2, "there is next to nothing in the third table"
    assert names.of_notice(BUREAU) in text
    clean = page(audited, names.of_agency(COUNTY))
    assert names.of_notice(COUNTY) not in clean
    assert not (audited / "site" / names.of_notice(COUNTY)).exists()


def test_the_notice_says_what_is_wrong_and_leaves_open_what_only_a_person_knows(audited: Path) -> None:
    said = words(page(audited, names.of_notice(BUREAU)))
    assert f"{BUREAU}：" in said
    assert "Y801" in said
    assert "依据：" in said
    assert "　　　　年　　月　　日" in page(audited, names.of_notice(BUREAU))


def test_who_has_not_filed_has_a_page_and_a_notice(audited: Path) -> None:
    said = words(page(audited, names.of_agency(OFFICE)))
    assert "G902" in said
    assert "没有报送" in said
    assert (audited / "site" / names.of_notice(OFFICE)).exists()


def test_files_that_are_nobodys_are_listed_with_the_reason(audited: Path) -> None:
    text = page(audited, "doubtful.html")
    assert "stray.txt" in text
    assert "broken.pdf" in text
    assert "名册上没有" in text
    for name in ("stray.txt", "broken.pdf"):
        path = str(audited / "reports" / name)
        assert name in page(audited, names.of_file(path))


def test_who_has_not_filed_is_named_on_the_first_page_and_in_a_list(audited: Path) -> None:
    for name in ("index.html", "overdue.html"):
        rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page(audited, name), re.DOTALL)
        row = words(next(each for each in rows if "未报" in each))
        assert "2023" in row
        assert "期限是" in row


def test_a_roll_up_names_what_is_left_of_the_sum() -> None:
    parts = tuple(Related("a.txt", "甲局", 2023, value) for value in ("3", "2"))
    finding = Finding(Place(1, 1, 1, 1), "", expected="7", actual="6", related=parts)
    assert _rest(finding) == "2"
    assert _rest(finding._replace(expected="5")) == ""
    assert _rest(finding._replace(expected=None)) == ""


def test_an_area_shows_those_below_and_the_agency_itself(audited: Path) -> None:
    text = page(audited, names.of_area(COUNTY))
    rows = re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", text, re.DOTALL)
    assert [("本机关" in row, words(row).split()[0]) for row in rows][:2] == [(True, COUNTY), (False, BUREAU)]
    assert "Y801" in text


def test_the_roll_up_of_what_is_below_counts_everything(audited: Path) -> None:
    text = page(audited, "agencies.html")
    assert "未报" in words(text)
    assert words(text).count("下级2个") == 1


def test_in_english(audited: Path) -> None:
    ran = audit(audited, "--lang", "en", site="english")
    assert ran.status == 2
    text = (audited / "english" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert f'lang="zh-Hans">{COUNTY}' in text


# ── strangers' words ─────────────────────────────────────────────────────────────────────────────


def test_nothing_that_a_stranger_wrote_is_markup(audited: Path) -> None:
    for file in (audited / "site").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "<script>" not in text
        assert "<b>," not in text
        assert len(re.findall(r"<script\b", text)) == 1


@given(st.text(), st.integers(1, 10**6))
def test_no_name_leaves_its_folder(name: str, number: int) -> None:
    for made in (names.of_agency(name), names.of_area(name), names.of_file(name), names.of_notice(name)):
        assert re.fullmatch(r"[a-z]+/[0-9a-f]{24}(-[0-9]+)?\.html", names.part(made, number))


def test_every_link_leads_somewhere_and_none_leads_out(audited: Path) -> None:
    site = audited / "site"
    pages = {file: _Links(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}
    assert len(pages) > 8
    for file, found in pages.items():
        for link in found.links:
            target, _hash, anchor = link.partition("#")
            at = (file.parent / target).resolve() if target else file
            assert at.is_file(), (file.name, link)
            assert at.is_relative_to(site.resolve()), (file.name, link)
            if anchor:
                assert anchor in pages[at].ids, (file.name, link)


# ── what is written ──────────────────────────────────────────────────────────────────────────────


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_a_second_run_writes_nothing(audited: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in (audited / "site").rglob("*.html")}
    audit(audited)
    assert {file: file.stat().st_mtime_ns for file in (audited / "site").rglob("*.html")} == before


def test_the_ledger_alone_gives_the_same_site(audited: Path) -> None:
    ran = gouji("ledger", "site", str(audited / "again"), "--ledger", str(audited / "ledger.duckdb"))
    assert ran.status == 0, ran.err
    assert ran.out.strip() == str(audited / "again" / "index.html")
    assert contents(audited / "again") == contents(audited / "site")


def test_the_ledger_alone_is_about_the_years_of_the_audit(audited: Path) -> None:
    ledger = str(audited / "of-2022.duckdb")
    audit(audited, "--year", "2022", "--ledger", ledger, site="of-2022")
    gouji("ledger", "site", str(audited / "of-2022-again"), "--ledger", ledger)
    assert contents(audited / "of-2022-again") == contents(audited / "of-2022")
    assert "2022年度已报" in words((audited / "of-2022" / "index.html").read_text(encoding="utf-8"))


def test_a_folder_with_other_things_is_refused_before_anything_is_read(audited: Path) -> None:
    other = audited / "other"
    other.mkdir()
    (other / "mine.txt").write_text("甲", encoding="utf-8")
    ran = audit(audited, site="other")
    assert ran.status == 2
    assert "有别的东西" in ran.err
    assert contents(other) == {"mine.txt": "甲".encode()}


def test_only_what_has_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    first = Folder(str(tmp_path))
    for name in ("index.html", "agency/a1.html", "agency/b2.html"):
        first.put(name, "甲")
    first.finish()
    (tmp_path / "agency" / "mine.html").write_text("乙", encoding="utf-8")
    second = Folder(str(tmp_path))
    second.put("index.html", "甲")
    second.put("agency/a1.html", "丙")
    second.finish()
    assert (second.written, second.removed) == (1, 1)
    assert set(contents(tmp_path)) == {SITE.manifest, "index.html", "agency/a1.html", "agency/mine.html"}


def test_a_run_that_is_killed_leaves_nothing_that_the_next_does_not_know(tmp_path: Path) -> None:
    killed = Folder(str(tmp_path))
    killed.put("agency/a1.html", "甲")
    (tmp_path / ".gouji-draft").write_bytes(b"half")
    next_one = Folder(str(tmp_path))
    next_one.put("index.html", "甲")
    next_one.finish()
    assert set(contents(tmp_path)) == {SITE.manifest, "index.html"}


def test_somebody_elses_file_is_not_overwritten(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    (tmp_path / "index.html").write_text("乙", encoding="utf-8")
    with pytest.raises(UsageError, match="不能覆盖"):
        folder.put("index.html", "甲")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "乙"


def test_a_forged_list_removes_nothing_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("乙", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / SITE.manifest).write_text(f"../outside.html\n{outside}\n../site/../outside.html\n", encoding="utf-8")
    Folder(str(site)).finish()
    assert outside.exists()


# ── figures and charts ───────────────────────────────────────────────────────────────────────────


def test_only_figures_that_both_years_have_and_that_differ_are_changes() -> None:
    courses = {
        ("applications", "received", "total"): {2022: Decimal(5), 2023: Decimal(7)},
        ("applications", "received", "business"): {2022: Decimal(5), 2023: Decimal(5)},
        ("applications", "carried_in", "total"): {2023: Decimal(7)},
        ("disclosure", "admin_fees", "fee_amount_wan"): {2022: Decimal("1.50"), 2023: Decimal("0.2500000000")},
        ("review", "review", "total"): {2022: None, 2023: Decimal(1)},
    }
    found = [(each.heading[0], *change[2:]) for each in changes(courses, 2023) for change in each.changes]
    assert found == [("二", "1.5", "0.25", "-1.25"), ("三", "5", "7", "+2"), ("四", "", "1", "")]


def test_a_table_without_a_course_has_no_chart() -> None:
    flat = {("review", "review", "total"): {2022: Decimal(0), 2023: Decimal(4)}}
    (chart,) = charts(flat)
    assert (chart.svg, chart.lines[0].values) == ("", ("0", "4"))
    rising = {("review", "review", "total"): {2022: Decimal(0), 2023: Decimal(5)}}
    assert next(charts(rising)).svg.startswith("<svg ")


def test_a_year_without_a_report_is_a_gap() -> None:
    courses = {("review", "review", "total"): {2020: Decimal(1), 2023: Decimal(4)}}
    (chart,) = charts(courses)
    assert (chart.years, chart.lines[0].values) == (("2020", "2021", "2022", "2023"), ("1", "", "", "4"))
    assert len(next(charts({("review", "review", "total"): {1: None, 2023: None}})).years) == 10


def test_a_chart_is_small_has_no_script_or_style_and_leaves_gaps() -> None:
    svg = bars(("2021", "2022"), ((1, None), (2, 3)))
    parseString(svg)
    assert svg.count('class="rect"') == 3
    assert not re.search(r"<(style|script|desc|defs)|style=", svg)
    assert len(svg) < 3000


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_is_never_paler(number: int, most: int) -> None:
    number, most = sorted((number, most))
    assert heat("error", number, most) <= heat("error", most, most) == "error4"
