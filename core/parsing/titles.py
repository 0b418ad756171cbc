"""The title (标题): the line, or the two or three, that name the agency, the year and the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gouji.document import Paragraph
from gouji.model import Section, Title
from gouji.parsing.folding import fold

NAME = "政府信息公开工作年度报告"
"""What Articles 49 and 50 of the 条例 call the report."""

_LOOKED_AT = 24
"""A title stands among the first paragraphs, below a page's navigation."""
_LONGEST = 70
_LONGEST_LINE = 40
_LOOSE = r"(?:政府|政务)?信息公开.{0,8}报告|政务公开.{0,6}报告"
_END = r"报告(?:\([^()]*\))?$"
_YEAR = r"(20\d{2})年?度?"
_SPELLED_YEAR = r"(二[〇零○oO][一二三四五六七八九〇零○]{2})年?度?"
_SENTENCES = "。；！？《》〈〉"
_NO_TITLE = (*_SENTENCES, "根据", "按照", "依据", "编制本", "现将", "下载", "上一篇", "下一篇", "首页", "当前位置")
"""What stands in sentences and in a page's navigation, and in no title."""
_AROUND_AGENCY = r"^(?:附件?\d{0,2}[:,.]|关于)|关于$"
_NAVIGATION = "年报|报告|目录|首页"
"""What a page's navigation is called, and no agency."""
_PERIOD = r"(20\d{2})年1月1日(?:起|始|开始)?,?(?:至|到|-|~|—)*(?:(20\d{2})年)?12月31日"
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")


def find_title(paragraphs: Sequence[Paragraph]) -> Title | None:
    """The title among the paragraphs before the first section, None if there is none."""
    first = list(paragraphs[:_LOOKED_AT])
    for wanted in (NAME, None):
        found = list(_candidates(first, wanted))
        if found:  # a page's metadata may give the name of the report alone, above the title
            return next((title for title in found if title.agency and title.year), found[0])
    return None


def _candidates(paragraphs: list[Paragraph], wanted: str | None) -> Iterator[Title]:
    for size in (1, 2, 3):
        for start in range(len(paragraphs) - size + 1):
            lines = paragraphs[start : start + size]
            text = "".join(line.text for line in lines)
            if _is_title(text, wanted) and (size == 1 or all(len(line.text) <= _LONGEST_LINE for line in lines)):
                yield _title(lines, paragraphs[start - 1] if start else None)


def _is_title(text: str, wanted: str | None) -> bool:
    folded = fold(text)
    if len(text) > _LONGEST or any(mark in text for mark in _NO_TITLE) or not re.search(_END, folded):
        return False
    if wanted is None:
        return re.search(_LOOSE, folded) is not None
    return wanted in folded


def _title(lines: list[Paragraph], before: Paragraph | None) -> Title:
    """The title with its parts; the agency may stand on the line before."""
    text = "".join(line.text for line in lines)
    agency, year = _parts(text)
    if agency is None and before is not None and _is_agency(before.text):
        lines = [before, *lines]
        text = before.text + text
        agency = _clean(before.text)
    place = lines[0].place
    end = lines[-1].place
    return Title(text, place._replace(end_line=end.end_line, end_column=end.end_column), agency, year)


def _parts(text: str) -> tuple[str | None, int | None]:
    folded = fold(text.lstrip("#* "))
    match = re.search(_YEAR, folded) or re.search(_SPELLED_YEAR, folded)
    year = int(match[1].translate(_DIGITS)) if match else None
    head = folded[: match.start()] if match else folded
    loose = re.search(r"(?:政府|政务)?信息公开|政务公开", folded)
    if not head and match and loose:
        head = folded[match.end() : loose.start()]
    elif match is None and loose:
        head = folded[: loose.start()]
    head = _clean(head)
    return None if re.search(_NAVIGATION, head) else head or None, year


def _clean(text: str) -> str:
    name = re.sub(_AROUND_AGENCY, "", fold(text)).strip(",.:-()的")
    return name + ")" * (name.count("(") - name.count(")"))  # 清棠县水务局(河长制办公室)


def _is_agency(text: str) -> bool:
    folded = fold(text)
    return 3 <= len(folded) <= 30 and not re.search(rf"[,.:;/>\d]|公开$|{_NAVIGATION}", folded)


def year_of(title: Title | None, paragraphs: Iterable[Paragraph], found: Sequence[Section]) -> int | None:
    """The year that the figures cover: the title's, else that of the statistics period, else that of section 一."""
    if title is not None and title.year is not None:
        return title.year
    for paragraph in paragraphs:
        match = re.search(_PERIOD, fold(paragraph.text))
        if match:
            return int(match[1])
    overview = next((section for section in found if section.key == "overview" and section.paragraphs), None)
    if overview is not None:
        match = re.search(r"(20\d{2})年", fold(overview.paragraphs[0].text[:200]))
        if match:
            return int(match[1])
    return None
