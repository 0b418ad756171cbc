"""The page in a real browser: it filters, moves, folds and prints, for everybody, and asks nobody for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Visit, executable, launched
from commandline import gouji
from playwright.sync_api import Browser, Page, expect

from gouji.testing import clean_report

pytestmark = pytest.mark.skipif(executable() is None, reason="Chromium is not installed")

EXAMPLE = Path(__file__).parent.parent / "examples" / "faulty-report.txt"
WIDE = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def written(folder: Path, *names: str) -> Path:
    target = folder / "page.html"
    gouji("check", "--isolated", *names, "--format", f"html:{target}")
    return target


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("one"), str(EXAMPLE))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of twelve reports: one is clean, one cannot be read."""
    folder = tmp_path_factory.mktemp("many")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "00.txt").write_text(clean_report(), encoding="utf-8")
    (reports / "01.txt").write_bytes(b"\x00\x01")
    for number in range(2, 12):
        (reports / f"{number:02}.txt").write_text(clean_report(granted__total=number * 10), encoding="utf-8")
    return written(folder, str(reports))


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Open]:
    visits: list[Visit] = []

    def opened(file: Path, **settings: Any) -> Visit:
        visits.append(Visit(chromium, file, **(WIDE | settings)))
        return visits[-1]

    yield opened
    for each in visits:
        assert each.complaints == []
        assert [url for url in each.requests if not url.startswith("file:")] == []
        each.page.close()


def shown(page: Page) -> list[str]:
    """The numbers of the problems that can be seen."""
    return page.eval_on_selector_all(
        "li.card", "cards => cards.filter(card => card.checkVisibility()).map(card => card.id.split('-')[1])"
    )


def status(page: Page) -> str:
    return page.inner_text("[role=status]")


# ── filters ──────────────────────────────────────────────────────────────────────────────────────


def test_a_severity_can_be_left_out_and_taken_back(one: Path, visit: Open) -> None:
    page = visit(one).page
    assert status(page) == "共8处问题"
    page.get_by_label("警告").uncheck()
    assert shown(page) == ["1", "2", "4"]
    assert status(page) == "显示3处，共8处问题"
    assert not page.locator("section.text").is_visible()
    page.get_by_label("警告").check()
    assert len(shown(page)) == 8


def test_a_family_can_be_left_out_and_its_marks_go_with_it(one: Path, visit: Open) -> None:
    page = visit(one).page
    page.get_by_label("勾稽关系").uncheck()
    assert shown(page) == ["2", "3", "5", "6", "7", "8"]
    cell = page.locator("td.culprit")
    assert cell.inner_text().strip() == "16"
    assert cell.evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_words_are_looked_for_in_cards_and_reports(many: Path, visit: Open) -> None:
    page = visit(many).page
    page.get_by_role("searchbox").fill("05.txt a101")
    assert shown(page) == []  # the report is folded
    assert status(page).startswith("显示1处")
    assert page.locator("details.file:visible").count() == 1
    assert page.locator(".index tbody tr:visible").count() == 1


# ── moving about ─────────────────────────────────────────────────────────────────────────────────


def test_a_card_leads_to_its_cell_and_back(one: Path, visit: Open) -> None:
    page = visit(one).page
    page.locator("#p1-4").get_by_role("link", name="看表中这一格").click()
    expect(page.locator("#c1-4")).to_be_focused()
    assert page.locator("td.current").text_content().split() == ["1", "✕错误4"]
    page.locator("#c1-1").click()
    expect(page.locator("#p1-1")).to_be_focused()
    expect(page.locator("td.current")).to_have_count(2)  # the culprit, and the total that it spoils


def test_keys_move_through_the_problems_that_are_shown(one: Path, visit: Open) -> None:
    page = visit(one).page
    page.get_by_label("错误").uncheck()
    seen = []
    for key in ("j", "n", "k", "p", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == ["p1-3", "p1-5", "p1-3", "p1-8", "p1-7"]


def test_keys_are_left_alone_where_one_types_or_does_not_want_them(one: Path, visit: Open) -> None:
    page = visit(one).page
    page.get_by_role("searchbox").press_sequentially("j")
    assert page.get_by_role("searchbox").input_value() == "j"
    page.get_by_role("searchbox").fill("")
    page.get_by_label("用按键").uncheck()
    page.keyboard.press("j")
    assert page.locator(".current").count() == 0


def test_the_first_tab_skips_to_the_results(one: Path, visit: Open) -> None:
    page = visit(one).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()


def test_moving_unfolds_what_is_folded(many: Path, visit: Open) -> None:
    page = visit(many).page
    assert page.locator("details.file[open]").count() == 0
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("details.file[open]")).to_have_count(1)
    page.get_by_role("link", name="07.txt").click()
    expect(page.locator("details.file[open]")).to_have_count(2)


def test_a_code_leads_to_its_explanation(one: Path, visit: Open) -> None:
    page = visit(one).page
    page.locator("#p1-6").get_by_role("link", name="C501").click()
    expect(page.locator("#rule-C501 pre").first).to_be_visible()


# ── for everybody, everywhere ────────────────────────────────────────────────────────────────────


def test_without_scripts_everything_is_there(many: Path, visit: Open) -> None:
    page = visit(many, java_script_enabled=False).page
    cards = page.locator("li.card")
    assert cards.count() == sum(card.is_visible() for card in cards.all()) == 11
    assert page.locator("pre").first.is_visible()
    assert not page.locator("form").is_visible()


def test_print_shows_everything_but_the_filters(many: Path, visit: Open) -> None:
    page = visit(many).page
    assert shown(page) == []
    page.emulate_media(media="print")
    expect(page.locator("details.file[open]")).to_have_count(11)
    assert len(shown(page)) == 11
    assert page.locator(".rule pre").first.is_visible()
    assert not page.locator("form").is_visible()
    page.emulate_media(media="screen")
    expect(page.locator("details.file[open]")).to_have_count(0)


@pytest.mark.parametrize("settings", [WIDE, NARROW], ids=["wide", "narrow"])
def test_only_tables_scroll_sideways(one: Path, many: Path, visit: Open, settings: dict[str, Any]) -> None:
    for file in (one, many):
        page = visit(file, **settings).page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_findings_stand_beside_the_table_or_below_it(one: Path, visit: Open) -> None:
    boxes = []
    for settings in (WIDE, NARROW):
        page = visit(one, **settings).page
        boxes.append(
            [page.locator(f"section.sheet >> nth=0 >> {part}").bounding_box() for part in (".scroll", ".cards")]
        )
    (table, cards), (narrow_table, narrow_cards) = boxes
    assert table and cards and cards["x"] >= table["x"] + table["width"]
    assert narrow_table and narrow_cards and narrow_cards["y"] >= narrow_table["y"] + narrow_table["height"]


@pytest.mark.parametrize("settings", [WIDE, NARROW, WIDE | DARK, NARROW | DARK], ids=["wide", "narrow", "dark", "both"])
def test_nothing_stands_in_anybodys_way(one: Path, many: Path, visit: Open, settings: dict[str, Any]) -> None:
    for file in (one, many):
        page = visit(file, **settings).page
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, found.generate_report()
