"""Asking the ledger (查账): which instances of relations no choice of numbers can satisfy, over all reports at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files as resources
from typing import Any, NamedTuple

from gouji.collection import Collection, place_of
from gouji.document import Place
from gouji.finding import Related
from gouji.model import Number
from gouji.relations.across.relatives import Filed, Relatives
from gouji.relations.declaration import plain
from gouji.relations.evaluation import Bounds, Interval, satisfiable
from gouji.relations.expansion import Instance, Operand
from gouji.relations.language import CHILDREN, PRIOR

Spot = tuple[str, str, str]
"""A cell of the form (格): its table, row and field."""
_ENDS = ("low", "high")
_MOST_NAMED = 5
_NO_SHARES = (0, None, None, None)


class LaidOut(NamedTuple):
    """A relation between definite cells (展开的勾稽关系), and the key of the edition whose form they are of."""

    edition: str
    instance: Instance


class Subordinates(NamedTuple):
    """Whose figures a sum is made of (下级).

    size: how many they are. unknown: how many of them have no figure. largest: the reports with the largest figures.
    missing: some of those without one. equal: some whose figure is just what the two sides differ by.
    """

    size: int
    unknown: int
    largest: tuple[Related, ...]
    missing: tuple[str, ...]
    equal: tuple[str, ...]


class Breach(NamedTuple):
    """An instance that a report breaks (不符).

    path, agency, year: the report. place, raw: its cell that is reported. bounds: what is known of all cells involved.
    prior: the report on the year before, if that is involved. subordinates: those who are.
    """

    laid_out: LaidOut
    path: str
    agency: str
    year: int
    place: Place
    raw: str
    bounds: Bounds
    prior: Filed | None
    subordinates: Subordinates | None


_Broken = tuple[int, int]
"""The number of a file and that of an instance that it breaks."""
_Known = tuple[Decimal | None, Bounds]
"""By how much it is broken, and what is known of the cells."""


def breaches(laid_out: Sequence[LaidOut], collection: Collection) -> Iterator[Breach]:
    """Every breach of these instances in the reports that the collection is about, year by year, report by report.

    Each year is asked about on its own, which takes little more time and much less memory.
    """
    numbers = {spot: number for number, spot in enumerate(_spots(laid_out))}
    premises = (
        [{"spot": number, **_keys(spot)} for spot, number in numbers.items()],
        [_question(number, each) for number, each in enumerate(laid_out)],
        [term for number, each in enumerate(laid_out) for term in _terms(number, each.instance, numbers)],
    )
    for year in collection.years:
        relatives = Relatives(collection, year)
        if relatives.reports:
            yield from _of_year(laid_out, premises, relatives, collection)


def _of_year(
    laid_out: Sequence[LaidOut], premises: Sequence[Any], relatives: Relatives, collection: Collection
) -> Iterator[Breach]:
    broken = dict(_screened(laid_out, premises, relatives, relatives.reports, collection))
    if not broken:
        return
    summed = _summed(laid_out, premises, relatives, broken, collection)
    reported = [{**_about(each), **_keys(_spot(laid_out[each[1]].instance.at))} for each in broken]
    places = {(row[0], row[1]): row[2:] for row in _asked(collection, "places", reported)}
    below: dict[_Broken, Subordinates] = {}
    for of in dict.fromkeys(summed.values()):
        differences = {each: difference for each, (difference, _) in broken.items() if summed.get(each[0]) is of}
        below |= _below(laid_out, differences, of, collection)
    for file, number in sorted(broken, key=lambda each: (relatives.files[each[0]].path, each[1])):
        raw, *place = places[file, number]
        report, needs = relatives.files[file], {operand.whose for operand in laid_out[number].instance.operands}
        yield Breach(
            laid_out[number],
            *(report.path, report.agency, report.year),
            place_of(place),
            raw,
            broken[file, number][1],
            relatives.prior(file) if PRIOR in needs else None,
            below.get((file, number)),
        )


def _screened(
    laid_out: Sequence[LaidOut],
    premises: Sequence[Any],
    relatives: Relatives,
    reports: Sequence[Mapping[str, Any]],
    collection: Collection,
) -> Iterator[tuple[_Broken, _Known]]:
    """What these reports break, with what is known of it."""
    _spots, _questions, terms = premises
    whose, filings = {term["whose"] for term in terms}, {report["filing"] for report in reports}
    links = [link for link in relatives.links if link["whose"] in whose and link["filing"] in filings]
    found = _asked(collection, "screening", *premises, reports, links, relatives.repeated)
    for file, number, difference, known in found:
        bounds = _bounds(laid_out[number].instance, known)
        if not satisfiable(laid_out[number].instance, bounds):
            yield (file, number), (difference, bounds)


def _summed(
    laid_out: Sequence[LaidOut],
    premises: Sequence[Any],
    relatives: Relatives,
    broken: dict[_Broken, _Known],
    collection: Collection,
) -> dict[int, Relatives]:
    """Who may be below each report that does not come to the sum of its subordinates, by file.

    Where that is open, as for the government's own office, it is whoever leaves the fewest breaches, and ``broken``
    becomes these.
    """
    sums = {n for n, each in enumerate(laid_out) if any(of.whose == CHILDREN for of in each.instance.operands)}
    spots, questions, terms = premises
    of_sums = spots, *([row for row in rows if row["instance"] in sums] for rows in (questions, terms))
    fewest = Counter(file for file, number in broken if number in sums)
    found = dict.fromkeys(fewest, relatives)
    asked = {file: [{}, relatives.below(file)] for file in found}
    for other in relatives.otherwise() if found else ():
        files = {file for file in found if other.below(file) not in asked[file]}
        reports = [report for report in other.reports if report["file"] in files]
        left = dict(_screened(laid_out, of_sums, other, reports, collection)) if reports else {}
        count = Counter(file for file, _ in left)
        better = {file for file in files if count[file] < fewest[file]}
        for each in [each for each in broken if each[0] in better and each[1] in sums]:
            del broken[each]
        broken |= {each: known for each, known in left.items() if each[0] in better}
        fewest |= {file: count[file] for file in better}
        found |= dict.fromkeys(better, other)
        for file in files:
            asked[file].append(other.below(file))
    return found


def _below(
    laid_out: Sequence[LaidOut],
    broken: Mapping[_Broken, Decimal | None],
    relatives: Relatives,
    collection: Collection,
) -> dict[_Broken, Subordinates]:
    """The subordinates behind each breach that involves any."""
    summed = {
        number: next((operand for operand in each.instance.operands if operand.whose == CHILDREN), None)
        for number, each in enumerate(laid_out)
    }
    filings = {each: relatives.first(each[0]) for each in broken if summed[each[1]] is not None}
    if not filings:
        return {}
    doubtful = [
        {**_about(each), **_keys(_spot(operand)), "filing": filing, "difference": _text(broken[each])}
        for each, filing in filings.items()
        if (operand := summed[each[1]]) is not None
    ]
    among = set(filings.values())
    links = [link for link in relatives.links if link["whose"] == CHILDREN and link["filing"] in among]
    shares = {(row[0], row[1]): row[2:] for row in _asked(collection, "shares", doubtful, links, relatives.repeated)}
    return {each: _subordinates(relatives, each[0], shares.get(each, _NO_SHARES)) for each in filings}


def _subordinates(relatives: Relatives, file: int, shares: Sequence[Any]) -> Subordinates:
    unknown, largest, missing, equal = shares
    below, reports = relatives.below(file), relatives.files
    absent = [name for name, of in below.items() if of is None]
    return Subordinates(
        len(below),
        len(absent) + unknown,
        tuple(_related(reports[each["file"]], plain(each["value"])) for each in largest or ()),
        (*absent[:_MOST_NAMED], *(reports[each].agency for each in missing or ()))[:_MOST_NAMED],
        tuple(reports[each].agency for each in equal or ()),
    )


def _related(report: Filed, value: str | None) -> Related:
    return Related(report.path, report.agency, report.year, value)


def _asked(collection: Collection, question: str, *values: object) -> Iterator[tuple[Any, ...]]:
    return collection.rows(_sql(question), *map(json.dumps, values))


@cache
def _sql(question: str) -> str:
    return resources("gouji.relations.across").joinpath(f"{question}.sql").read_text("utf-8")


def _about(broken: _Broken) -> dict[str, int]:
    return dict(zip(("file", "instance"), broken, strict=True))


def _keys(spot: Spot) -> dict[str, str]:
    return dict(zip(("table_key", "row_key", "field_key"), spot, strict=True))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _spots(laid_out: Sequence[LaidOut]) -> list[Spot]:
    return list(dict.fromkeys(_spot(operand) for each in laid_out for operand in each.instance.operands))


def _spot(operand: Operand) -> Spot:
    return operand.table, operand.row, operand.field


def _question(number: int, laid_out: LaidOut) -> dict[str, Any]:
    """One row of ``instances``: what the sums must come to."""
    instance, when = laid_out.instance, laid_out.instance.when
    whose = {operand.whose for operand in instance.operands}
    return {
        "instance": number,
        "edition": laid_out.edition,
        "terms": len(set(instance.operands)),
        "prior": PRIOR in whose,
        "children": CHILDREN in whose,
        "ordering": instance.ordering,
        "constant": instance.constant,
        "when_ordering": None if when is None else when.ordering,
        "when_constant": 0 if when is None else when.constant,
    }


def _terms(number: int, instance: Instance, spots: Mapping[Spot, int]) -> Iterator[dict[str, Any]]:
    """The rows of ``terms`` for one instance: its cells, each with its part in the relation and in the condition."""
    balance = dict(instance.balance)
    when = dict(instance.when.balance) if instance.when is not None else {}
    for term, operand in enumerate(dict.fromkeys(instance.operands)):
        yield {
            "instance": number,
            "term": term,
            "whose": operand.whose,
            "spot": spots[_spot(operand)],
            "signed": operand.signed,
            "coefficient": balance.get(operand, 0),
            "when_coefficient": when.get(operand, 0),
        }


def _bounds(instance: Instance, known: Sequence[Mapping[str, Any]]) -> Bounds:
    operands = list(dict.fromkeys(instance.operands))
    return {(cell := operands[each["term"]]): Interval(*(_exact(each[end], cell) for end in _ENDS)) for each in known}


def _exact(value: Decimal | None, operand: Operand) -> Number | None:
    return value if value is None or not operand.whole else int(value)
