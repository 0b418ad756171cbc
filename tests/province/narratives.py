"""What a report of the province says in words: sentences of ``sentences.toml`` about its own matters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from generation.reports import Paragraphs

from province.agencies import Agency

Narrative = Mapping[str, Sequence[str]]
"""Paragraphs by section, with ``{year}`` and cells such as ``{received}`` still to be filled in."""
_SLOT = re.compile(r"\{(\w+)\}")
_LATER = ("year", "received")


@cache
def _bank() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def narrative(agency: Agency, edition: str, received: int, rng: Random) -> Narrative:
    """A narrative of one agency, true of a report with so many new requests."""
    bank = _bank()

    def drawn(section: str, kind: str, count: int = 1) -> str:
        chosen = rng.sample(bank[section][kind], count)
        return "".join(_SLOT.sub(lambda slot: _filled(slot[1], agency, rng), each) for each in chosen)

    return {
        "overview": (
            drawn("overview", "opening"),
            drawn("overview", "disclosure") + drawn("overview", "more", rng.randint(1, 3)),
            drawn("overview", "requests" if received else "no_requests"),
            drawn("overview", "management") + drawn("overview", "more"),
            drawn("overview", "platform"),
            drawn("overview", "supervision"),
        ),
        "problems": (drawn("problems", "problem"), drawn("problems", "improvement", 2)),
        "other_matters": (drawn("other_matters", "fee" if edition == "2021" else "no_fee"),),
    }


def _filled(slot: str, agency: Agency, rng: Random) -> str:
    match slot:
        case "noun":
            return rng.choice(agency.nouns[: len(agency.nouns) // 2])
        case "other":
            return rng.choice(agency.nouns[len(agency.nouns) // 2 :])
        case "name":
            return agency.name
        case "n":
            return str(rng.randint(3, 60))
        case _ if slot in _LATER:
            return f"{{{slot}}}"
    return str(rng.choice(_bank()["slots"][slot]))


def sections(narrative: Narrative, year: int, received: str, tables: Mapping[str, Any]) -> list[Paragraphs]:
    """The six sections as printed."""

    def said(section: str) -> tuple[str, ...]:
        return tuple(text.format(year=year, received=received) for text in narrative[section])

    return [
        Paragraphs("一、总体情况", said("overview")),
        Paragraphs("二、主动公开政府信息情况", (), tables["disclosure"]),
        Paragraphs("三、收到和处理政府信息公开申请情况", (), tables["applications"]),
        Paragraphs("四、政府信息公开行政复议、行政诉讼情况", (), tables["review"]),
        Paragraphs("五、存在的主要问题及改进情况", said("problems")),
        Paragraphs("六、其他需要报告的事项", said("other_matters")),
    ]
