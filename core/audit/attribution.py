"""Attribution (归属): whose report a file is, and on which year.

The report's own words decide. Where they leave a choice, or say nothing, the names of the file and of its folders are
asked; these never overrule a report, but where they contradict it, it is in doubt. What is in doubt is listed, not
guessed, and takes no part in what is compared across reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.audit.roster import Roster, bare
from gouji.audit.roster.hints import Hints, hinting_of, years
from gouji.audit.roster.names import Names, names_of
from gouji.i18n import _

_MOST_NAMED = 3


class Attribution(NamedTuple):
    """Whose report on which year a file is (归属): None for what is in doubt, and why, in a sentence for people."""

    agency: str | None
    year: int | None
    doubt: str | None = None


def attribute(path: str, said_agency: str | None, said_year: int | None, roster: Roster) -> Attribution:
    """Settle whose report a file is, by what it says itself and by its path.

    roster: that of the audit or, for want of one, that which the reports imply.

    >>> from gouji.audit.roster.names import implied
    >>> attribute("2023年/清棠县.txt", "清棠县", None, implied(["清棠县人民政府"]))
    Attribution(agency='清棠县人民政府', year=2023, doubt=None)
    """
    agency, why_agency = _agency(path, said_agency, roster)
    year, why_year = _year(path, said_year)
    doubts = [doubt for doubt in (why_agency, why_year) if doubt]
    return Attribution(agency, year, _("；").join(doubts) or None)


_Settled = tuple[str | None, str]
"""The agency, and why it is in doubt; empty if it is not."""


def _agency(path: str, said: str | None, roster: Roster) -> _Settled:
    names = names_of(roster)
    hints = hinting_of(names).of(path)
    if not said or not bare(said):
        return _by_hints(hints)
    called = names.called(said)
    if not called.names:
        message = _("名册上没有“{said}”；如是名册上机关的别名，请写进名册的别名（aliases）列")
        return None, message.format(said=bare(said))
    fitting: Sequence[str] = called.names
    if len(fitting) > 1:
        fitting = [name for name in fitting if name in hints.named] or names.narrowed(fitting, hints.places)
    if len(fitting) > 1:
        message = _("报告写的是“{said}”，名册上符合的有{names}，文件名和文件夹名也看不出是哪一个")
        return None, message.format(said=bare(said), names=_listed(fitting))
    return _unless_contradicted(fitting[0], said, hints, names)


def _by_hints(hints: Hints) -> _Settled:
    match hints.named:
        case (name,):
            return name, ""
        case ():
            return None, _("报告没有写明是哪个机关的，文件名和文件夹名也看不出来")
        case several:
            message = _("报告没有写明是哪个机关的，文件名和文件夹名里有{names}")
            return None, message.format(names=_listed(several))


def _unless_contradicted(name: str, said: str, hints: Hints, names: Names) -> _Settled:
    """The agency, unless the path speaks of another, or of places where it does not lie."""
    if name in hints.named:  # and perhaps those that it was sent to, or filed with
        return name, ""
    above = {each.name for each in names.roster.above(name)}
    others = [each for each in hints.named if each not in above]
    if names.roster.implied:  # who stands above whom is not known, nor where a 财政局 lies that does not say it
        others = [each for each in others if each in hints.file and names.within[each]]
    if others:
        message = _("报告写的是“{said}”，文件名或文件夹名里却是{names}")
        return None, message.format(said=bare(said), names=_listed(others))
    if names.within[name] and hints.places and names.within[name].isdisjoint(hints.places):
        message = _("报告写的是“{said}”，文件名或文件夹名里却是{places}，它不在那里")
        return None, message.format(said=bare(said), places=_("、").join(hints.places[:_MOST_NAMED]))
    return name, ""


def _year(path: str, said: int | None) -> tuple[int | None, str]:
    """The year; a file's name may have that of its filing instead, and a folder's any later one."""
    hinted = years(path)
    if said is None:
        year = hinted.report or hinted.other
        return year, "" if year else _("报告没有写明是哪一年度的，文件名和文件夹名也看不出来")
    if hinted.in_file:
        contradicted = hinted.report not in (None, said) or hinted.other not in (None, said, said + 1)
    else:
        contradicted = (hinted.report or hinted.other or said) < said
    if contradicted:
        message = _("报告写的是{said}年，文件名或文件夹名里却是{hinted}年")
        return None, message.format(said=said, hinted=hinted.report or hinted.other)
    return said, ""


def _listed(names: Sequence[str]) -> str:
    listed = _("、").join(_("“{name}”").format(name=name) for name in names[:_MOST_NAMED])
    return listed if len(names) <= _MOST_NAMED else _("{names}等{number}个机关").format(names=listed, number=len(names))
