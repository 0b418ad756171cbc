"""The pages (各页) as text: what the templates beside this module are filled in with."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji import __version__, i18n
from gouji.audit.notices import notice
from gouji.audit.site import names
from gouji.audit.site.agencies import ReportView, agency_view, report_view
from gouji.audit.site.census import STATES, Census, Member, state
from gouji.audit.site.charts import stacked
from gouji.audit.site.dossiers import Dossier, Filing
from gouji.audit.site.heat import Row, heat, of_page
from gouji.audit.standing import called
from gouji.explain import SEVERITIES, family
from gouji.finding import Severity
from gouji.i18n import N_, _
from gouji.outcome import NEVER, Outcome
from gouji.reporters.html.page import LANGUAGES, contents, environment
from gouji.reporters.html.view import RuleView, by_severity, rule_view
from gouji.reporters.wording import printable
from gouji.rule import Rule

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = os.path.dirname(__file__)
_AT_ONCE = 200
"""So many agencies or files stand in one table."""
_WORST = 15
_FIRST_OVERDUE = 15
_LOOKS = {"clean": "fine", "info": "info", "warning": "warning", "error": "error", "missing": "error"}
_PLACES = (
    (names.INDEX, N_("概况")),
    (names.OVERDUE, N_("未报和迟报")),
    (names.AGENCIES, N_("全部机关")),
    (names.DOUBTFUL, N_("存疑的文件")),
    (names.RULES, N_("规则说明")),
)

Page = tuple[str, str]
"""The name of a page and its text."""


class Stray(NamedTuple):
    """A file that is nobody's report (存疑的文件), as its line in the list says it."""

    page: str
    path: str
    agency: str | None
    year: int | None
    reason: str


class Pages:
    """Fills in the templates."""

    def __init__(self, census: Census, rules: Mapping[str, Rule]) -> None:
        self._census = census
        self._outcome = Outcome((), (), rules, NEVER)
        environ = environment(_FOLDER)
        environ.globals.update(
            version=__version__,
            language=LANGUAGES[i18n.in_use()],
            places=[(name, _(text)) for name, text in _PLACES],
            outcome=self._outcome,
            names={severity.key: _(name) for severity, name in SEVERITIES.items()},
            severities=by_severity(()),
            severity_keys=[severity.key for severity in sorted(Severity, reverse=True)],
            states={key: _(name) for key, name in STATES.items()},
            looks=_LOOKS,
            census=census,
            state=state,
            page_of=lambda name: names.of_agency(name) if name in census.members else None,
            area_of=names.of_area,
            part=names.part,
            heat=lambda code, number, most: heat(census.gravest[code], number, most),
            rules_page=f"../{names.RULES}",
        )
        environ.filters["short"] = lambda path: printable(path.removeprefix(census.folder))
        self._template = environ.get_template

    def assets(self) -> Iterator[Page]:
        """What all pages share."""
        yield "style.css", contents("page.css") + contents("site.css", _FOLDER)
        yield "site.js", contents("site.js", _FOLDER)

    def agency(self, dossier: Dossier) -> Iterator[Page]:
        """The page of an agency, and the notice to it if there is a reason for one."""
        name = dossier.agency
        member = self._census.members[name]
        view = agency_view(self._outcome, dossier, member)
        to_print = self._notice(dossier, view["reports"])
        if to_print:
            yield names.of_notice(name), to_print
        yield (
            names.of_agency(name),
            self._filled(
                "agency.jinja",
                names.of_agency(name),
                member=member,
                heading=printable(name),
                about=_("，").join(self._about(member)),
                above=self._census.above(name),
                notice=names.of_notice(name) if to_print else None,
                **view,
            ),
        )

    def _about(self, member: Member) -> Iterator[str]:
        yield from _sort_of(member)
        if self._census.has_roster and not member.listed:
            yield _("不在名册上")

    def _notice(self, dossier: Dossier, reports: Sequence[ReportView]) -> str | None:
        """The notice about the years of the audit."""
        about = [each for each in reports[::-1] if each.year is None or each.year in self._census.years]
        results = (each.view.result for each in about)
        found = notice(dossier.agency, results, dossier.absent[::-1], self._outcome.rules)
        if found is None:
            return None
        hidden = sum(each.hidden for each in about)
        page = names.of_notice(dossier.agency)
        return self._filled("notice.jinja", page, notice=found, agency=dossier.agency, hidden=hidden)

    def stray(self, filing: Filing) -> tuple[Stray, str]:
        """The page of a file that is nobody's report, and its line in the list."""
        result = filing.result
        first = next((finding.message for finding in result.findings), "")
        row = Stray(names.of_file(result.path), result.path, result.agency, result.year, filing.doubt or first)
        blank = dict.fromkeys(("absent", "roll_ups", "repetitions", "charts", "changes"), ())
        text = self._filled(
            "agency.jinja",
            row.page,
            member=None,
            notice=None,
            heading=printable(result.path),
            above=(),
            reports=[report_view(self._outcome, filing, 1)],
            **blank,
        )
        return row, text

    def overviews(self, strays: Sequence[Stray]) -> Iterator[Page]:
        """The pages about all agencies."""
        yield names.INDEX, self._index()
        for member in (None, *self._census.members.values()):
            if member is None or member.below:
                yield from self._areas(member)
        yield from self._parts("agencies.jinja", names.AGENCIES, "members", list(self._census.members.values()))
        yield from self._parts("overdue.jinja", names.OVERDUE, "rows", self._census.overdue())
        yield from self._parts("doubtful.jinja", names.DOUBTFUL, "rows", strays)
        yield names.RULES, self._rules()

    def _index(self) -> str:
        census = self._census
        years = list(census.year_sums())
        charted = [key for key in STATES if any(each.states[key] for each in years)]
        oldest_first = years[::-1]
        courses = tuple(tuple(each.states[key] for each in oldest_first) for key in STATES)
        overdue = census.overdue()
        rows = self._rows(None)
        worst_first = sorted(rows, key=lambda row: row[0].all_weight, reverse=True)
        shown = rows if len(rows) <= _AT_ONCE else worst_first[:_AT_ONCE]
        return self._filled(
            "index.jinja",
            names.INDEX,
            said=self._said(),
            years=years,
            charted=charted,
            chart=stacked(tuple(str(each.year) for each in oldest_first), courses) if charted else "",
            overdue=[each for each in overdue if each[1].year == overdue[0][1].year][:_FIRST_OVERDUE],
            overdue_count=len(overdue),
            families=list(self._families()),
            levels=list(self._levels()) if census.has_roster else (),
            worst=census.worst(_WORST),
            left_out=len(rows) - len(shown),
            all_rows=names.of_area(""),
            **of_page(shown, self._outcome),
        )

    def _said(self) -> str:
        """The state of the latest year in a sentence."""
        latest = next(self._census.year_sums(), None)
        if latest is None:
            return _("没有归属明确的报告。")
        text = _("{year}年度已报{filed}个，其中迟报{late}个，{missing}；已报的有{clean}个未发现问题。")
        missing = (
            _("未报{count}个").format(count=latest.states["missing"]) if self._census.has_roster else _("未报的不详")
        )
        return text.format(
            year=latest.year, filed=latest.filed, late=latest.late, missing=missing, clean=latest.states["clean"]
        )

    def _families(self) -> Iterator[tuple[str, str, Counter[str]]]:
        """The families of rules that found something, with how much of each severity."""
        found: dict[str, Counter[str]] = {}
        for (code, severity), number in self._census.found.items():
            found.setdefault(code.rstrip("0123456789"), Counter())[severity] += number
        for letters, severities in sorted(found.items()):
            yield letters, family(letters), severities

    def _levels(self) -> Iterator[tuple[str, int, int, Counter[str]]]:
        """The levels and kinds of agencies: how many, how many of them without a finding, how much was found."""
        found: dict[str, list[Member]] = {}
        for member in self._census.members.values():
            name = _(" · ").join(_sort_of(member)) or _("不在名册上")
            found.setdefault(name, []).append(member)
        for name, members in found.items():
            clean = sum(not member.severities for member in members)
            yield name, len(members), clean, sum((member.severities for member in members), Counter[str]())

    def _rows(self, member: Member | None) -> list[Row]:
        """The agencies of an area, the one above them first and by itself; of the whole: the topmost."""
        if member is None and len(self._census.top) == 1:
            (member,) = self._census.top
        if member is None:
            return [(each, False) for each in self._census.top]
        return [(member, True), *((each, False) for each in member.below)]

    def _areas(self, member: Member | None) -> Iterator[Page]:
        """The pages of all agencies directly below one."""
        rows = self._rows(member)
        base = names.of_area(member.name if member else "")
        for number, count, lot in _lots(rows, _AT_ONCE):
            name = names.part(base, number)
            yield (
                name,
                self._filled(
                    "area.jinja",
                    name,
                    name=printable(member.name) if member else _("最上级"),
                    above=self._census.above(member.name) if member else (),
                    part_count=count,
                    part_number=number,
                    part_name=base,
                    **of_page(lot, self._outcome),
                ),
            )

    def _parts(self, template: str, base: str, called: str, rows: Sequence[Any]) -> Iterator[Page]:
        """A long list as pages of bounded length."""
        for number, count, lot in _lots(rows, _AT_ONCE * 5):
            name = names.part(base, number)
            paged = {"part_count": count, "part_number": number, "part_name": base, called: lot}
            yield name, self._filled(template, name, **paged)

    def _rules(self) -> str:
        """The explanations of the rules that found something."""
        views: dict[str, list[RuleView]] = {}
        for code in sorted(self._census.gravest.keys() & self._outcome.rules.keys()):
            rule = self._outcome.rules[code]
            views.setdefault(rule.prefix, []).append(rule_view(rule))
        families = [(letters, family(letters), entries) for letters, entries in views.items()]
        return self._filled("rules.jinja", names.RULES, families=families)

    def _filled(self, template: str, page: str, **values: Any) -> str:
        found: Template = self._template(template)
        return found.render(root="../" * page.count("/"), here=page, **values)


def _lots(rows: Sequence[Any], size: int) -> Iterator[tuple[int, int, Sequence[Any]]]:
    """The rows in lots for a page each: its number, how many there are, and its rows; one page where there are none."""
    lots = [rows[start : start + size] for start in range(0, len(rows), size)] or [()]
    for number, lot in enumerate(lots, 1):
        yield number, len(lots), lot


def _sort_of(member: Member) -> Sequence[str]:
    """What sort of agency it is: its level and its kind, as far as the roster gives them, and each once."""
    return list(dict.fromkeys(filter(None, (called(member.level), called(member.kind)))))
