"""The reader for plain text and Markdown (纯文本): lines to paragraphs and grids.

Tables reach a text file in four ways, and often in several of them within one file:

- a cell a line, each set in by a tab, rows parted by an empty line (copied from Word or a web page);
- cells parted by tabs or by pipes (Markdown, or what is left of it);
- cells set apart by blanks, in columns (``pdftotext -layout``, or typed so);
- a cell a line with nothing to mark it, which cannot be told from short paragraphs, and is read as those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from gouji.document import Block, Document, Grid, Paragraph, Piece, Place, Ruling
from gouji.readers.decoding import decode
from gouji.readers.radicals import without_radicals

_CANONICAL = "---\ngouji: document/"
"""How the canonical form begins, which has a reader of its own."""
_COMMENT = "<!--"
_LARGE = 1 << 20
"""From so many characters on it is looked at how many lines and cells there are, before any is made."""
_LONGEST_CELL_LINE = 40
"""A line without a tab goes on the cell above it only up to this length; longer ones are paragraphs."""
_MOST_CELL_LINES = 8
"""The lines that a cell may go on for; the longest upright label has seven (三、本年度办理结果)."""
_LONGEST_FRAGMENT = 45
"""A lone line among columns belongs to them (a wrapped label) only up to this length."""
_WIDEST_GAP = 12
"""Lines that may part two lines of columns, blank ones apart: the wrapped labels and footer of a page break."""

_COMMA = "，|[\u4e00-\u9fff],"
"""A comma of a sentence; some sites set them in half width."""
_DEEPEST_INDENT = 12
"""A line set in further than this is centred or a signature, and does not run on."""

# Compiled when a report first needs them; most do not.
_UPRIGHTS = "|｜│┃¦"
_PIPES = rf"(?<!\\)[{_UPRIGHTS}]"
_RULE = r"[\s|｜│┃¦+:=\-─━┄═┌┬┐├┼┤└┴┘╞╪╡]+"
_MARKDOWN_RULE = r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*"
_FRAGMENTS = r"\S+(?:[ \xa0]\S+)*"
_COLUMNS = r"\S[ \xa0\u3000]{2,}\S"
_NUMBERS = r"(?:\s+[-+]?[\d０-９][\d０-９,.，．]*(?![^\s])|\s+[/／—-](?!\S)){2,}\s*$"
_NUMBER = r"[-+]?[\d０-９][\d０-９,.，．]*|[/／—-]"
_PAGE_NUMBER = r"\s{2,}\d{1,4}\s*"
_DASHES = tuple("-—–―－")
_FOOTER = r"[\s\f]*[-—–―－]+\s*\d{1,4}\s*[-—–―－]+\s*"
_NUMBERED = r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．])"
_PICTURE = r"(?i)!\[[^\[\]]*\](?:\([^()]*\))?|\[(?:图片|图|image)[^\]]{0,20}\]|<img\b[^>]*>"


_new = tuple.__new__  # a named tuple's own constructor takes twice the time, and a report has hundreds of cells


def read(data: bytes) -> Document:
    """The document in a text file. Raises Unreadable if the bytes are no text."""
    text = decode(data)
    text = without_radicals(text)
    if "\0" in text:
        text = text.replace("\0", " ")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _LARGE:
        from gouji.readers.archive import check_count

        check_count(sum(map(text.count, f"\n\t{_UPRIGHTS}")) + sum(1 for _ in re.finditer(r"\S+", text)))
    if _COMMENT in text:
        from gouji.readers.remarks import Uncut

        uncut = Uncut(text)
        if uncut.has_remarks:
            return uncut.document(_document(uncut.text))
    return _document(text)


def _document(text: str) -> Document:
    if text.startswith(_CANONICAL):
        from gouji.readers import canonical

        return canonical.read(text)
    lines = text.split("\n")
    pages = _pages(lines) if "\f" in text else None
    piped = any(upright in text for upright in _UPRIGHTS)
    blocks = tuple(_Blocks(lines, pages, piped=piped).read())
    return Document(blocks, tuple(lines), tuple(_pictures(lines)) if "[" in text or "<" in text else ())


def _pages(lines: list[str]) -> set[int]:
    """The indexes of lines that hold nothing but a page's number: set in, and the last before a form feed."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if "\f" not in line:
            continue
        before = next((i for i in range(index - 1, -1, -1) if lines[i].strip()), None)
        if before is not None and re.fullmatch(_PAGE_NUMBER, lines[before]):
            found.add(before)
    return found


def _pictures(lines: list[str]) -> Iterator[Place]:
    for number, line in enumerate(lines, 1):
        for match in re.finditer(_PICTURE, line):
            yield Place(number, match.start() + 1, number, match.end() + 1)


def _piece(text: str, number: int, column: int, x: int) -> Piece:
    """A piece without the blanks around it; ``column`` is where ``text`` starts."""
    stripped = text.strip()
    if stripped != text:
        column += len(text) - len(text.lstrip()) if stripped else 0
    place = _new(Place, (number, column, number, column + len(stripped), None, None, None))
    return _new(Piece, (stripped, place, x))


def _continued(piece: Piece, line: str, number: int) -> Piece:
    """A cell with a further line of the source."""
    more = _piece(line, number, 1, piece.x)
    if not piece.text or not more.text:
        return more if more.text else piece
    place = piece.place._replace(end_line=number, end_column=more.place.end_column)
    return Piece(f"{piece.text}\n{more.text}", place, piece.x)


def _is_prose(line: str) -> bool:
    """Whether a line that a tab sets in is a paragraph and no cell."""
    return len(line) > _LONGEST_FRAGMENT and "。" in line


class _Blocks:
    """Groups lines into blocks, looking at each line once."""

    def __init__(self, lines: list[str], page_numbers: set[int] | None, *, piped: bool) -> None:
        self._lines = lines
        self._page_numbers = page_numbers or ()
        self._printed = page_numbers is not None
        self._piped = piped
        self._blocks: list[Block] = []
        self._rows: list[tuple[Piece, ...]] = []
        self._headings: set[int] = set()

    def read(self) -> list[Block]:
        index, count = 0, len(self._lines)
        while index < count:
            line = self._lines[index]
            if not line or (line.isspace() and "\t" not in line) or index in self._page_numbers:
                pass
            elif line[0] == "\t" and line.count("\t") == 1 and not self._is_set_in(index):
                index = self._cells(index)
            elif "\t" in line.strip():
                self._tabs(line, index + 1)
            elif self._has_pipe(line):
                self._pipes(line, index + 1)
            elif _columns(line):
                index = self._aligned(index)
            else:
                index = self._paragraph(index)
            index += 1
        self._end_grid()
        return self._blocks

    def _end_grid(self) -> None:
        if self._rows:
            self._blocks.append(Grid(tuple(self._rows), Ruling.RULED, frozenset(self._headings)))
            self._rows = []
            self._headings = set()

    def _is_set_in(self, index: int) -> bool:
        """Whether the tab before a line sets in a paragraph or heading: no cell goes on over so many lines."""
        following = self._lines[index + 1 : index + 2 + _MOST_CELL_LINES]
        runs_on = len(following) > _MOST_CELL_LINES and all(line and "\t" not in line for line in following)
        return runs_on or _is_prose(self._lines[index])

    def _cells(self, index: int) -> int:
        """A cell a line, set in by a tab, and rows parted by empty lines, as far as they go. Returns the last index.

        A line without a tab goes on the cell above it.
        """
        row: list[Piece] = []
        for number in range(index + 1, len(self._lines) + 1):
            line = self._lines[number - 1]
            if line[:1] == "\t" and line.count("\t") == 1 and not (len(line) > _LONGEST_FRAGMENT and _is_prose(line)):
                row.append(_piece(line[1:], number, 2, len(row)))
            elif not line or (line.isspace() and "\t" not in line):
                if row:
                    self._rows.append(tuple(row))
                    row = []
            elif row and "\t" not in line and len(line) <= _LONGEST_CELL_LINE and line.rstrip()[-1] not in "。；：":
                row[-1] = _continued(row[-1], line, number)
            else:
                return self._row_ends(row, number - 2)
        return self._row_ends(row, len(self._lines) - 1)

    def _row_ends(self, row: list[Piece], last: int) -> int:
        """Keep the row that is being read, if any. Returns the index of the last line that was read."""
        if row:
            self._rows.append(tuple(row))
        return last

    def _tabs(self, line: str, number: int) -> None:
        """A whole row, with tabs between its cells."""
        row, column = [], 1
        for x, text in enumerate(line.split("\t")):
            row.append(_piece(text, number, column, x))
            column += len(text) + 1
        self._rows.append(tuple(row))

    def _pipes(self, line: str, number: int) -> None:
        words = any(map(str.isalnum, line))
        if not words and (re.fullmatch(_MARKDOWN_RULE, line) or re.fullmatch(_RULE, line)):
            if _is_heading_rule(line, len(self._rows)):
                self._headings.add(len(self._rows) - 1)
            if re.fullmatch(_PIPES, line.strip()) and self._after_lone_pipe(number - 1):
                self._rows.append((_piece("", number, 1, 0),))
            if line.count("|") < 2 or re.fullmatch(_MARKDOWN_RULE, line) or not re.sub(_PIPES, "", line).isspace():
                return
        cells: list[tuple[str, int]] = []
        column = 1
        for text in re.split(_PIPES, line):
            cells.append((text, column))
            column += len(text) + 1
        leading = not cells[0][0].strip()
        if leading:
            cells.pop(0)
        if (leading or len(cells) == 2) and len(cells) > 1 and not cells[-1][0].strip():
            cells.pop()
        self._rows.append(tuple(_piece(text, number, column, x) for x, (text, column) in enumerate(cells)))

    def _has_pipe(self, line: str) -> bool:
        return self._piped and re.search(_PIPES, line) is not None

    def _after_lone_pipe(self, index: int) -> bool:
        """Whether nothing stands between this line and a pipe alone on its line: an empty cell."""
        before = next((line for line in reversed(self._lines[max(index - 4, 0) : index]) if line.strip()), "")
        return re.fullmatch(_PIPES, before.strip()) is not None

    def _paragraph(self, index: int) -> int:
        """One line is one paragraph, except where a printed page was copied line by line."""
        self._end_grid()
        start = index
        if not self._printed:
            line = self._lines[index]
            self._blocks.append(Paragraph(line.strip(), ((0, index + 1, 1 + _indent(line)),)))
            return index
        while index + 1 < len(self._lines) and self._wraps(index):
            index += 1
        self._blocks.append(_joined([(i + 1, 1, self._lines[i]) for i in range(start, index + 1)]))
        return index

    def _wraps(self, index: int) -> bool:
        """Whether the next line goes on the sentence of this one: this one is full, the next begins nothing new."""
        line, following = self._lines[index], self._lines[index + 1]
        if (
            _indent(line) > _DEEPEST_INDENT
            or _width(line) < self._full_width
            or not following.strip()
            or "\t" in following
            or "\f" in following
        ):
            return False
        return _indent(following) <= _indent(line) and not re.match(_NUMBERED, following) and not _columns(following)

    @cached_property
    def _full_width(self) -> int:
        """From this width on a line of a printed page is full: that of its widest prose, less a little."""
        prose = (_width(line) for line in self._lines if _indent(line) <= _DEEPEST_INDENT and re.search(_COMMA, line))
        return max(prose, default=0) * 17 // 20

    def _aligned(self, index: int) -> int:
        """Lines of columns, with the wrapped labels and blank lines between them. Returns the last one's index."""
        self._end_grid()
        last, between = index, 0
        for probe in range(index + 1, len(self._lines)):
            line = self._lines[probe]
            if not line.strip():
                continue
            between += 1
            if _columns(line) and not self._has_pipe(line):
                last, between = probe, 0
            elif (
                between > _WIDEST_GAP or len(line.strip()) > _LONGEST_FRAGMENT or any(mark in line for mark in "\t。|")
            ):
                break
        rows = (_fragments(self._lines[i], i + 1) for i in range(index, last + 1) if i not in self._page_numbers)
        self._blocks.append(Grid(tuple(row for row in rows if row), Ruling.ALIGNED))
        return last


def _width(line: str) -> int:
    """The width of a line as printed, where an ideograph is as wide as two digits."""
    line = line.rstrip()
    return len(line) + sum(character > "\u2e7f" for character in line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_heading_rule(line: str, rows: int) -> bool:
    """Whether a line of dashes is Markdown's rule below a table's heading."""
    return rows > 0 and re.fullmatch(_MARKDOWN_RULE, line) is not None


def _is_footer(line: str) -> bool:
    """Whether a line holds nothing but a page's number between dashes."""
    return line.lstrip()[:1] in _DASHES and re.fullmatch(_FOOTER, line) is not None


@lru_cache(maxsize=4096)
def _is_number(word: str) -> bool:
    return re.fullmatch(_NUMBER, word) is not None


def _columns(line: str) -> bool:
    """Whether a line is set in columns: wide gaps inside it, or two numbers at its end."""
    if len(line.split(None, 1)) < 2:
        return False
    if _is_footer(line):
        return False
    if ("  " in line or "\u3000" in line or "\xa0" in line) and re.search(_COLUMNS, line):
        return "。" not in line
    last = line.rstrip()[-1:]
    return (last.isdigit() or last in "/／—-") and re.search(_NUMBERS, line) is not None and "。" not in line


def _fragments(line: str, number: int) -> tuple[Piece, ...]:
    """The pieces of a line of columns; numbers stand for themselves even where one blank parts them."""
    if _is_footer(line):
        return (_piece(line, number, 1, 0),)
    pieces: list[Piece] = []
    for match in re.finditer(_FRAGMENTS, line.replace("\f", " ").replace("\u3000", " ")):
        text, start = match.group(), match.start()
        if " " not in text and "\xa0" not in text:
            pieces.append(_piece(text, number, start + 1, start))
            continue
        words = list(re.finditer(r"\S+", text))
        numbers = 0
        while numbers < len(words) and _is_number(words[-1 - numbers].group()):
            numbers += 1
        cut = len(words) - numbers
        if cut and numbers:
            text, words = text[: words[cut - 1].end()], words[cut:]
            pieces.append(_piece(text, number, start + 1, start))
        elif cut:
            words = words[:0]
            pieces.append(_piece(text, number, start + 1, start))
        pieces += [_piece(word.group(), number, start + word.start() + 1, start + word.start()) for word in words]
    return tuple(pieces)


def _joined(parts: list[tuple[int, int, str]]) -> Paragraph:
    """A paragraph of (line, column, text) parts, without the blanks at either end of each."""
    text, starts = "", []
    for number, column, part in parts:
        stripped = part.strip()
        starts.append((len(text), number, column + len(part) - len(part.lstrip())))
        text += stripped
    return Paragraph(text, tuple(starts))
