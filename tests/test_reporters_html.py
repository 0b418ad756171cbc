"""The page for the browser: what stands on it, that nothing else can get onto it, and that every run gives the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import gouji
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from outcomes import CLEAN, EMPTY, FAULTY, FURTHER, RULES, UNREADABLE, file, outcome

from gouji import i18n
from gouji.drawing import drawings
from gouji.engine import Engine, Request
from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.judge import Layer, decide
from gouji.outcome import Drawing, FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.causes import causes
from gouji.reporters.html.page import write
from gouji.testing import clean_report, edited, read

EXAMPLE = Path(__file__).parent.parent / "examples" / "faulty-report.txt"
PLAIN = ReportOptions()
HOST = Host()
ENGINE = Engine(HOST)
DRAWN = Request(decide([], HOST.rules), draw=True)


def page(shown: Outcome) -> html.HtmlElement:
    return html.document_fromstring(write(shown, PLAIN).encode(), parser=html.HTMLParser(encoding="utf-8"))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def texts(element: html.HtmlElement, path: str) -> list[str]:
    return [text(each) for each in element.xpath(path)]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    target = tmp_path_factory.mktemp("page") / "page.html"
    assert gouji("check", "--isolated", str(EXAMPLE), "--format", f"html:{target}").status == 1
    return html.parse(str(target), parser=html.HTMLParser(encoding="utf-8")).getroot()


@pytest.fixture
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("zh")


# ── what stands on it ────────────────────────────────────────────────────────────────────────────


def test_every_problem_has_a_card_with_title_message_basis_and_rule(example: html.HtmlElement) -> None:
    (card,) = example.xpath("//li[contains(., 'A104')]")
    assert texts(card, "h4") == ["✕4 错误 A104 行政复议或者行政诉讼的总计不等于各种结果之和"]
    assert "结果维持至尚未审结之和为2，总计却为1" in text(card)
    assert texts(card, ".//dd") == ["1", "2"]
    assert "依据：国办公开办函〔2021〕30号" in text(card)
    assert card.xpath(".//a/@href")[-1] == "#rule-A104"
    assert "为什么" not in text(card)


def test_findings_with_one_culprit_are_one_card(example: html.HtmlElement) -> None:
    (card,) = example.xpath("//li[contains(., 'A103')]")
    assert texts(card, "h4") == ["✕1 错误 这一格应为15，现为16，下列2个问题都由它引起"]
    assert [said[:4] for said in texts(card, "p[@class='statement']")] == ["A101", "A103"]


def test_the_culprits_cell_says_what_repairs_everything(example: html.HtmlElement) -> None:
    assert texts(example, "//td[contains(@class, 'culprit')]") == ["16 应为15 ✕错误1"]


def test_cells_and_cards_are_linked_both_ways(example: html.HtmlElement) -> None:
    ids = example.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = {href[1:] for href in example.xpath("//a/@href")}
    assert links <= set(ids)
    for number in (1, 2, 3, 4):
        assert {f"c1-{number}", f"p1-{number}"} <= links


def test_the_tables_stand_as_the_form_prints_them(example: html.HtmlElement) -> None:
    rows = example.xpath("//table[contains(@class, 'applications')]/tr")
    assert texts(rows[1], "th") == ["自然人", "法人或其他组织", "总计"]
    assert rows[5].xpath("th/@rowspan") == ["22"]
    assert texts(rows[5], "*")[:4] == ["三、本年度办理结果", "（一）予以公开", "11", "3"]
    assert texts(rows[7], "th") == ["（三）不予公开", "1.属于国家秘密"]


def test_every_cell_of_a_group_is_marked_and_linked() -> None:
    row = " | 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"
    blank = edited(clean_report(), f"-{row[1:]}\n+| 2.重复申请 | 0 |  | / |  | 0 | 0 | 0 |")
    result = ENGINE.check("r.md", blank.encode(), DRAWN._replace(verdict=decide([Layer(("T205",))], HOST.rules)))
    (finding,) = result.findings
    shown = page(Outcome((result,), (), HOST.rules, Severity.ERROR))
    (line,) = shown.xpath("//tr[th[contains(., '重复申请')]]")
    marked = line.xpath("td[contains(@class, 'marked')]")
    assert [line.xpath("td").index(each) for each in marked] == [1, 2, 3]
    assert [each.xpath(".//a/@href") for each in marked] == [["#p1-1"]] * finding.places
    assert shown.xpath("//@id[. = 'c1-1']/..")[0].getparent() is marked[0]


def test_what_the_report_lacks_is_drawn_as_lacking(example: html.HtmlElement) -> None:
    (row,) = example.xpath("//tr[th[contains(@class, 'absent')]]")
    assert texts(row, "th") == ["4.无正当理由大量反复申请 报告里没有 ✕错误2"]
    assert set(row.xpath("td/@class")) == {"absent"}


def test_a_table_without_problems_is_not_drawn(example: html.HtmlElement) -> None:
    assert not example.xpath("//table[contains(@class, 'disclosure')]")
    assert texts(example, "//details/p[@class='fine']") == ["表格没有问题，未画出：二、主动公开政府信息情况"]


def test_a_problem_of_the_text_shows_the_text(example: html.HtmlElement) -> None:
    (card,) = example.xpath("//li[contains(., 'C501')]")
    assert texts(card, ".//mark") == ["国办公开办函[2021]30号"]


def test_a_problem_that_can_be_mended_says_how(example: html.HtmlElement) -> None:
    remedies = {
        text(card.xpath("h4")[0]).split()[2]: texts(card, "p[@class='remedy']") for card in example.xpath("//li")
    }
    assert remedies["C501"] == ["可用 --fix 改好"]
    assert remedies["T202"] == []


def test_filters_count_the_problems(example: html.HtmlElement) -> None:
    assert texts(example, "//form//label[input[@name='severity']]") == ["✕ 错误 3", "▲ 警告 5", "● 提示 0"]
    families = texts(example, "//form//label[input[@name='family']]")
    assert families == ["勾稽关系 2", "引用 1", "文表一致 1", "章节 2", "表式 2"]


def test_every_rule_is_explained_once(example: html.HtmlElement) -> None:
    assert texts(example, "//details[@id='rule-A103']/summary") == ["A103 （七）总计不等于各项办理结果之和"]
    codes = example.xpath("//details[@class='rule']/@id")
    assert codes == sorted(set(codes))
    (rule,) = example.xpath("//details[@id='rule-T202']")
    assert rule.xpath(".//span[@class='gone']")
    assert rule.xpath(".//span[@class='new']")


def test_several_reports_have_a_list_with_counts_and_reasons() -> None:
    shown = page(FAULTY)
    rows = [texts(row, "*") for row in shown.xpath("//section[@class='index']//tbody/tr")]
    assert rows == [
        ["reports/示例市.txt", "示例市人民政府", "2022", "1", "1", "1"],
        ["reports/clean.txt", "示例市人民政府", "2022", "", "", ""],
        ["reports/broken.txt", "未能检查"],
    ]
    assert texts(shown, "//ul[@class='unchecked']/li") == ["未能检查 reports/broken.txt：文件已损坏"]
    assert "插件 town 无法加载" in text(shown.xpath("//section[@class='own']")[0])


def test_what_is_left_out_is_said() -> None:
    known = file("a.txt")._replace(suppressed=2, baselined=3)
    said = "另有没有报告的问题：3个是基线里已有的，2个写明了例外。"
    assert said in text(page(outcome(known)))
    assert "另有" not in text(page(CLEAN))


def test_problems_without_a_drawing_are_shown_all_the_same() -> None:
    (section,) = page(FAULTY).xpath("//details[@id='f1']/section")
    assert len(section.xpath(".//li")) == 3


@pytest.mark.parametrize(("shown", "says"), [(CLEAN, "2份报告：未发现问题。"), (EMPTY, "没有可检查的报告。")])
def test_nothing_found_is_said_and_nothing_else(shown: Outcome, says: str) -> None:
    written = page(shown)
    assert texts(written, "//p[starts-with(@class, 'verdict')]") == [says]
    assert not written.xpath("//form | //li")


def test_a_rule_that_nobody_knows_has_no_link() -> None:
    stranger = FURTHER._replace(code="Z999")
    shown = page(outcome(file("a.txt", (stranger, None))))
    assert "Z999" in text(shown.xpath("//li")[0])
    assert not shown.xpath("//a[contains(@href, 'Z999')]")


def test_the_page_says_its_language(english: None) -> None:
    shown = page(FAULTY)
    assert shown.get("lang") == "en"
    assert "Excel" not in text(shown)


# ── what cannot get onto it ──────────────────────────────────────────────────────────────────────

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}\x1b[2J"


def evil() -> FileResult:
    finding = Finding(
        FURTHER.place,
        EVIL,
        "review",
        "review",
        "upheld",
        EVIL,
        EVIL,
        severity=FURTHER.severity,
        code="S305",
        basis=EVIL,
    )
    (drawing,) = (each for each in drawings(read(clean_report())) if each.table == "review")
    rows = tuple(tuple(cell._replace(text=EVIL) for cell in row) for row in drawing.rows)
    return FileResult(
        EVIL, EVIL, 2023, "2021", True, (finding,), (None,), frozenset(RULES), (drawing._replace(rows=rows),)
    )


def test_nothing_from_a_report_is_taken_for_markup() -> None:
    written = write(outcome(evil(), file(EVIL, (UNREADABLE._replace(message=EVIL), None), checked=False)), PLAIN)
    tree = html.document_fromstring(written)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //@onerror")
    assert "49" not in re.sub("<style.*?</style>|<script.*?</script>", "", written, flags=re.DOTALL)
    assert "\x1b" not in written
    assert "<script>alert(1)</script>" in text(tree.xpath("//td[contains(@class, 'marked')]")[0])


@pytest.mark.parametrize("shown", [FAULTY, outcome(evil())])
def test_nothing_is_fetched_and_no_other_script_runs(shown: Outcome) -> None:
    tree = page(shown)
    assert not tree.xpath("//link | //iframe | //img | //object | //@src | //@style | //@onclick | //base")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert "url(" not in tree.xpath("//style")[0].text
    assert "@import" not in tree.xpath("//style")[0].text
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_personal_numbers_are_hidden_in_drawn_cells() -> None:
    number = "11010519491231002X"
    damaged = clean_report(granted__business=number)
    shown = [cell.text for drawing in drawings(read(damaged)) for row in drawing.rows for cell in row]
    assert not [each for each in shown if number in each]
    assert "110***********002X" in shown


# ── every run the same ───────────────────────────────────────────────────────────────────────────


def test_processes_draw_what_one_process_draws(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(4):
        (reports / f"{number}.txt").write_text(clean_report(granted__total=number + 5), encoding="utf-8")
    written = set()
    for jobs in ("1", "2"):
        target = tmp_path / f"{jobs}.html"
        assert gouji("check", "--isolated", str(reports), "--jobs", jobs, "--format", f"html:{target}").status == 1
        written.add(target.read_bytes())
    assert len(written) == 1


def test_nothing_is_drawn_unless_a_format_asks_for_it() -> None:
    data = clean_report().encode()
    assert ENGINE.check("a.txt", data, DRAWN._replace(draw=False)).drawings == ()
    assert len(ENGINE.check("a.txt", data, DRAWN).drawings) == 3


# ── drawings ─────────────────────────────────────────────────────────────────────────────────────


WIDTHS = {"disclosure": {4}, "applications": {10}, "review": {15}}


def width(drawing: Drawing) -> list[int]:
    """How many columns each row fills, with what hangs down into it from above."""
    filled = [0] * len(drawing.rows)
    for index, row in enumerate(drawing.rows):
        for cell in row:
            for at in range(index, index + cell.rows):
                filled[at] += cell.columns
    return filled


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_row_of_a_drawing_is_as_wide_as_the_table(edition: str) -> None:
    widths = {drawing.table: set(width(drawing)) for drawing in drawings(read(clean_report(edition)))}
    assert widths == WIDTHS


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_cell_of_the_form_is_drawn_once(edition: str) -> None:
    report = read(clean_report(edition))
    for table, drawing in zip(report.tables, drawings(report), strict=True):
        shown = [(cell.row, cell.field) for row in drawing.rows for cell in row if cell.row and cell.field]
        assert len(shown) == len(set(shown))
        assert set(shown) == set(table.cells)
        texts = {(cell.row, cell.field): cell.text for row in drawing.rows for cell in row if cell.row and cell.field}
        assert texts == {key: cell.raw for key, cell in table.cells.items()}


@given(st.sampled_from(["2019", "2021"]), st.lists(st.integers(0, 60)), st.lists(st.integers(0, 60)))
def test_a_damaged_report_is_drawn_and_every_link_leads_somewhere(
    edition: str, gone: list[int], twice: list[int]
) -> None:
    lines = clean_report(edition).splitlines()
    kept = [line for index, line in enumerate(lines) if index not in gone for _ in range(1 + (index in twice))]
    result = ENGINE.check("a.txt", "\n".join(kept).encode(), DRAWN)
    assert {drawing.table: set(width(drawing)) for drawing in result.drawings}.items() <= WIDTHS.items()
    shown = page(Outcome((result,), (), HOST.rules, 3))
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in shown.xpath("//@href")} <= set(ids)
    assert len(shown.xpath("//li[starts-with(@class, 'card')]")) == len(causes(result))


def test_labels_stand_as_the_report_words_them() -> None:
    report = read(clean_report().replace("1.属于国家秘密", "1.属于国家机密"))
    labels = {cell.row: cell.text for row in drawings(report)[1].rows for cell in row if cell.row and not cell.field}
    assert labels["state_secret"] == "1.属于国家机密"


def test_a_report_without_tables_has_no_drawing() -> None:
    text = clean_report()
    start, end = text.index("| （本列"), text.index("四、政府信息公开行政复议")
    assert [drawing.table for drawing in drawings(read(text[:start] + text[end:]))] == ["disclosure", "review"]


def test_a_cell_as_long_as_the_file_is_cut() -> None:
    report = read(clean_report(granted__business="长" * 5000))
    assert max(len(cell.text) for drawing in drawings(report) for row in drawing.rows for cell in row) <= 201
