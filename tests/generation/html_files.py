"""Reports as web pages, in the ways in which such pages are made."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from random import Random

from generation import form
from generation.form import Matrix, Run
from generation.html_chrome import CHROMES, Chrome
from generation.reports import Sample

Printed = Callable[[str, Random], str]
_FONT = "font-family:仿宋_GB2312;mso-bidi-font-family:宋体"


@dataclass(frozen=True)
class _Style:
    """How a layout prints a title, a paragraph, a heading, a figure and a label; whether merged cells are merged."""

    title: Printed
    paragraph: Printed
    figure: Printed
    label: Printed
    table: str = "<table>"
    merged: bool = True
    closing: bool = True
    newline: str = "\n"


def _spans(matrix: Matrix, index: int, run: Run) -> str:
    """The attributes of a merged cell."""
    rows = 1
    while index + rows < len(matrix) and any(
        below.box is run.box and below.start == run.start for below in form.runs(matrix, index + rows)
    ):
        rows += 1
    columns = f' colspan="{run.columns}"' if run.columns > 1 else ""
    return columns + (f' rowspan="{rows}"' if rows > 1 else "")


def _table(sample: Sample, table: str, style: _Style, rng: Random) -> str:
    matrix = sample.tables[table]
    lines = [style.table]
    for index in range(len(matrix)):
        cells = []
        for run in form.runs(matrix, index):
            text = sample.text_of(table, run.box)
            printed = (style.figure if run.box.key else style.label)(text, rng)
            if style.merged and run.first:
                cells.append(f"<td{_spans(matrix, index, run)}>{printed}" + ("</td>" if style.closing else ""))
            elif not style.merged:
                cells += [f"<td>{printed if run.first else ''}</td>", *["<td></td>"] * (run.columns - 1)]
        lines.append("<tr>" + style.newline + style.newline.join(cells) + ("</tr>" if style.closing else ""))
    return style.newline.join([*lines, "</table>"])


def _body(sample: Sample, style: _Style, rng: Random, *, titled: bool = True) -> str:
    parts = [style.title(sample.title, rng)] if titled else []
    parts += [style.paragraph(text, rng) for text in sample.preamble]
    for section in sample.sections:
        parts += [style.paragraph(text, rng) for text in (section.heading, *section.text)]
        if section.table is not None:
            name = next(key for key, matrix in sample.tables.items() if matrix is section.table)
            parts.append(_table(sample, name, style, rng))
    parts += [style.paragraph(text, rng) for text in sample.signature]
    return style.newline.join(parts)


def _wrapped(opening: str, closing: str) -> Printed:
    return lambda text, rng: opening + escape(text, quote=False) + closing


def _plain_cell(text: str, rng: Random) -> str:
    return escape(text, quote=False)


# ── Word and WPS ─────────────────────────────────────────────────────────────────────────────────


def _spans_of(text: str, rng: Random) -> str:
    """The text torn into spans, as Word does where fonts change between ideographs and digits."""
    parts, rest = [], text
    while rest:
        size = rng.randint(1, 12)
        part, rest = rest[:size], rest[size:]
        tagged = rng.choice(("<span style='{0}'>{1}</span>", '<span lang=EN-US style="{0}">{1}</span>', "<b>{1}</b>"))
        parts.append(tagged.format(_FONT, escape(part, quote=False)))
    return "".join(parts)


def _word_paragraph(text: str, rng: Random) -> str:
    empty = "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\n" if rng.random() < 0.1 else ""
    return f"{empty}<p class=MsoNormal style='text-indent:\n32.0pt'>{_spans_of(text, rng)}<o:p></o:p></p>"


def _word_cell(text: str, rng: Random) -> str:
    if not text:
        return "<p class=MsoNormal align=center><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
    if len(text) > 4 and rng.random() < 0.2 and not text[0].isdigit():
        half = len(text) // 2
        return f"<p>{_spans_of(text[:half], rng)}</p>\n<p>{_spans_of(text[half:], rng)}<span></span></p>"
    return f"\n <p class=MsoNormal align=center>{_spans_of(text, rng)}<span lang=EN-US><o:p></o:p></span></p>\n "


_PLAIN = _Style(
    _wrapped("<h1>", "</h1>"), _wrapped("<p>", "</p>"), _plain_cell, _plain_cell, '<table border="1" cellspacing="0">'
)
_WORD = _Style(
    lambda text, rng: f"<p class=MsoTitle align=center>{_spans_of(text, rng)}</p>",
    _word_paragraph,
    _word_cell,
    _word_cell,
    "<div align=center>\n<table class=MsoTableGrid border=1\n style='border-collapse:collapse;mso-yfti-tbllook:1184'>",
)
_PORTAL = _Style(
    _wrapped("<div align=center><strong>", "</strong></div>"),
    _wrapped("<p>　　", "</p>"),
    _wrapped('<div align="center"><font size="2">', "</font></div>"),
    _wrapped("<strong>", "</strong>"),
    '<table width="95%" bordercolor="#000000"><tbody>',
)
_MINIFIED = _Style(
    _wrapped("<h1>", "</h1>"),
    _wrapped("<p>&#12288;&#12288;", "<br></p>"),
    _plain_cell,
    _plain_cell,
    "<table>",
    closing=False,
    newline="",
)
_EMPTY_CELLS = _Style(
    _wrapped("<h1>", "</h1>"), _wrapped("<p>", "</p>"), _wrapped("<p>", "</p>"), _wrapped("<p>", "</p>"), merged=False
)
_BREAKS = _Style(
    _wrapped("", "<br/><br/>"),
    _wrapped("&nbsp;&nbsp;&nbsp;&nbsp;", "<br/>"),
    _wrapped("<span>", "</span><br/>"),
    _wrapped('<span style="font-size: 14px;">', "</span>"),
    "<table>",
)

# ── whole pages ──────────────────────────────────────────────────────────────────────────────────


def _page(sample: Sample, body: str, charset: str = "utf-8", chrome: Chrome | None = None) -> str:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    if chrome is None:
        head += f"<title>{sample.title}</title>"
        return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"
    fill = {"title": sample.title, "agency": sample.agency, "day": f"{sample.year + 1}-01-20"}
    before, after, further = (part.format(**fill) for part in (chrome.before, chrome.after, chrome.head))
    return f"<html><head>{head}\n{further}</head><body>\n{before}\n{body}\n{after}</body></html>"


def around(sample: Sample, name: str, seed: int = 0) -> bytes:
    """A report within the chrome of this name."""
    style = {"old-frame": _PORTAL, "editor": _WORD, "mobile": _BREAKS}.get(name, _PLAIN)
    return _page(sample, _body(sample, style, Random(seed), titled=False), chrome=CHROMES[name]).encode()


def _plain(sample: Sample, rng: Random) -> bytes:
    return _page(sample, _body(sample, _PLAIN, rng)).encode()


def _word(sample: Sample, rng: Random) -> bytes:
    """As Word saves a document as a web page, in UTF-16 or GB2312."""
    body = _body(sample, _WORD, rng)
    island = (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->"
        '<style>\n<!--\n p.MsoNormal {margin:0cm; font-family:"宋体"}\n-->\n</style>'
    )
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">\n<head>\n'
        f'<meta http-equiv=Content-Type content="text/html; charset=gb2312">\n{island}\n</head>\n'
        f"<body lang=ZH-CN style='tab-interval:21.0pt'><div class=Section1><![if !supportMisalignedColumns]>\n"
        f"{body.replace('</table>', '</table></div>')}\n<![endif]></div></body></html>"
    )
    return page.encode("utf-16" if rng.random() < 0.3 else "gb18030")


def _portal(sample: Sample, rng: Random) -> bytes:
    return _page(sample, _body(sample, _PORTAL, rng, titled=False), "gb2312", CHROMES["old-frame"]).encode("gb18030")


def _minified(sample: Sample, rng: Random) -> bytes:
    return _page(sample, _body(sample, _MINIFIED, rng), "gb2312").replace("\n", "").encode("gb18030")


def _empty_cells(sample: Sample, rng: Random) -> bytes:
    """Merged cells taken apart, and a page that says another encoding than it has."""
    return _page(sample, _body(sample, _EMPTY_CELLS, rng), "gb2312").encode()


def _breaks(sample: Sample, rng: Random) -> bytes:
    return _page(sample, _body(sample, _BREAKS, rng)).replace("\n", "\r\n").encode("utf-8-sig")


def _div_chrome(sample: Sample, rng: Random) -> bytes:
    return _page(sample, _body(sample, _PLAIN, rng, titled=False), chrome=CHROMES["editor"]).encode()


def _mhtml(sample: Sample, rng: Random) -> bytes:
    """As browsers and Word save a page in one file, its picture behind it."""
    charset = rng.choice(("utf-8", "gb2312"))
    page = _page(sample, _body(sample, rng.choice((_PLAIN, _WORD)), rng), charset)
    page = page.encode("gb18030" if charset == "gb2312" else charset)
    if rng.random() < 0.5:
        encoding, content = "quoted-printable", quopri.encodestring(page)
    else:
        encoding, content = "base64", base64.encodebytes(page)
    picture = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    head = (
        "From: <Saved by a browser>\r\nSubject: report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----=_NextPart_01"\r\n\r\n\r\n------=_NextPart_01\r\n'
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n'
        "Content-Location: http://www.qingtang.gov.cn/art/1.html\r\n\r\n"
    )
    tail = (
        "\r\n------=_NextPart_01\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: http://www.qingtang.gov.cn/1.png\r\n\r\n"
    )
    return head.encode() + content + tail.encode() + picture + b"\r\n------=_NextPart_01--\r\n"


_WRITERS: dict[str, Callable[[Sample, Random], bytes]] = {
    "html-plain": _plain,
    "html-word": _word,
    "html-portal": _portal,
    "html-minified": _minified,
    "html-empty-cells": _empty_cells,
    "html-breaks": _breaks,
    "html-div-chrome": _div_chrome,
    "mhtml": _mhtml,
}
LAYOUTS: tuple[str, ...] = tuple(_WRITERS)


def write(sample: Sample, layout: str, seed: int = 0) -> bytes:
    """The report as a file of this layout."""
    return _WRITERS[layout](sample, Random(seed))
