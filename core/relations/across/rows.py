"""Rows (问题的各行): what the questions in SQL are given, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from gouji.relations.across.laying import LaidOut
from gouji.relations.across.relatives import Filed, Peers
from gouji.relations.expansion import Instance, Operand
from gouji.relations.language import CHILDREN, PRIOR

Spot = tuple[str, str, str]
"""A cell of the form (格): its table, row and field."""
Broken = tuple[int, int]
"""The number of a file and that of an instance that it breaks."""
Row = dict[str, Any]


def premises(laid_out: Sequence[LaidOut]) -> tuple[list[Row], ...]:
    """The rows of ``spots``, ``instances`` and ``terms``: what is asked of any report."""
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


def reports(files: Mapping[int, Filed], peers: Mapping[int, Sequence[Peers]]) -> list[Row]:
    """The rows of ``reports``: each report with each of its peers, and how many others these are."""
    return [
        {
            "file": file,
            "peers": each.number,
            "edition": files[file].edition,
            PRIOR: int(each.prior is not None),
            CHILDREN: len(each.below),
        }
        for file, of in peers.items()
        for each in of
    ]


def links(peers: Iterable[Peers]) -> list[Row]:
    """The rows of ``links``: the files of all peers, those of subordinates with the turn of each."""
    found: list[Row] = []
    for each in {each.number: each for each in peers}.values():
        if each.prior is not None:
            found.append({"peers": each.number, "whose": PRIOR, "file": each.prior, "turn": 0})
        for turn, file in enumerate(each.below.values()):
            if file is not None:
                found.append({"peers": each.number, "whose": CHILDREN, "file": file, "turn": turn})
    return found


def reported(broken: Broken, operand: Operand) -> Row:
    """A row for ``places``: a breach, and the cell that is reported."""
    return {**dict(zip(("file", "instance"), broken, strict=True)), **_keys(_spot(operand))}


def doubtful(broken: Broken, operand: Operand, peers: Peers, difference: Decimal | None) -> Row:
    """A row of ``doubtful``: a sum that does not come out, of whose cells it is made, and what it lacks."""
    said = None if difference is None else str(difference)
    return {**reported(broken, operand), "peers": peers.number, "difference": said}


def _question(number: int, laid_out: LaidOut) -> Row:
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


def _terms(number: int, instance: Instance, spots: Mapping[Spot, int]) -> Iterator[Row]:
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


def _keys(spot: Spot) -> dict[str, str]:
    return dict(zip(("table_key", "row_key", "field_key"), spot, strict=True))


def _spot(operand: Operand) -> Spot:
    return operand.table, operand.row, operand.field
