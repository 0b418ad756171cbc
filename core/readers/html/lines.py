"""Lines (成行): text put together from pieces, with its links, until something begins another line."""

from __future__ import annotations

import re

from gouji.readers.html.attributes import is_own_address
from gouji.readers.html.flow import Entry, Link, Picture

_BLANK = " \t\n\f\r"
_BLANKS = re.compile(f"[{_BLANK}]+")
_BROKEN_LINE = re.compile("(?<=[\u2e80-\uffef])[ \t]*\n[ \t\n]*(?=[\u2e80-\uffef])")
"""A line break of the source between two ideographs: no blank, for it comes from an editor's line length."""

Links = dict[int, list[Link]]
"""The links of each line, by the number of the text with which it begins."""


class Lines:
    """Puts the content of one part of a page into lines. ``flow`` is where they go, ``links`` where their links go."""

    def __init__(self, flow: list[Entry], links: Links) -> None:
        self.flow = flow
        self._links = links
        self._parts: list[str] = []
        self._begin = 0
        self._preformatted = False
        self._link: tuple[str, int] | None = None
        self._pictures: list[Picture] = []

    def under_way(self, at: int) -> int:
        """The number of the text with which the line that is being put together begins; ``at`` if none is."""
        return self._begin if self._parts else at

    def add(self, text: str, at: int, *, preformatted: bool = False) -> None:
        """Add the text with this number; where it is preformatted, its blanks count."""
        if not self._parts:
            if not preformatted and not text.strip(_BLANK):
                return
            self._begin, self._preformatted = at, preformatted
        self._parts.append(text)

    def end(self, *, broken: bool = False) -> None:
        """End the line; ended by a break, it counts even if nothing stands in it."""
        if not (self._parts or broken or self._pictures):
            return
        text = ""
        if self._parts:
            text = "".join(self._parts)
            if not self._preformatted:
                text = plain(text)
            self.end_link()
            self._parts.clear()
        if text or broken:
            self.flow.append((text, self._begin))
        if self._pictures:
            self.flow += () if text.strip() else self._pictures
            self._pictures.clear()

    def break_(self, at: int) -> None:
        """End the line by a break, before the text with this number."""
        if not self._parts:
            self._begin = at
        self.end(broken=True)

    def begin_link(self, target: str) -> None:
        """Begin a link to somewhere, or with no target one that leads nowhere."""
        self.end_link()
        if target:
            self._link = target, len(self._parts)

    def end_link(self) -> None:
        """End the link; it counts if its words are not what it leads to."""
        if self._link is not None:
            target, start = self._link
            self._link = None
            words = plain("".join(self._parts[start:])).strip()
            if words and not is_own_address(words, target):
                self._links.setdefault(self._begin, []).append(Link(target, words))

    def picture(self, at: int) -> None:
        """Add a picture; it counts if no text stands on its line."""
        self._pictures.append(Picture(at))


def plain(text: str) -> str:
    r"""The text as it is shown: blanks and line breaks of the source one blank each, and none at the ends.

    >>> plain("第二十条\xa0第（一）\n  项 ")
    '第二十条\xa0第（一）项'
    """
    if text.isalnum():
        return text
    if "\n" in text:
        text = _BROKEN_LINE.sub("", text)
    return _BLANKS.sub(" ", text).strip(" ")
