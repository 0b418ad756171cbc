"""Elements (网页元素): which begin lines, which make up tables, and which are never shown."""

from __future__ import annotations

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "ul",
})
"""Elements that begin on a line of their own, and after which another line begins."""
UNSHOWN = frozenset({
    "iframe", "math", "noframes", "noscript", "script", "select", "style", "svg", "template", "textarea", "title",
    "xml",
})
"""Elements whose content is no text of the page."""
# fmt: on
GROUPS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
PARTS = frozenset({"table", "tr", *GROUPS, *CELLS})
"""Tables and what they are made of."""
