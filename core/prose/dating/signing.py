"""The signature (落款) under the report, and the dates that it and the page around it carry."""

import re
from collections.abc import Iterator

from gouji.document import Grid, Paragraph, Piece, Place
from gouji.model import Report, reading
from gouji.prose.dating.dates import Date, dates_in, exists
from gouji.prose.dating.filing import kind_by_name
from gouji.prose.passages import Passage, half_width, passage

_LONGEST_LINE = 60
_LONGEST_NAME = 30
_PUBLISHED = r"(?:发布|公开)(?:时间|日期)"
_WRITTEN = r"(?:成文|生成|发文|印发)(?:时间|日期)|^[\[(【|]?(?:日期|时间)"
_MARKS = ":[]【】()| "
_FARTHEST = 32
_GRIDS_LOOKED_AT = 30
_WRITTEN_BY_MACHINE = r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?!\d)"
_FIRST_YEAR = 2008
"""The year from which there are reports; what a site gives as an earlier day of publication is none (1970-01-01)."""
_START = Place(1, 1, 1, 1)


@reading
def signature(report: Report) -> tuple[str | None, Date | None]:
    """The signature at the end of the last section (落款): the agency's name and the day, None for what is not there.

    They stand in lines of their own.
    """
    agency, date = None, None
    for line in _last_lines(report):
        name, day = _read_line(line)
        if name is not None and agency is None:
            agency = name
        if day is not None and date is None and (agency is not None or "年" in day.text):
            date = day
    return agency, date


def signed(report: Report) -> Date | None:
    """The day of the signature (落款日期), None if there is none."""
    return signature(report)[1]


@reading
def published(report: Report) -> Date | None:
    """The day of publication that the page around the report gives (发布时间, 公开日期), None if it gives none.

    It is the day of posting, perhaps of a later posting somewhere else. It may stand below the title without a name, or
    only in what the file says of itself, where nobody sees it.
    """
    named = list(_named_dates(report))
    date = next((date for label, date in named if re.search(_PUBLISHED, label)), named[0][1] if named else None)
    return date or _date_below_title(report) or _date_of_file(report)


# ── lines of the signature ───────────────────────────────────────────────────────────────────────


def _last_lines(report: Report) -> Iterator[Passage]:
    """The short lines of the last section that has any text."""
    section = next((section for section in reversed(report.sections) if section.paragraphs), None)
    for paragraph in section.paragraphs if section else ():
        line = passage(paragraph)
        if 2 < len(line.plain) <= _LONGEST_LINE:
            yield line


def _read_line(line: Passage) -> tuple[str | None, Date | None]:
    """The agency and the day that a line consists of; nothing if it holds anything else."""
    plain = line.plain
    bare = plain.strip("()")
    if bare[-1:] in "日号0123456789":
        for start, end, found in dates_in(plain):
            head = plain[:start].lstrip("(")
            if len(found) == 1 and not plain[end:].strip(")") and found[0][1] and found[0][3]:
                name = _name(head) if head else None
                if name is not None or not head:
                    return name, _date(line, start, end)
        return None, None
    return _name(plain), None


def _name(text: str) -> str | None:
    text = text.partition("(")[0] if text.endswith(")") else text
    plausible = 3 <= len(text) <= _LONGEST_NAME and text.isalpha()
    return text if plausible and kind_by_name(text) is not None else None


def _date(line: Passage, start: int, end: int) -> Date:
    ((_, year, month, day),) = next(found for first, _, found in dates_in(line.plain) if first == start)
    return Date(year, month, day, line.text[start:end], line.place(start, end), exists(year, month, day))


def _date_below_title(report: Report) -> Date | None:
    """A date in a line of its own between the title and the text."""
    if report.title is None:
        return None
    for paragraph in report.preamble:
        if paragraph.line > report.title.place.line and len(paragraph.text) <= _LONGEST_LINE:
            day = _read_line(passage(paragraph))[1]
            if day is not None:
                return day
    return None


def _date_of_file(report: Report) -> Date | None:
    """The day that the file itself gives beside its text; it has no place there, and is reported at the title."""
    match = re.match(_WRITTEN_BY_MACHINE, half_width(report.document.published[:_FARTHEST]))
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    if year < _FIRST_YEAR or not exists(year, month, day):
        return None
    return Date(year, month, day, match[0], report.title.place if report.title else _START, True)


# ── what a page says of itself ───────────────────────────────────────────────────────────────────


def _named_dates(report: Report) -> Iterator[tuple[str, Date]]:
    """The dates with their names: before the first section, and below the last one's text."""
    for paragraph in report.preamble:
        yield from _named_in(paragraph, f"{_PUBLISHED}|{_WRITTEN}")
    yield from _named_in_grids(report)
    for line in report.sections[-1].paragraphs if report.sections else ():
        if len(line.text) <= 2 * _LONGEST_LINE:
            yield from _named_in(line, _PUBLISHED)


def _named_in(paragraph: Paragraph, names: str) -> Iterator[tuple[str, Date]]:
    if "日期" in paragraph.text or "时间" in paragraph.text:
        line = passage(paragraph)
        for label in re.finditer(names, line.plain):
            rest = line.plain[label.end() : label.end() + _FARTHEST]
            first = label.end() + len(rest) - len(rest.lstrip(_MARKS))
            date = _day_at(paragraph, line, first)
            if date is not None:
                yield label[0], date


def _day_at(paragraph: Paragraph, line: Passage, first: int) -> Date | None:
    """The day that begins at an offset of a line: as printed, where a blank parts it from the time, or without any."""
    printed = first if line.kept is None else line.kept[first] if first < len(line.kept) else len(paragraph.text)
    for text, source, offset in ((paragraph.text, paragraph.place_of, printed), (line.plain, line.place, first)):
        for start, end, found in dates_in(half_width(text[offset : offset + _FARTHEST])):
            if start == 0 and len(found) == 1 and found[0][1] and found[0][3]:
                _, year, month, day = found[0]
                place = source(offset, offset + end)
                return Date(year, month, day, text[offset : offset + end], place, exists(year, month, day))
    return None


def _named_in_grids(report: Report) -> Iterator[tuple[str, Date]]:
    """The dates of a table of metadata above the report, the name in the same cell or in the one before."""
    if not report.sections:
        return
    first = report.sections[0].heading.place
    for block in report.document.blocks[:_GRIDS_LOOKED_AT]:
        if isinstance(block, Grid):
            for row in block.rows:
                yield from _named_in_row(row, first)
        elif block.place[:2] >= first[:2]:
            return


def _named_in_row(row: tuple[Piece, ...], first: Place) -> Iterator[tuple[str, Date]]:
    name = ""
    for piece in row:
        if piece.place[:2] >= first[:2]:
            return
        text = half_width("".join(piece.text.split()))
        label = re.match(f"{_PUBLISHED}|{_WRITTEN}", text)
        if label:
            name, text = label[0], text[label.end() :].lstrip(_MARKS)
        if name and text:
            for start, end, found in dates_in(text):
                if start == 0 and len(found) == 1 and found[0][1] and found[0][3]:
                    _, year, month, day = found[0]
                    yield name, Date(year, month, day, text[:end], piece.place, exists(year, month, day))
            name = ""
