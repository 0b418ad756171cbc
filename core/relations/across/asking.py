"""Asking the ledger (查账): which instances of relations no choice of numbers can satisfy, over all reports at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files as resources
from typing import Any, NamedTuple

from gouji.collection import Collection, place_of
from gouji.document import Place
from gouji.finding import Related
from gouji.model import Number
from gouji.relations.across.relatives import Filed, Peers, Relatives
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


class _Known(NamedTuple):
    """What is known of a breach: with which peers, by how much the two sides differ, and the bounds of the cells."""

    peers: Peers
    difference: Decimal | None
    bounds: Bounds


def breaches(laid_out: Sequence[LaidOut], collection: Collection) -> Iterator[Breach]:
    """Every breach of these instances in the reports that the collection is about, year by year, report by report.

    Each year is asked about on its own, which takes little more time and much less memory.
    """
    premises = _premises(laid_out)
    for year in collection.years:
        relatives = Relatives(collection, year)
        if relatives.reports:
            yield from _of_year(laid_out, premises, relatives, collection)


def _of_year(
    laid_out: Sequence[LaidOut], premises: Sequence[object], relatives: Relatives, collection: Collection
) -> Iterator[Breach]:
    broken = _settled(laid_out, relatives, _screened(laid_out, premises, relatives, collection))
    if not broken:
        return
    reported = [{**_about(each), **_keys(_spot(laid_out[each[1]].instance.at))} for each in broken]
    places = {(row[0], row[1]): row[2:] for row in _asked(collection, "places", reported)}
    below = _below(laid_out, broken, relatives, collection)
    reports = relatives.files
    for file, number in sorted(broken, key=lambda each: (reports[each[0]].path, each[1])):
        raw, *place = places[file, number]
        report, known = reports[file], broken[file, number]
        needs_prior = any(operand.whose == PRIOR for operand in laid_out[number].instance.operands)
        yield Breach(
            laid_out[number],
            *(report.path, report.agency, report.year),
            place_of(place),
            raw,
            known.bounds,
            reports.get(known.peers.prior) if needs_prior and known.peers.prior is not None else None,
            below.get((file, number)),
        )


def _screened(
    laid_out: Sequence[LaidOut], premises: Sequence[object], relatives: Relatives, collection: Collection
) -> Iterator[tuple[_Broken, _Known]]:
    """What the reports break with any of their peers."""
    asked = relatives.reports, relatives.links, relatives.repeated
    peers = {peers.number: peers for report in relatives.files for peers in relatives.peers(report)}
    for file, of, instance, difference, known in _asked(collection, "screening", *premises, *asked):
        bounds = _bounds(laid_out[instance].instance, known)
        if not satisfiable(laid_out[instance].instance, bounds):
            yield (file, instance), _Known(peers[of], difference, bounds)


def _settled(
    laid_out: Sequence[LaidOut], relatives: Relatives, screened: Iterable[tuple[_Broken, _Known]]
) -> dict[_Broken, _Known]:
    """What the reports break: sums with the peers that leave the fewest breaches, all else with the usual ones."""
    sums = {n for n, each in enumerate(laid_out) if any(of.whose == CHILDREN for of in each.instance.operands)}
    found: dict[int, dict[int, dict[int, _Known]]] = {}
    for (file, instance), known in screened:
        found.setdefault(file, {}).setdefault(known.peers.number, {})[instance] = known
    broken: dict[_Broken, _Known] = {}
    for file, by_peers in found.items():
        choices = [by_peers.get(peers.number, {}) for peers in relatives.peers(file)]
        summed = min(choices, key=lambda of: len(sums & of.keys()))
        broken |= {(file, n): known for n, known in choices[0].items() if n not in sums}
        broken |= {(file, n): known for n, known in summed.items() if n in sums}
    return broken


def _below(
    laid_out: Sequence[LaidOut], broken: Mapping[_Broken, _Known], relatives: Relatives, collection: Collection
) -> dict[_Broken, Subordinates]:
    """The subordinates behind each breach that involves any."""
    summed = {each: operand for each in broken if (operand := _of_children(laid_out[each[1]].instance)) is not None}
    if not summed:
        return {}
    doubtful = [_doubtful(each, operand, broken[each]) for each, operand in summed.items()]
    among = {broken[each].peers.number for each in summed}
    links = [link for link in relatives.links if link["whose"] == CHILDREN and link["peers"] in among]
    shares = {(row[0], row[1]): row[2:] for row in _asked(collection, "shares", doubtful, links, relatives.repeated)}
    return {
        each: _subordinates(relatives.files, broken[each].peers.below, shares.get(each, _NO_SHARES)) for each in summed
    }


def _doubtful(broken: _Broken, operand: Operand, known: _Known) -> dict[str, Any]:
    """One row of ``doubtful``: a sum that does not come out, and of whose cells."""
    difference = None if known.difference is None else str(known.difference)
    return {**_about(broken), **_keys(_spot(operand)), "peers": known.peers.number, "difference": difference}


def _of_children(instance: Instance) -> Operand | None:
    """The first figure of the subordinates that a relation is about, if any."""
    return next((operand for operand in instance.operands if operand.whose == CHILDREN), None)


def _subordinates(reports: Mapping[int, Filed], below: Mapping[str, int | None], shares: Sequence[Any]) -> Subordinates:
    unknown, largest, missing, equal = shares
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


def _premises(laid_out: Sequence[LaidOut]) -> tuple[list[dict[str, Any]], ...]:
    """The rows of ``spots``, ``instances`` and ``terms``."""
    spots = dict.fromkeys(_spot(operand) for each in laid_out for operand in each.instance.operands)
    numbers = {spot: number for number, spot in enumerate(spots)}
    terms = [term for number, each in enumerate(laid_out) for term in _terms(number, each.instance, numbers)]
    lent = {(term["spot"], term["whose"]) for term in terms}
    return (
        [
            {"spot": number, **_keys(spot), **{whose: (number, whose) in lent for whose in (PRIOR, CHILDREN)}}
            for spot, number in numbers.items()
        ],
        [_question(number, each) for number, each in enumerate(laid_out)],
        terms,
    )


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
