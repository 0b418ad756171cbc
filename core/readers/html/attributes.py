"""Attributes (标签属性): what single tags say of links, pictures, merged cells and the day of publication."""

from __future__ import annotations

import re

from gouji.readers.html.markup import Tag

_MOST_COLUMNS, _MOST_ROWS = 1000, 65534
"""What one cell can span; browsers count no further either."""
_SMALLEST = 40
"""A picture that is said to be narrower or lower than this, in pixels, is an ornament."""
_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "sms:", "data:", "about:", "vbscript:")
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


def leads_to(tag: Tag) -> str:
    """What a link leads to outside its page; empty if nothing."""
    leads = "" if tag.ends or "href" not in tag.source.lower() else tag.attributes().get("href", "").strip()
    return "" if leads.lower().startswith(_NOWHERE) else leads


def is_own_address(words: str, leads: str) -> bool:
    """Whether the words of a link are what it leads to.

    >>> is_own_address("www.qingtang.gov.cn", "http://www.qingtang.gov.cn/")
    True
    """
    return _bare(words) == _bare(leads)


def is_ornament(tag: Tag) -> bool:
    """Whether a picture is too small to show anything that is meant to be read."""
    attributes = tag.attributes()
    return any(_number(attributes.get(name, ""), _SMALLEST) < _SMALLEST for name in ("width", "height"))


def spans_of(tag: Tag) -> tuple[int, int]:
    """The columns and rows that a cell spans; 0 rows are all that follow in its group."""
    if "span" not in tag.source.lower():
        return 1, 1
    attributes = tag.attributes()
    columns = min(_number(attributes.get("colspan", ""), 1), _MOST_COLUMNS)
    return max(columns, 1), min(_number(attributes.get("rowspan", ""), 1), _MOST_ROWS)


def day_of_publication(tag: Tag) -> tuple[str, str] | None:
    """The day of publication that a tag gives, behind the name under which it does; None if it gives none."""
    says = tag.attributes()
    value = (says.get("content") or says.get("datetime") or "").strip()
    names = (says.get(key, "").strip().lower() for key in ("name", "property", "itemprop"))
    return next(((name, value) for name in names if name in PUBLISHED), None) if value else None


def _bare(address: str) -> str:
    """An address as people write it."""
    return address.lower().removeprefix("http://").removeprefix("https://").rstrip("/")


def _number(text: str, otherwise: int) -> int:
    """The whole number that an attribute begins with."""
    digits = re.match(r"\s*\+?([0-9]+)", text)
    return int(digits[1][:9]) if digits else otherwise
