"""What must be found in real reports, and what must stay silent. Skipped where the reports are absent."""

from __future__ import annotations

from decimal import Decimal

import pytest
import real
from answers import shown, spots

from gouji.api import Finding, Report
from gouji.testing import findings, read


def found_in(data: bytes, families: str = "ATX") -> list[Finding]:
    """The findings about figures, tables, S301 to S307, and the check itself."""
    return [f for f in findings(data) if f.code[0] in families or "S301" <= f.code <= "S307"]


def lines_of(found: list[Finding], code: str) -> list[int]:
    return [finding.place.line for finding in found if finding.code == code]


# ── Five sample reports ──────────────────────────────────────────────────────────────────────────


def test_seed_000() -> None:
    """A wrong row total, a changed heading, an amount without 元; nothing else about form and figures."""
    found = found_in(real.seed(0))
    assert dict(spots(found, "ATSX")) == {
        "A101 applications/internal_affairs/total": 1,
        "A103 applications/total/total": 1,
        "A106 disclosure/procurement/procurement_amount": 1,
        "S303": 1,
    }, [shown(each) for each in found]
    (row,) = (each for each in found if each.code == "A101")
    assert (row.place.line, row.place.column, row.place.end_line, row.place.end_column) == (220, 2, 220, 3)
    assert (row.expected, row.actual) == ("1", "0")
    assert lines_of(found, "A103") == [365]
    assert lines_of(found, "A106") == [90]
    assert lines_of(found, "S303") == [466]


def test_seed_000_has_one_culprit() -> None:
    culprits = {each.culprit for each in found_in(real.seed(0)) if each.code in {"A101", "A103"}}
    (culprit,) = culprits
    assert culprit is not None
    assert (culprit.table, culprit.row, culprit.field, culprit.value) == (
        "applications",
        "internal_affairs",
        "total",
        "1",
    )
    assert culprit.place.line == 220


@pytest.mark.parametrize("number", [1, 3, 4])
def test_seeds_without_defects_in_figures_and_tables(number: int) -> None:
    found = [each for each in findings(real.seed(number)) if each.code[0] in "ATX"]
    assert [shown(each) for each in found] == []


@pytest.mark.parametrize("number", [1, 4])
def test_seeds_without_defects_in_sections(number: int) -> None:
    assert [shown(each) for each in found_in(real.seed(number))] == []


def test_seed_002() -> None:
    """Three tables missing, their sections empty, 年度 lost from the title."""
    found = found_in(real.seed(2))
    assert dict(spots(found, "T")) == {"T201 disclosure": 1, "T201 applications": 1, "T201 review": 1}
    assert lines_of(found, "S304") == [49, 51, 53]
    assert lines_of(found, "S307") == [3]
    assert {each.code for each in found} == {"T201", "S304", "S307"}, [shown(each) for each in found]


def test_seed_003() -> None:
    """The title is not 政府信息公开工作年度报告."""
    found = found_in(real.seed(3))
    assert [(each.code, each.place.line) for each in found] == [("S307", 3)], [shown(each) for each in found]


def test_seeds_are_read_right() -> None:
    years = {0: 2019, 1: 2020, 2: 2020, 3: 2019, 4: 2022}
    agencies = {
        0: "哈尔滨市营商环境建设监督局",
        1: "平房区",
        2: "哈尔滨市",
        3: "营商环境建设局",
        4: "哈尔滨市人民政府办公厅",
    }
    for number, year in years.items():
        report = read(real.seed(number))
        assert (report.year, report.agency) == (year, agencies[number])
        assert [section.key for section in report.sections] == [
            "overview",
            "disclosure",
            "applications",
            "review",
            "problems",
            "other_matters",
        ]


@pytest.mark.parametrize(
    ("number", "table", "row", "column", "value"),
    [
        (0, "applications", "internal_affairs", "natural_person", 1),
        (0, "applications", "internal_affairs", "total", 0),
        (1, "disclosure", "licensing", "change", 158),
        (1, "disclosure", "other_services", "change", -140),
        (1, "disclosure", "penalty", "change", -845),
        (1, "disclosure", "coercion", "change", -21),
        (1, "disclosure", "admin_fees", "change", 1),
        (1, "disclosure", "procurement", "procurement_amount", Decimal("5275.526")),
        (1, "applications", "other", "total", 33),
        (3, "disclosure", "procurement", "procurement_amount", Decimal("127.47")),
        (3, "applications", "total", "total", 0),
        (4, "disclosure", "rules", "in_force", 61),
        (4, "applications", "not_held", "legal_service", 10),
        (4, "applications", "overdue_correction", "natural_person", 14),
        (4, "applications", "carried_out", "total", 1),
        (4, "review", "direct", "upheld", 2),
        (4, "review", "direct", "total", 2),
    ],
)
def test_figures_of_the_seeds(number: int, table: str, row: str, column: str, value: int | Decimal) -> None:
    assert read(real.seed(number)).table(table).value(row, column) == value


# ── Real reports with their figures ──────────────────────────────────────────────────────────────

ROWS = {
    "regulations": ("rules", ("issued", "repealed", "in_force")),
    "normative_documents": ("normative_docs", ("issued", "repealed", "in_force")),
    "licensing": ("licensing", ("decisions",)),
    "punishment": ("penalty", ("decisions",)),
    "coercion": ("coercion", ("decisions",)),
    "fees_wan": ("admin_fees", ("fee_amount_wan",)),
}
APPLICANTS = ("natural_person", "business", "research", "social", "legal_service", "other_org", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def figures(report: Report) -> dict[str, dict[str, list[str]]]:
    """A report's tables in the shape of the truth files, numbers as text."""

    def row(table: str, key: str, fields: tuple[str, ...]) -> list[str]:
        return [str(report.table(table).value(key, field)) for field in fields]

    return {
        "disclosure": {name: row("disclosure", key, fields) for name, (key, fields) in ROWS.items()},
        "applications": {
            key: row("applications", key, APPLICANTS)
            for key in dict.fromkeys(row for row, _ in report.applications.cells)
        },
        "review": {block: row("review", block, RESULTS) for block in ("review", "direct", "after_review")},
    }


def expected_figures(name: str) -> dict[str, dict[str, list[str]]]:
    return {
        table: {row: [str(n) for n in (value if isinstance(value, list) else [value])] for row, value in rows.items()}
        for table, rows in real.truth(name)["tables"].items()
    }


@pytest.mark.parametrize("name", ["suqian-2023", "suqian-2024"])
def test_figures_of_plain_text(name: str) -> None:
    assert figures(read(real.read_bytes("real", f"{name}.", "txt"))) == expected_figures(name)


def test_figures_behind_radicals() -> None:
    assert figures(read(real.read_bytes("real", "suqian-2024-radicals"))) == expected_figures("suqian-2024")


@pytest.mark.parametrize("name", ["suqian-2023", "suqian-2024", "suqian-2024-radicals"])
def test_plain_text_without_defects(name: str) -> None:
    """The title was supplied by an editor and the tables are clean."""
    found = found_in(real.read_bytes("real", f"{name}.", "txt"))
    assert [shown(each) for each in found] == []


def test_radicals_change_no_finding() -> None:
    plain = [shown(each) for each in findings(real.read_bytes("real", "suqian-2024.", "txt"))]
    radicals = [shown(each) for each in findings(real.read_bytes("real", "suqian-2024-radicals"))]
    assert radicals == plain


@pytest.mark.parametrize("name", ["huaian-2024", "hongze-2023", "hongze-2024"])
def test_figures_of_pdf_columns(name: str) -> None:
    report = read(real.pdf_text(name))
    found, expected = figures(report), expected_figures(name)
    assert {key: found["applications"][key] for key in expected["applications"]} == expected["applications"]
    assert (found["disclosure"], found["review"]) == (expected["disclosure"], expected["review"])
    assert report.year == real.truth(name)["year"]


def test_pdf_without_defects() -> None:
    """1、 for 1. is no reworded label, and a footer inside a table is no damage."""
    found = found_in(real.pdf_text("huaian-2024"))
    assert [shown(each) for each in found] == []


def test_pdf_with_rows_of_the_other_edition() -> None:
    """Clean sums; the rows of （六）其他处理 are those of 2019, and one label has lost words."""
    found = found_in(real.pdf_text("hongze-2024"))
    assert "T206 applications/law_forbidden" in spots(found, "T")
    assert {each.code for each in found} <= {"T202", "T206", "T207"}, [shown(each) for each in found]


def test_pdf_with_two_wrong_totals() -> None:
    found = found_in(real.pdf_text("hongze-2023"))
    sums = {(each.row, each.expected, each.actual) for each in found if each.code == "A104"}
    assert sums == {("review", "11", "0"), ("after_review", "5", "0")}
    assert {each.code for each in found} <= {"A104", "T202", "T206", "T207"}, [shown(each) for each in found]
    (sure,) = (each for each in found if each.code == "A104" and each.row == "review")
    assert sure.culprit is not None  # 11 exceeds every part, so only the total can be wrong
    assert (sure.culprit.field, sure.culprit.value) == ("total", "11")
