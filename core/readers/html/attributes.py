"""Attributes (标签属性): what single tags say of links, pictures, merged cells, and of what is hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping

Attributes = Mapping[str, str]
"""What a tag says, by names in lower case."""

_MOST_COLUMNS, _MOST_ROWS = 1000, 65534
"""What one cell can span; browsers count no further either."""
_SMALLEST = 40
"""A picture that is said to be narrower or lower than this, in pixels, is an ornament."""
_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "sms:", "data:", "about:", "vbscript:")
_SHOWN_BY_SCRIPTS = ("html", "body")
"""Elements that a page's own script shows once it runs, when they are hidden."""
_BEGINNING = re.compile(r"\s*\+?([0-9]+)")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
PUBLISHED = (
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "firstpublishedtime",
    "article:published_time",
    "datepublished",
)
"""The names under which pages give the day of publication, the most usual first."""


def hides(tag: str, attributes: Attributes) -> bool:
    """Whether a tag begins an element that nobody sees: ``hidden``, or hidden by a style of its own.

    >>> hides("div", {"style": "color: red; DISPLAY:none"}), hides("div", {"class": "hidden"})
    (True, False)
    """
    if tag in _SHOWN_BY_SCRIPTS:
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style", "").lower()
    return ("display" in style or "visibility" in style) and _HIDING.search(style) is not None


def leads_to(attributes: Attributes) -> str:
    """What a link leads to outside its page; empty if nothing."""
    leads = attributes.get("href", "").strip()
    return "" if leads.lower().startswith(_NOWHERE) else leads


def is_own_address(words: str, leads: str) -> bool:
    """Whether the words of a link are what it leads to.

    >>> is_own_address("www.qingtang.gov.cn", "http://www.qingtang.gov.cn/")
    True
    """
    return _bare(words) == _bare(leads)


def is_ornament(attributes: Attributes) -> bool:
    """Whether a picture is too small to show anything that is meant to be read."""
    return any(_number(attributes, name, _SMALLEST) < _SMALLEST for name in ("width", "height"))


def spans_of(attributes: Attributes) -> tuple[int, int]:
    """The columns and rows that a cell spans; the many rows for which 0 stands are all that follow in its group."""
    columns = min(_number(attributes, "colspan", 1), _MOST_COLUMNS)
    return max(columns, 1), min(_number(attributes, "rowspan", 1), _MOST_ROWS) or _MOST_ROWS


def day_of_publication(attributes: Attributes) -> tuple[str, str] | None:
    """The day of publication that a tag gives, behind the name under which it does; None if it gives none."""
    value = (attributes.get("content") or attributes.get("datetime") or "").strip()
    names = (attributes.get(key, "").strip().lower() for key in ("name", "property", "itemprop"))
    return next(((name, value) for name in names if name in PUBLISHED), None) if value else None


def _bare(address: str) -> str:
    """An address as people write it."""
    return address.lower().removeprefix("http://").removeprefix("https://").rstrip("/")


def _number(attributes: Attributes, name: str, otherwise: int) -> int:
    """The whole number that an attribute begins with."""
    digits = _BEGINNING.match(attributes[name]) if name in attributes else None
    return int(digits[1][:9]) if digits else otherwise
