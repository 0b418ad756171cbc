"""Furniture (页眉页脚): the numbers of pages and the lines that stand at the head or foot of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gouji.readers.pdf.pages import Page, Text

_MARGIN = 0.15
"""The upper and lower part of a page where its number stands."""
_EDGE = 0.08
"""The outermost part of a page, where only what stands on every page does."""
_OUTERMOST = 3
"""So many lines at the head and foot of a page can be furniture."""
_DASH = "[-—–―－‑−_~·.]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}\d{{1,4}}{_DASH}|{_DASH}第[\d一二三四五六七八九十]{{1,4}}页[,，/]?(?:共\d{{1,4}}页)?{_DASH}"
    r"|\d{1,4}/\d{1,4}|[Pp]age\d{1,4}(?:of\d{1,4})?"
)
_PRINTED = re.compile(r"\d{1,2}:\d{2}|https?:|file:|www\.")
"""What a browser prints above and below a page."""


def without_furniture(pages: list[Page]) -> list[Page]:
    """The pages without their numbers and running titles; a running title stays on the first page that has it."""
    counts = Counter(key for page in pages for key in {_key(part) for part in _outer(page, _EDGE)})
    running = {key for key, count in counts.items() if count > 1 and 2 * count >= len(pages)}
    seen: set[str] = set()
    found = []
    for page in pages:
        dropped = {
            id(part) for part in _outer(page, _MARGIN) if _PAGE_NUMBER.fullmatch("".join(part.line.text.split()))
        }
        for part in _outer(page, _EDGE):
            key = _key(part)
            if key in running and (key in seen or _PRINTED.search(part.line.text)):
                dropped.add(id(part))
            seen.add(key)
        found.append(page._replace(parts=tuple(part for part in page.parts if id(part) not in dropped)))
    return found


def _outer(page: Page, share: float) -> Iterator[Text]:
    """The lines at the very head and foot of a page, as far as they stand in so much of it."""
    height = page.sheet.size[1]
    parts = page.parts
    for part in parts[:_OUTERMOST]:
        if not isinstance(part, Text) or part.area.bottom > share * height:
            break
        yield part
    width = page.sheet.size[0]
    for part in parts:
        if not isinstance(part, Text) or not part.line.upright:
            continue
        if part.area.right < share * width or part.area.left > (1 - share) * width:
            yield part  # the foot of a page that lies on its side
    for part in reversed(parts[-_OUTERMOST:]):
        if not isinstance(part, Text) or part.area.top < (1 - share) * height:
            break
        yield part


def _key(part: Text) -> str:
    """What a line says, whatever numbers are in it."""
    return re.sub(r"\d+", "#", "".join(part.line.text.split()))
