"""Asking the ledger (查账): which instances of relations no choice of numbers can satisfy, over all reports at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from importlib.resources import files as resources
from itertools import chain
from typing import Any, NamedTuple

from gouji.ahead import ahead
from gouji.collection import Collection, place_of
from gouji.document import Place
from gouji.finding import Related
from gouji.model import Number
from gouji.relations.across import rows
from gouji.relations.across.laying import LaidOut
from gouji.relations.across.relatives import Filed, Peers, Relatives, Uncounted
from gouji.relations.across.rows import Broken
from gouji.relations.declaration import plain
from gouji.relations.evaluation import Bounds, Interval, satisfiable
from gouji.relations.expansion import Instance, Operand
from gouji.relations.language import CHILDREN, PRIOR

_ENDS = ("low", "high")
_MOST_NAMED = 5
_AT_ONCE = 250
"""Reports that are screened together: fewer take longer, and more take more memory."""
_NO_SHARES = (0, None, None, None)


class Subordinates(NamedTuple):
    """Whose figures a sum is made of (下级).

    size: how many they are. unknown: how many of them have no figure. largest: the reports with the largest figures.
    missing: some of those without one. equal: some whose figure is just what the two sides differ by.
    uncounted: reports that are perhaps of more of them.
    """

    size: int
    unknown: int
    largest: tuple[Related, ...]
    missing: tuple[str, ...]
    equal: tuple[str, ...]
    uncounted: Uncounted


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


class _Lot(NamedTuple):
    """Reports that are screened together.

    identities: of them all. peers: what those are compared with that are not known to break nothing.
    """

    identities: Mapping[int, str]
    peers: Mapping[int, Sequence[Peers]]


class _Known(NamedTuple):
    """What is known of a breach: with which peers, by how much the two sides differ, and the bounds of the cells."""

    peers: Peers
    difference: Decimal | None
    bounds: Bounds


def breaches(laid_out: Sequence[LaidOut], collection: Collection) -> Iterator[Breach]:
    """Every breach of these instances in the reports that the collection is about, year by year, report by report.

    Reports that broke nothing before are not looked at again unless they, or any that they are compared with, are new.
    """
    premises = rows.premises(laid_out)
    question = f"relations {blake2b(json.dumps(premises).encode(), digest_size=16).hexdigest()}"
    relatives = Relatives(collection)
    lots = _lots(collection.answers(question), relatives, collection.years)
    broken: dict[Broken, _Known] = {}
    identities: dict[int, str] = {}
    for lot, found in ahead((lot, _screened(lot, premises, relatives, collection)) for lot in lots):
        broken.update(_known(laid_out, lot.peers, found))
        identities.update(lot.identities)
    found_in = Counter(file for file, _instance in broken)
    collection.note(question, {identity: found_in[file] for file, identity in identities.items()})
    if broken:
        yield from _described(laid_out, broken, relatives, collection)


def _lots(known: Mapping[str, int], relatives: Relatives, years: Iterable[int]) -> Iterator[_Lot]:
    """The reports on these years, in lots of which no more has to be screened than memory can hold."""
    identities: dict[int, str] = {}
    peers: dict[int, Sequence[Peers]] = {}
    for file, of in chain.from_iterable(relatives.on(year).items() for year in years):
        identities[file] = relatives.identity(file, of)
        if known.get(identities[file]) != 0:
            peers[file] = of
        if len(peers) == _AT_ONCE:
            yield _Lot(identities, peers)
            identities, peers = {}, {}
    yield _Lot(identities, peers)


def _screened(
    lot: _Lot, premises: Sequence[object], relatives: Relatives, collection: Collection
) -> Sequence[tuple[Any, ...]]:
    """What the reports of a lot perhaps break."""
    if not lot.peers:
        return ()
    reports = rows.reports(relatives.files, lot.peers)
    links = rows.links(each for of in lot.peers.values() for each in of)
    years = {relatives.files[file].year - before for file in lot.peers for before in (0, 1)}
    return list(_asked(collection, "screening", *premises, reports, links, relatives.repeated(*years)))


def _described(
    laid_out: Sequence[LaidOut], broken: Mapping[Broken, _Known], relatives: Relatives, collection: Collection
) -> Iterator[Breach]:
    """The breaches with where they stand, and with the other reports involved."""
    reported = [rows.reported(each, laid_out[each[1]].instance.at) for each in broken]
    places = {(row[0], row[1]): row[2:] for row in _asked(collection, "places", reported)}
    below = _below(laid_out, broken, relatives, collection)
    reports = relatives.files
    for file, number in sorted(broken, key=lambda each: (reports[each[0]].year, reports[each[0]].path, each[1])):
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


def _known(
    laid_out: Sequence[LaidOut], peers: Mapping[int, Sequence[Peers]], found: Iterable[Sequence[Any]]
) -> Iterator[tuple[Broken, _Known]]:
    """What reports break, of what was screened out."""
    numbered = {each.number: each for of in peers.values() for each in of}
    for file, number, instance, difference, known in found:
        bounds = _bounds(laid_out[instance].instance, known)
        if not satisfiable(laid_out[instance].instance, bounds):
            yield (file, instance), _Known(numbered[number], difference, bounds)


def _below(
    laid_out: Sequence[LaidOut], broken: Mapping[Broken, _Known], relatives: Relatives, collection: Collection
) -> dict[Broken, Subordinates]:
    """The subordinates behind each breach that involves any."""
    summed = {each: operand for each in broken if (operand := _of_children(laid_out[each[1]].instance)) is not None}
    if not summed:
        return {}
    doubtful = [
        rows.doubtful(each, operand, broken[each].peers, broken[each].difference) for each, operand in summed.items()
    ]
    links = rows.links(broken[each].peers for each in summed)
    repeated = relatives.repeated(*collection.years)
    shares = {(row[0], row[1]): row[2:] for row in _asked(collection, "shares", doubtful, links, repeated)}
    reports = relatives.files
    uncounted = {file: relatives.uncounted(reports[file]) for file in dict.fromkeys(file for file, _instance in summed)}
    return {
        each: _subordinates(reports, broken[each].peers.below, shares.get(each, _NO_SHARES), uncounted[each[0]])
        for each in summed
    }


def _of_children(instance: Instance) -> Operand | None:
    """The first figure of the subordinates that a relation is about, if any."""
    return next((operand for operand in instance.operands if operand.whose == CHILDREN), None)


def _subordinates(
    reports: Mapping[int, Filed], below: Mapping[str, int | None], shares: Sequence[Any], uncounted: Uncounted
) -> Subordinates:
    unknown, largest, missing, equal = shares
    absent = [name for name, of in below.items() if of is None]
    return Subordinates(
        len(below),
        len(absent) + unknown,
        tuple(_related(reports[each["file"]], plain(each["value"])) for each in largest or ()),
        (*absent[:_MOST_NAMED], *(reports[each].agency for each in missing or ()))[:_MOST_NAMED],
        tuple(reports[each].agency for each in equal or ()),
        uncounted,
    )


def _related(report: Filed, value: str | None) -> Related:
    return Related(report.path, report.agency, report.year, value)


def _asked(collection: Collection, question: str, *values: object) -> Iterator[tuple[Any, ...]]:
    return collection.rows(_sql(question), *map(json.dumps, values))


@cache
def _sql(question: str) -> str:
    return resources("gouji.relations.across").joinpath(f"{question}.sql").read_text("utf-8")


def _bounds(instance: Instance, known: Sequence[Mapping[str, Any]]) -> Bounds:
    operands = list(dict.fromkeys(instance.operands))
    return {(cell := operands[each["term"]]): Interval(*(_exact(each[end], cell) for end in _ENDS)) for each in known}


def _exact(value: Decimal | None, operand: Operand) -> Number | None:
    return value if value is None or not operand.whole else int(value)
