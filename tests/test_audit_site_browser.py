"""The site of an audit in a real browser: from disk, for everybody, and without asking anybody for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Visit, executable, launched
from commandline import gouji
from playwright.sync_api import Browser, Page, expect
from province.corpus import Province

pytestmark = pytest.mark.skipif(executable() is None, reason="Chromium is not installed")

WIDE = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "preload": False,  # it would fetch the style sheet again, which the page does not allow
}
LARGEST = 2_000_000

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small province with planted defects."""
    folder = tmp_path_factory.mktemp("province")
    Province(60, range(2021, 2024), 1, flawed=True).write(folder)
    gouji(
        *("audit", "--isolated", str(folder / "reports"), "--roster", str(folder / "roster.csv"), "--jobs", "1"),
        *("--ledger", str(folder / "ledger.duckdb"), "--site", str(folder / "site"), "--format", f"json:{folder}/o"),
    )
    return folder / "site"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Open]:
    visits: list[Visit] = []

    def opened(name: str, **settings: Any) -> Page:
        visits.append(Visit(chromium, site / name, **(WIDE | settings)))
        return visits[-1].page

    yield opened
    for each in visits:
        assert each.complaints == []
        assert [url for url in each.requests if not url.startswith("file:")] == []
        each.page.close()


def largest(site: Path, kind: str) -> str:
    """The longest page of a kind, which has most of what such pages can have."""
    found = max((site / kind).glob("*.html"), key=lambda file: file.stat().st_size)
    return str(found.relative_to(site))


def pages(site: Path) -> list[str]:
    kinds = [largest(site, kind) for kind in ("agency", "area", "notice", "file")]
    return ["index.html", "overdue.html", "agencies.html", "doubtful.html", "rules.html", *kinds]


def test_no_page_is_too_large(site: Path) -> None:
    assert max(file.stat().st_size for file in site.rglob("*.html")) < LARGEST


@pytest.mark.parametrize("settings", [WIDE, NARROW, WIDE | DARK], ids=["wide", "narrow", "dark"])
def test_nothing_stands_in_anybodys_way(site: Path, visit: Open, settings: dict[str, Any]) -> None:
    for name in pages(site):
        page = visit(name, **settings)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def test_the_style_sheet_and_charts_are_there(site: Path, visit: Open) -> None:
    page = visit("index.html")
    bar = page.locator(".chart .color-0 rect").first
    assert bar.evaluate("bar => getComputedStyle(bar).fill") == "rgb(61, 125, 76)"


def test_from_the_first_page_down_to_a_notice(site: Path, visit: Open) -> None:
    page = visit("index.html")
    page.locator("section[aria-labelledby=worst] tbody a").first.click()
    name = page.inner_text("h1")
    page.get_by_role("link", name="整改通知").click()
    assert page.inner_text(".to") == f"{name}："


def test_rows_are_found_by_words(visit: Open) -> None:
    page = visit("agencies.html")
    rows = page.locator("#agencies tbody tr:visible")
    count = rows.count()
    page.get_by_role("searchbox").fill("财政局")
    shown = rows.count()
    assert 0 < shown < count
    assert all("财政局" in text for text in rows.all_inner_texts())
    assert page.inner_text("[role=status]") == f"显示{shown}个，共{count}个"


def test_rows_are_sorted_by_a_column_and_back(visit: Open) -> None:
    page = visit("agencies.html")
    cells = page.locator("#agencies tbody tr td:nth-last-child(2)")
    page.get_by_role("button", name="警告").click()
    numbers = [int(text or 0) for text in cells.all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0
    head = page.get_by_role("columnheader", name="警告")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="警告").click()
    assert [int(text or 0) for text in cells.all_inner_texts()] == sorted(numbers)


def test_without_scripts_everything_is_there(site: Path, visit: Open) -> None:
    page = visit(largest(site, "agency"), java_script_enabled=False)
    cards = page.locator("li.card")
    assert cards.count() == sum(card.is_visible() for card in cards.all()) > 0
    assert not visit("agencies.html", java_script_enabled=False).locator("form").is_visible()


def test_a_printed_notice_is_the_notice_alone(site: Path, visit: Open) -> None:
    page = visit(largest(site, "notice"))
    page.emulate_media(media="print")
    for part in ("nav.places", "footer", ".back"):
        assert not page.locator(part).is_visible()
    expect(page.locator(".signature")).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_what_is_folded_is_open_on_paper(site: Path, visit: Open) -> None:
    page = visit(largest(site, "agency"))
    folded = page.locator("details.folded:not([open])")
    count = folded.count()
    assert count > 0
    page.emulate_media(media="print")
    expect(folded).to_have_count(0)
    page.emulate_media(media="screen")
    expect(folded).to_have_count(count)
