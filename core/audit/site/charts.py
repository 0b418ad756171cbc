"""Charts (图): a few counts over the years, as SVG that takes its looks from the site's style sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

Course = tuple[int | None, ...]
"""The values of one count, year by year; None where it is not known."""
_LOOKS = {
    "width": 360,
    "height": 170,
    "margin": 6,
    "spacing": 6,
    "max_scale": 5,
    "min_scale": 2,
    "show_legend": False,
    "js": (),
    "css": (),
    "no_prefix": True,
    "disable_xml_declaration": True,
}
_LEFT_OUT = re.compile(
    r"<!--.*?-->|<defs>.*?</defs>|<(desc|title)\b[^>]*>.*?</\1>|<title/>|<g class=\"titles\"/>"
    r"|<g [^>]*class=\"plot (?:overlay|text-overlay|tooltip-overlay)\">.*(?=</g></svg>)"
    r"| (?:rx|ry)=\"0\"| class=\"\"| id=\"\"| xmlns:xlink=\"[^\"]*\"| reactive tooltip-trigger",
    re.DOTALL,
)
"""The library's own style and script, the texts and empty groups for that script, and attributes that say nothing."""
_DIGITS = re.compile(r"(\.\d)\d+")
"""A tenth of a pixel is as much as anybody sees."""


@lru_cache(maxsize=256)
def bars(years: Sequence[str], courses: Sequence[Course]) -> str:
    """Groups of bars, one bar for each course in each year; most small offices have the same few, hence the cache."""
    return _chart("Bar", years, courses)


def stacked(years: Sequence[str], courses: Sequence[Course]) -> str:
    """One bar for each year, with the courses on top of each other."""
    return _chart("StackedBar", years, courses)


def _chart(kind: str, years: Sequence[str], courses: Sequence[Course]) -> str:
    import pygal

    chart = getattr(pygal, kind)(**_LOOKS)
    chart.x_labels = years
    for course in courses:
        chart.add("", course)
    drawn = _DIGITS.sub(r"\1", _LEFT_OUT.sub("", chart.render(is_unicode=True)))
    return drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)  # a table beside it has the same figures
