"""Findings across reports (跨报告勾稽问题): the breaches of a report in words, with the other reports involved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from gouji.finding import Finding, Related
from gouji.i18n import _
from gouji.model import Number
from gouji.relations.across.asking import Breach, Subordinates
from gouji.relations.across.relatives import Uncounted
from gouji.relations.declaration import plain
from gouji.relations.evaluation import reach
from gouji.relations.expansion import Linear, Operand
from gouji.relations.findings import expected, message
from gouji.relations.language import PRIOR
from gouji.ruleset import edition


def findings(breaches: Iterable[Breach]) -> Iterator[Finding]:
    """What is to be said of the breaches of one relation, those of a report one after the other."""
    for _path, of_report in groupby(breaches, attrgetter("path")):
        yield from _of_report(list(of_report))


def _of_report(breaches: Sequence[Breach]) -> Iterator[Finding]:
    together = _together(breaches)
    for breach in breaches:
        instance = breach.laid_out.instance
        said = message(instance, edition(breach.laid_out.edition), breach.bounds)
        if not instance.relation.message:
            said += _about_others(breach) + together
        table, row, field = instance.at[:3]
        actual = breach.bounds[instance.at].value
        yield Finding(
            breach.place,
            said,
            table=table,
            row=row,
            field=field,
            expected=expected(instance, breach.bounds),
            actual=breach.raw.strip() if actual is None else plain(actual),
            related=tuple(_related(breach)),
            path=breach.path,
            severity=instance.severity,
            basis=instance.relation.basis,
        )


def _related(breach: Breach) -> Iterator[Related]:
    if breach.prior is not None:
        yield Related(breach.prior.path, breach.prior.agency, breach.prior.year, _before(breach))
    if breach.subordinates is not None:
        yield from breach.subordinates.largest


def _before(breach: Breach) -> str | None:
    """What the report on the year before has: its cell, or what its cells come to where there are several."""
    instance = breach.laid_out.instance
    sides = [_of_prior(side) for side in (instance.left, instance.right)]
    terms = [term for side in sides for term in side]
    if len(terms) == 1:
        terms = [(terms[0][0], 1)]
    known = [(breach.bounds[operand].value, coefficient) for operand, coefficient in terms]
    values = [value * coefficient for value, coefficient in known if value is not None]
    return plain(sum(values)) if len(values) == len(known) and not all(sides) else None


def _of_prior(side: Linear) -> list[tuple[Operand, Number]]:
    return [(operand, coefficient) for operand, coefficient in side.terms if operand.whose == PRIOR]


def _about_others(breach: Breach) -> str:
    """Where the other figures stand."""
    said = ""
    if breach.prior is not None:
        said += _("（{year}年度报告）").format(year=breach.prior.year)
    if breach.subordinates is not None:
        said += _about(breach.subordinates) + _about_uncounted(breach.subordinates.uncounted)
    return said


def _about(subordinates: Subordinates) -> str:
    if not subordinates.unknown:
        return _("（下级共{count}个）").format(count=subordinates.size)
    message = _("（下级共{count}个，其中{unknown}个没有报告或者没有这个数：{missing}）")
    return message.format(
        count=subordinates.size,
        unknown=subordinates.unknown,
        missing=_listed(subordinates.missing, subordinates.unknown),
    )


def _about_uncounted(uncounted: Uncounted) -> str:
    if not uncounted.reports:
        return ""
    message = _("（另有{count}份报告，机关名称以“{place}”开头，归属存疑，没有计入）")
    return message.format(count=uncounted.reports, place=uncounted.place)


def _listed(names: Sequence[str], count: int) -> str:
    """Names, and that there are more if these are not all."""
    listed = _("、").join(names)
    return listed if count <= len(names) else _("{names}等").format(names=listed)


def _together(breaches: Sequence[Breach]) -> str:
    """What the breaches of one report have in common, that points to where they come from.

    Nothing is said where the cells are not added up with each other, as those of different rows are not.
    """
    if breaches[0].laid_out.instance.relation.each not in ("column", "cell"):
        return ""
    differences = {_difference(breach) for breach in breaches}
    said = ""
    if len(breaches) > 1 and len(differences) == 1 and None not in differences:
        message = _("；这份报告共有{count}格这样不符，差额都是{difference}，可能出于同一处")
        said += message.format(count=len(breaches), difference=plain(differences.pop() or 0))
    elif len(breaches) > 1:
        said += _("；这份报告共有{count}格这样不符").format(count=len(breaches))
    if suspects := _suspects(breaches):
        message = (
            _("；差额正好等于{agencies}的数，是否漏计或者重复计了？")
            if len(suspects) == 1
            else _("；{agencies}各自的数都正好等于差额，是否漏计或者重复计了其中一个？")
        )
        said += message.format(agencies=_("、").join(suspects))
    return said


def _difference(breach: Breach) -> Number | None:
    """By how much the two sides differ, None if that is not known."""
    difference = reach(breach.laid_out.instance, breach.bounds).value
    return difference if difference is None or difference >= 0 else -difference


def _suspects(breaches: Sequence[Breach]) -> list[str]:
    """The subordinates whose own figures explain every breach of the report."""
    found = Counter(name for breach in breaches if breach.subordinates for name in breach.subordinates.equal)
    return sorted(name for name, count in found.items() if count == len(breaches))
