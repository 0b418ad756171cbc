"""What looks like a defect and is none (似是而非): nothing across reports may be found for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from province.filings import Filing
from province.plantings import Mark, Planting, Scene


def refiled_alike(agency: str, year: int) -> Planting:
    """The same report once more, as a Word document."""
    return Planting(
        "refiled-alike",
        agency,
        year,
        lambda filing, scene: [filing, replace(filing, name=f"{filing.name}（重报）", layout="docx/plain")],
    )


def blank(agency: str, year: int) -> Planting:
    """A cell left blank which next year's report goes by."""
    cell = ("applications", "carried_out", "business")

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        return [replace(filing, values={**filing.values, cell: ""}, layout="|blank")]

    return Planting("blank", agency, year, edit, [Mark("T205", cell)])


def by_alias(agency: str, year: int, alias: str) -> Planting:
    """The title and the signature have a name that the roster knows as an alias."""
    return Planting("by-alias", agency, year, lambda filing, scene: [replace(filing, agency=alias, name=alias)])


def in_short(agency: str, year: int) -> Planting:
    """A government's title names only its area."""
    short = agency.removesuffix("人民政府")
    return Planting(
        "in-short",
        agency,
        year,
        lambda filing, scene: [replace(filing, headline=f"{short}{year}年政府信息公开工作年度报告", name=short)],
    )


def in_another_folder(agency: str, year: int, number: int) -> Planting:
    """A report under a name that says nothing, in a folder for all years."""
    return Planting(
        "in-another-folder",
        agency,
        year,
        lambda filing, scene: [replace(filing, folder="补报", name=f"扫描件{number}")],
    )


def partly_alike(agency: str, year: int) -> Planting:
    """A third of the paragraphs as last year."""

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        last, own = scene.earlier[filing.filer].narrative["overview"], filing.narrative["overview"]
        return [replace(filing, narrative={**filing.narrative, "overview": (*own[:3], last[3], *own[4:5], last[5])})]

    return Planting("partly-alike", agency, year, edit)


def later_by_roster(agency: str, year: int, day: tuple[int, int]) -> Planting:
    """Signed after the statutory deadline, on a day that the roster allows."""
    return Planting("later-by-roster", agency, year, lambda filing, scene: [replace(filing, signed=day)])
