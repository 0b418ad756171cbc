"""Limits (上限) of what a PDF may hold, far beyond any report; nobody can set them."""

from gouji.i18n import _
from gouji.readers import Unreadable

MOST_PAGES = 300
MOST_CHARACTERS = 400_000
"""Of all pages together; the longest report of a ministry has some 50,000."""
MOST_ON_PAGE = 50_000
"""Characters of one page."""
MOST_DRAWN = 200_000
"""Objects of one page and points of their outlines; a large map or a page of text turned into outlines has so many."""


def too_many_pages(count: int) -> Unreadable:
    """What to raise for a file with so many pages."""
    message = _("文件有 {count} 页，超过上限（{most} 页），没有检查：请只留年度报告本身的页")
    return Unreadable(message.format(count=count, most=MOST_PAGES))


def too_crowded() -> Unreadable:
    """What to raise for a file with too many characters, or too many of them or too much of a drawing on a page."""
    message = _(
        "文件的文字或图形超过上限（共 {characters} 字，每页 {page} 字、{drawn} 个图形），没有检查："
        "请只留年度报告本身的页"
    )
    return Unreadable(
        message.format(characters=f"{MOST_CHARACTERS:,}", page=f"{MOST_ON_PAGE:,}", drawn=f"{MOST_DRAWN:,}")
    )
