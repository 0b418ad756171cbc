"""The defects that are planted in the province (布设的问题), each true to how it comes about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from generation.reports import CellKey

from province.agencies import Agency
from province.filings import Filing
from province.narratives import narrative
from province.oracle import Breach
from province.plantings import Edit, Mark, Planting, Scene, counted

PERSON, BUSINESS = "natural_person", "business"


def carried_over(agency: str, year: int) -> Planting:
    """A request carried over that last year's report does not know: the column and the total are wrong."""
    edit = counted(carried_in__natural_person=1, granted__natural_person=1, total__natural_person=1)
    shows = [Breach("Y801", agency, ("applications", "carried_in", column)) for column in (PERSON, "total")]
    return Planting("carried-over", agency, year, edit, shows=shows)


def recoded(agency: str, year: int) -> Planting:
    """Requests carried over counted for another kind of applicant: single columns are wrong, the total is not."""
    edit = counted(
        carried_in__natural_person=-1,
        received__natural_person=1,
        carried_in__business=1,
        granted__business=1,
        total__business=1,
    )
    shows = [Breach("Y801", agency, ("applications", "carried_in", column)) for column in (PERSON, BUSINESS)]
    return Planting("recoded", agency, year, edit, shows=shows)


def lost_documents(agency: str, year: int) -> Planting:
    """Documents in force that nobody made (2021 edition)."""
    cell = ("disclosure", "normative_docs", "in_force")
    return Planting("lost-documents", agency, year, _added({cell: 2}), shows=[Breach("Y802", agency, cell)])


def other_items(agency: str, year: int) -> Planting:
    """Last year's items other than what last year's report leads to (2019 edition)."""
    cell = ("disclosure", "licensing", "prev_items")
    return Planting("other-items", agency, year, _added({cell: 3}), shows=[Breach("Y803", agency, cell)])


def repeated(agency: str, year: int) -> Planting:
    """Last year's text with the year changed."""

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        return [replace(filing, narrative=scene.earlier[filing.filer].narrative)]

    return Planting("repeated", agency, year, edit, [Mark("Y804")])


def copied(agency: str, year: int, other: str) -> Planting:
    """Another agency's text with the name changed."""

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        theirs = scene.peers[other].narrative
        mine = {section: [text.replace(other, agency) for text in texts] for section, texts in theirs.items()}
        return [replace(filing, narrative=mine)]

    return Planting("copied", agency, year, edit, [Mark("G903"), Mark("G903", agency=other)])


def uncounted(agency: str, year: int, above: str) -> Planting:
    """A case that the agency reports and the government above it has not added up."""
    shows = [Breach("G901", above, ("review", "review", field)) for field in ("upheld", "total")]
    return Planting("uncounted", agency, year, counted(review__upheld=1), shows=shows)


def overstated(agency: str, year: int) -> Planting:
    """A request that a government reports and nobody under it does."""
    edit = counted(received__natural_person=1, granted__natural_person=1, total__natural_person=1)
    rows, columns = ("received", "granted", "total"), (PERSON, "total")
    shows = [Breach("G901", agency, ("applications", row, column)) for row in rows for column in columns]
    return Planting("overstated", agency, year, edit, shows=shows)


def missing(agency: str, year: int) -> Planting:
    """No report at all."""
    return Planting("missing", agency, year, lambda filing, scene: [], [Mark("G902")])


def refiled(agency: str, year: int) -> Planting:
    """A second report with other figures."""
    cell = ("applications", "received", PERSON)
    change = counted(received__natural_person=1, granted__natural_person=1, total__natural_person=1)

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        (second,) = change(replace(filing, name=f"{filing.name}（更正）"), scene)
        return [filing, second]

    return Planting("refiled", agency, year, edit, [Mark("G904", cell), Mark("G904", cell, 1)])


def late(agency: str, year: int, day: tuple[int, int]) -> Planting:
    """Signed on a day after its deadline."""
    return Planting("late", agency, year, lambda filing, scene: [replace(filing, signed=day)], [Mark("D404")])


def nameless(agency: str, year: int, number: int) -> Planting:
    """A further report that says nowhere whose it is."""

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        stray = replace(_stray(filing, "本单位"), headline=f"{year}年政府信息公开工作年度报告", signer=None)
        return [filing, replace(stray, folder=f"{year}/来稿", name=f"{number:04}")]

    return Planting("nameless", agency, year, edit, [Mark("X007", file=1), Mark("S307", file=1)])


def unlisted(agency: str, year: int, name: str) -> Planting:
    """A further report, of an agency that is not on the roster."""
    return Planting(
        "unlisted", agency, year, lambda filing, scene: [filing, _stray(filing, name)], [Mark("X007", file=1)]
    )


def wrong_total(agency: str, year: int) -> Planting:
    """A 总计 that is not the sum of its row."""
    cell = ("applications", "granted", "total")
    marks = [Mark("A101", cell), Mark("A103", ("applications", "total", "total"))]
    return Planting("wrong-total", agency, year, _added({cell: 1}), marks)


def wrong_case_total(agency: str, year: int) -> Planting:
    """A 总计 of table 四 that is not the sum of the results."""
    cell = ("review", "direct", "total")
    return Planting("wrong-case-total", agency, year, _added({cell: 1}), [Mark("A104", cell)])


def misstated(agency: str, year: int) -> Planting:
    """A figure in the text that contradicts the table."""

    def edit(filing: Filing, scene: Scene) -> Sequence[Filing]:
        return [_said(filing, f"全年新收政府信息公开申请{int(filing.received) + 3}件。")]

    return Planting("misstated", agency, year, edit, [Mark("N601")])


def residue(agency: str, year: int) -> Planting:
    """What Word left behind."""
    return Planting(
        "residue", agency, year, lambda filing, scene: [_said(filing, "[bookmark: _GoBack]")], [Mark("H703")]
    )


def _added(changes: dict[CellKey, int]) -> Edit:
    return lambda filing, scene: [filing.with_counts(changes)]


def _stray(filing: Filing, name: str) -> Filing:
    """A report of an agency that nobody knows, with a text of its own."""
    unknown = Agency(name, "department", "county", None, "", ("观测站点布局", "科普馆开放", "仪器检定", "资料借阅"))
    said = narrative(unknown, filing.edition, int(filing.received), Random(f"{name} {filing.path}"))
    return replace(filing, agency=name, filer="", name=name, narrative=said)


def _said(filing: Filing, sentence: str) -> Filing:
    """The report with a further sentence."""
    overview = (*filing.narrative["overview"], sentence)
    return replace(filing, narrative={**filing.narrative, "overview": overview})
