"""Markup (网页标记): a page's source cut into text and tags, and what a tag says.

The source is cut by one expression, so that nothing grows with the depth or the disorder of a page, and every piece
of text keeps its place. Tags are told as browsers tell them: quotes count only behind an equals sign, a ``<`` that
begins no tag is text, and what is never shown (scripts, styles, comments, lists to choose from) goes with its tag.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gouji.readers.radicals import without_radicals

_UNSHOWN = (
    "script",
    "style",
    "title",
    "textarea",
    "noscript",
    "template",
    "select",
    "svg",
    "math",
    "iframe",
    "noframes",
    "xml",
)
"""Elements whose content is no text of the page; one that is never closed takes the rest of the page with it."""
_COMMON = "/?(?:p|td|tr|span|div|br|b|a|li|ul|strong|h[1-6]|o:p)>"
"""The tags that most pages consist of, told before all others."""
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))*+>?"""
_WHOLE = "|".join(rf"{name}(?=[\s/>]).*?(?:</{name}(?=[\s/>])[^>]*+>?|\Z)" for name in _UNSHOWN)
_TAG = re.compile(
    rf"(<(?:{_COMMON}|/[a-zA-Z][^>]*+>|(?i:{_WHOLE})|[a-zA-Z]{_ATTRIBUTES}|!--(?:-?>|.*?(?:--!?>|\Z))|[!?/][^>]*+>?))",
    re.DOTALL,
)
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s=>/"'][^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_SHOWN_BY_SCRIPTS = frozenset({"html", "body"})
"""Elements that a page's own script shows once it runs, when they are hidden."""
_HIDING = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")

_BLANKS = re.compile("[ \t\n\f\r]+")
_BROKEN_LINE = re.compile("(?<=[\u2e80-\uffef])[ \t]*\n[ \t\n]*(?=[\u2e80-\uffef])")
"""A line break of the source between two ideographs: no blank, for it comes from an editor's line length."""
REFERENCE = r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z]\w{1,31});?"
"""A character reference, with or without its semicolon."""
_REFERENCE = re.compile(REFERENCE)
_REFERENCE_IN_ATTRIBUTE = re.compile(REFERENCE.removesuffix("?"))


class Tag(NamedTuple):
    """A tag (标签): the element's name in lower case, whether it ends one, and the source of the tag."""

    name: str
    ends: bool
    source: str

    def attributes(self) -> dict[str, str]:
        """What the tag says of its element; of an attribute given twice the first counts."""
        name = _NAME.match(self.source)
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.source, name.end() if name else 0):
            key, *values = match.groups()
            found.setdefault(key.lower(), next((value for value in values if value is not None), ""))
        if "&" in self.source:
            return {key: _REFERENCE_IN_ATTRIBUTE.sub(_referred, value) for key, value in found.items()}
        return found

    @property
    def hides(self) -> bool:
        """Whether the tag begins an element that nobody sees: ``hidden``, or hidden by a style of its own."""
        source = self.source.lower()
        if self.ends or source.endswith("/>") or not ("hidden" in source or "none" in source or "collapse" in source):
            return False
        if self.name in _SHOWN_BY_SCRIPTS:
            return False
        attributes = self.attributes()
        return "hidden" in attributes or _HIDING.search(attributes.get("style", "")) is not None


def cut(source: str) -> list[str]:
    """The source as text and tags by turns, text first and last; put together they are the source again.

    >>> cut("<p>收到<b>3</b>件")
    ['', '<p>', '收到', '<b>', '3', '</b>', '件']
    """
    return _TAG.split(source)


def tag(source: str) -> Tag | None:
    """The tag with this source; None for a comment, a declaration, or an element that is not shown."""
    match = _NAME.match(source)
    if match is None:
        return None
    name = match[1].lower()
    return None if name in _UNSHOWN else Tag(name, source.startswith("</"), source)


def plain(text: str) -> str:
    r"""The text as it is shown: character references resolved, blanks and line breaks of the source one blank each.

    >>> plain("第二十条&nbsp;第（一）\n  项")
    '第二十条\xa0第（一）项'
    """
    if "\n" in text or "  " in text or "\t" in text or "\f" in text:
        if "\n" in text:
            text = _BROKEN_LINE.sub("", text)
        text = _BLANKS.sub(" ", text)
    return unescaped(text) if "&" in text else text


def unescaped(text: str) -> str:
    """The text with its character references resolved."""
    text = text.replace("&nbsp;", "\xa0")
    return without_radicals(_REFERENCE.sub(_referred, text)) if "&" in text else text


def _referred(match: re.Match[str]) -> str:
    from html import unescape

    return unescape(match[0])
