"""How a finding is put to people (措辞): one vocabulary for every format that people read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gouji.document import Place
from gouji.finding import Culprit, Finding, Related
from gouji.i18n import _
from gouji.outcome import Outcome
from gouji.reporters.causes import Cause
from gouji.whereabouts import spoken

_MOST_RELATED = 5
"""So many other reports are named with a finding; a roll-up may be about dozens."""
_BLANKS = {"\t": "  ", "\n": " ", "\r": " ", "\f": " ", "\v": " "}


def printable(text: str) -> str:
    r"""The text on one line, with what a screen cannot show, or could be misled by, spelt out (可显示的文字).

    Reports come from anywhere: an escape sequence must not reach a terminal nor a control character an XML file, and
    a character that nobody sees (零宽字符) is often the very fault.

    >>> print(printable("总计\t1\x1b[2J\u200b"))
    总计  1\x1b[2J\u200b
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _spelt_out(character) for character in text)


def _spelt_out(character: str) -> str:
    if unicodedata.category(character) == "Zs":  # the no-break and the ideographic space count as not printable
        return character
    return _BLANKS.get(character) or character.encode("unicode_escape").decode("ascii")


def where(path: str, place: Place) -> str:
    """Where to look (位置): ``path:line:column``, in a workbook ``path:cell``, else in words."""
    if place.page is None and place.cell is None:
        return printable(f"{path}:{place.line}:{place.column}")
    spot = spoken(place)
    if spot == place.cell:
        return printable(f"{path}:{spot}")
    return printable(_("{path}：{spot}").format(path=path, spot=spot))


def is_in_lines(place: Place) -> bool:
    """Whether a place is one by line and column; in a PDF, a Word document and a workbook it is another (无行号)."""
    return place.page is None and place.cell is None


def title(outcome: Outcome, code: str) -> str:
    """A rule's code with its title (规则标题), since nobody remembers a code; the code alone if no rule has it."""
    rule = outcome.rules.get(code)
    return f"{code} {printable(_(rule.title))}" if rule else code


def message(finding: Finding) -> str:
    """What the finding says (问题描述), and for how many places unless it says so itself."""
    text = printable(finding.message)
    if finding.places == 1 or str(finding.places) in re.findall(r"\d+", text):
        return text
    return _("{message}（共{count}处）").format(message=text, count=finding.places)


def related(finding: Finding, most: int = _MOST_RELATED) -> Iterator[str]:
    """The other reports that the finding is about (相关报告), a line each, the first few of them."""
    for each in finding.related[:most]:
        yield _("相关报告：{report}").format(report=_report(each))
    if len(finding.related) > most:
        yield _("……共{count}份相关报告").format(count=len(finding.related))


def _report(each: Related) -> str:
    """Another report, and what it holds there."""
    about = whose(each.agency, each.year)
    name = printable(each.path or "")
    name = _("{path}（{about}）").format(path=name, about=about) if name and about else name or about
    if each.value is None:
        return name
    return _("{report}：{value}").format(report=name, value=printable(each.value))


def whose(agency: str | None, year: int | None) -> str:
    """Whose report on which year (报告归属); empty if neither is known."""
    about = (printable(agency or ""), _("{year}年度").format(year=year) if year else "")
    return " ".join(filter(None, about))


def in_full(finding: Finding) -> str:
    """What the finding says, and which other report it is about, on one line."""
    return _("；").join((message(finding), *related(finding, most=1)))


def spotted(finding: Finding) -> str:
    """What the finding says, after its spot in words where there is no line by which a program could show it."""
    if is_in_lines(finding.place):
        return in_full(finding)
    return _("{spot}：{message}").format(spot=printable(spoken(finding.place)), message=in_full(finding))


def repair(culprit: Culprit, actual: str = "") -> str:
    """What the culprit's cell should hold (应填数值), and what it holds now if that is known."""
    expected = printable(culprit.value)
    if not actual:
        return _("这一格应为{expected}").format(expected=expected)
    return _("这一格应为{expected}，现为{actual}").format(actual=printable(actual), expected=expected)


def basis(finding: Finding) -> str:
    """The finding's basis in law (依据); empty if it has none."""
    return printable(_(finding.basis))


def headline(outcome: Outcome, cause: Cause) -> str:
    """What a problem is called: its rule's title, or where it breaks several rules the value that repairs them all."""
    if cause.culprit is None or len(cause.findings) == 1:
        return title(outcome, cause.findings[0].code)
    cell = repair(cause.culprit, cause.actual)
    return _("{repair}，下列{count}个问题都由它引起").format(repair=cell, count=len(cause.findings))
