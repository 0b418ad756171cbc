"""Sections (章节): which lines are the report's headings, and what stands under each."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.document import Paragraph, Place
from gouji.model import Heading, Section
from gouji.parsing.folding import fold
from gouji.parsing.headings import HeadingLine, is_contents_entry, sections
from gouji.parsing.scan import Scan


class _Open:
    """A section that is being read."""

    def __init__(self, key: str | None, line: HeadingLine) -> None:
        self.key = key
        self.line = line
        self.paragraphs: list[Paragraph] = []
        self.tables: list[str] = []

    @property
    def empty(self) -> bool:
        """Whether nothing stands below the heading but what a table of contents has there."""
        return not self.tables and not self.text

    @property
    def text(self) -> list[Paragraph]:
        """The paragraphs without entries of a table of contents and the numbers of pages."""
        return [each for each in self.paragraphs if not (each.text.isdigit() or is_contents_entry(each.text))]


def divide(
    scan: Scan, pictures: tuple[Place, ...], local: Mapping[str, str | None]
) -> tuple[tuple[Paragraph, ...], tuple[Section, ...]]:
    """The paragraphs before the first section, and the sections in document order.

    local: the titles that local rulesets know; see :func:`gouji.parsing.headings.local_headings`.
    """
    flow = scan.flow
    if local:
        flow = [_known(entry, local) if isinstance(entry, HeadingLine) else entry for entry in flow]
    keys = _keys([entry for entry in flow if isinstance(entry, HeadingLine)])
    preamble: list[Paragraph] = []
    found: list[_Open] = []
    for entry in flow:
        current = found[-1] if found else None
        if isinstance(entry, HeadingLine):
            key = keys[id(entry)]
            if _is_heading(entry, key, current):
                found.append(_Open(key, entry))
        elif isinstance(entry, Paragraph):
            (preamble if current is None else current.paragraphs).append(entry)
        elif current is not None and entry not in current.tables:
            current.tables.append(entry)
    contents = _contents(found)
    for listed in found[:contents]:
        preamble += listed.text
    found = found[contents:]
    return tuple(preamble), tuple(_section(one, found[i + 1 : i + 2], pictures) for i, one in enumerate(found))


def _known(line: HeadingLine, local: Mapping[str, str | None]) -> HeadingLine:
    """The line with the section for which local rulesets know its title, if they do."""
    if line.key is not None or (title := fold(line.title)) not in local:
        return line
    return line._replace(key=local[title], guess=None, accepted=True)


def _keys(lines: list[HeadingLine]) -> dict[int, str | None]:
    """The section that each line opens: known titles first, then reworded ones for the sections that are still open."""
    named = {line.key for line in lines if line.key and line.number}
    keys: dict[int, str | None] = {}
    for line in lines:
        bare = line.key in named and not line.number  # the caption of a table, which repeats the heading's words
        keys[id(line)] = None if bare else line.key
    for form in sections():
        if form.key in named or form.key in keys.values():
            continue
        guesses = [line for line in lines if line.guess == form.key]
        if guesses:
            best = next((line for line in guesses if line.number == form.number), guesses[0])
            keys[id(best)] = form.key
    return keys


def _is_heading(line: HeadingLine, key: str | None, current: _Open | None) -> bool:
    """Whether a line opens a section: a caption that says again what the section is called does not."""
    if key is None:
        return line.key is None
    return current is None or current.key != key or (not current.empty and bool(line.number) and not current.tables)


def _contents(found: list[_Open]) -> int:
    """How many of the headings are a table of contents before the sections (目录): empty ones that all come again.

    The last one of them may be followed by text that belongs to none of its sections, the title perhaps.
    """
    end = 0
    while end < len(found) and found[end].empty:
        end += 1
    for count, fewest in ((end + 1, 3), (end, 3)):
        later = {section.key for section in found[count:]}
        if count >= fewest and all(section.key in later for section in found[:count] if section.key):
            return count
    return 0


def _section(one: _Open, following: list[_Open], pictures: tuple[Place, ...]) -> Section:
    line = one.line
    start, end = line.place.line, following[0].line.place.line if following else None
    inside = tuple(place for place in pictures if place.line > start and (end is None or place.line < end))
    form = next((form for form in sections() if form.key == one.key), None)
    accepted = line.accepted and (form is None or line.number == form.number)
    heading = Heading(line.number, line.title, line.place, accepted)
    return Section(one.key, heading, tuple(one.paragraphs), tuple(one.tables), inside)
