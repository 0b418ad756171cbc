"""What comparisons across reports came to is kept: they are not made again, and runs say what a fresh one would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from audits import OFFICES, TOWN, audited, auditing, content, essay, told, write

from gouji.audit.auditing import Wanted
from gouji.audit.roster import read
from gouji.cache.stamp import Stamp
from gouji.copying import copies
from gouji.relations.across import asking
from gouji.ruleset import edition

pytestmark = pytest.mark.usefixtures("settled_program")

GOVERNMENT = f"{TOWN}人民政府"
ELSEWHERE = "清江市民政局"
OFFICE = TOWN + OFFICES[0]
AGENCIES = (GOVERNMENT, f"{TOWN}人民政府办公室", *(TOWN + office for office in OFFICES[:5]), ELSEWHERE)
REPORTS = Path("reports")
YEARS = (2022, 2023, 2024)
NOTHING = {row.key: 0 for name in ("applications", "review") for row in edition("2021").tables[name].rows}
ROSTER = """\
agency,kind,parent,consolidates,from,to
{government},government,,yes,2022,2024
{government}办公室,department,{government},no,2022,2024
{offices}
清江市民政局,department,,no,2022,2024
"""


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wanted]:
    """A current folder with the reports of a county on three years, and its roster: the government sums its offices."""
    monkeypatch.chdir(tmp_path)
    lines = (f"{TOWN}{office},department,{GOVERNMENT},no,2022,2024" for office in OFFICES[:5])
    Path("roster.csv").write_text(ROSTER.format(government=GOVERNMENT, offices="\n".join(lines)), encoding="utf-8")
    for year in YEARS:
        for number, agency in enumerate(AGENCIES):
            narrative = "\n\n".join(essay(number + year))
            write(REPORTS, agency, year, narrative, **NOTHING)
    yield Wanted(read("roster.csv"))


@pytest.fixture
def screened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports are looked at for relations, each time."""
    numbers: list[int] = []
    screening = asking._screened

    def counting(lot: asking._Lot, *rest: object) -> Sequence[object]:
        numbers.append(len(lot.peers))
        return screening(lot, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "_screened", counting)
    return numbers


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The narratives that are compared, each with the other."""
    texts: list[str] = []
    overlap = copies.Overlap

    def counting(first: Sequence[str], second: Sequence[str], least: int = 0) -> copies.Overlap:
        texts.append("".join((*first, *second)))
        return overlap(first, second, least)

    monkeypatch.setattr(copies, "Overlap", counting)
    return texts


def changed(chance: Random) -> None:
    """Something happens to the reports, as it does between two runs."""
    agency, year = chance.choice(AGENCIES), chance.choice(YEARS)
    path = REPORTS / str(year) / f"{agency}.txt"
    match chance.randrange(6):
        case 0 if path.exists():
            path.unlink()
        case 1 if path.exists():  # filed twice
            path.rename(path.with_stem(f"{agency}（更正）"))
            write(REPORTS, agency, year, **(NOTHING | {"received": 2}))
        case 2 if path.exists():  # filed for another year
            other = REPORTS / str(chance.choice(YEARS)) / path.name
            other.parent.mkdir(exist_ok=True)
            path.rename(other)
        case 3:  # somebody else's text, and that of last year
            for each in YEARS[:2]:
                write(REPORTS, agency, each, "\n\n".join(essay(year)), **NOTHING)
        case _:
            values = {name: chance.randrange(2) for name in ("received", "carried_in", "carried_out")}
            write(REPORTS, agency, year, "\n\n".join(essay(chance.randrange(99))), **(NOTHING | values))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_changes_a_run_says_what_a_fresh_one_would(wanted: Wanted, seed: int) -> None:
    chance = Random(seed)
    audited("l.db", "reports", wanted=wanted)
    codes = set()
    for turn in range(4):
        for _change in range(chance.randint(1, 12)):
            changed(chance)
        audited("l.db", "reports", wanted=wanted)
        audited(f"{turn}.db", "reports", wanted=wanted)
        assert content("l.db") == content(f"{turn}.db"), turn
        codes |= {code for (code,) in told("l.db", "SELECT DISTINCT code FROM findings WHERE across")}
    assert codes >= {"G901", "G902", "G903", "G904", "Y801", "Y804"}


def filed(agency: str, year: int, name: str = "", **values: int) -> None:
    """File a report with no figures but these, in a file of this name."""
    path = write(REPORTS, agency, year, **(NOTHING | values))
    path.rename(path.with_stem(name or path.stem))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (lambda: None, lambda: filed(OFFICE, 2023, received=2), "G901"),
        (lambda: None, lambda: filed(ELSEWHERE, 2022, carried_out=2), "Y801"),
        (
            lambda: (filed(OFFICE, 2023, "补报"), filed(OFFICE, 2023, received=2)),
            (REPORTS / "2023" / "补报.txt").unlink,
            "G901",
        ),
        (
            (REPORTS / "2023" / f"{OFFICE}.txt").unlink,
            lambda: filed(OFFICE, 2023, received=2),
            "G901",
        ),
    ],
    ids=["a subordinate", "the year before", "one of two filings", "one that was missing"],
)
def test_who_breaks_nothing_is_looked_at_again_once_others_change(
    wanted: Wanted, before: Callable[[], object], after: Callable[[], object], code: str
) -> None:
    before()
    audited("l.db", "reports", wanted=wanted)
    assert told("l.db", "SELECT code FROM findings WHERE code IN ('G901', 'Y801')") == []
    after()
    audited("l.db", "reports", wanted=wanted)
    assert (code,) in told("l.db", "SELECT DISTINCT code FROM findings WHERE across")
    audited("fresh.db", "reports", wanted=wanted)
    assert content("l.db") == content("fresh.db")


def test_only_what_is_new_is_compared_again(wanted: Wanted, screened: list[int], compared: list[str]) -> None:
    for year in YEARS[:2]:
        write(REPORTS, ELSEWHERE, year, "\n\n".join(essay(1)), **NOTHING)
    write(REPORTS, GOVERNMENT, 2024, **(NOTHING | {"received": 2}))
    audited("l.db", "reports", wanted=wanted)
    assert screened == [len(AGENCIES) * len(YEARS)]
    across = "SELECT code, path, message FROM problems WHERE across ORDER BY ALL"
    before = told("l.db", across)
    assert {code for code, *_rest in before} == {"G901", "Y804"}
    screened.clear(), compared.clear()
    new = essay(0)
    write(REPORTS, OFFICE, 2023, "\n\n".join(new), **NOTHING)
    audited("l.db", "reports", wanted=wanted)
    assert screened == [2 + 2], "itself, the year after, its government, and that which broke something before"
    known = [text for text in compared if new[0].rstrip("。") not in text]
    assert len(known) == 1 < len(compared), "two known ones are alike, of which is told"
    assert told("l.db", across) == before


def test_nothing_is_known_of_a_file_that_takes_the_place_of_the_last_one(wanted: Wanted, screened: list[int]) -> None:
    """It must not get the number of that: what is kept is kept by numbers."""
    audited("l.db", "reports", wanted=wanted)
    ((last, most),) = told("l.db", "SELECT arg_max(path, file), max(file) FROM files")
    moved = Path(last).rename(Path("elsewhere.txt"))
    audited("l.db", "reports", wanted=wanted)
    screened.clear()
    moved.rename(last)
    audited("l.db", "reports", wanted=wanted)
    assert told("l.db", "SELECT path FROM files WHERE file > (SELECT ?)".replace("?", str(most))) == [(last,)]
    assert screened == [1]


def test_with_another_program_all_is_compared_again(
    wanted: Wanted, screened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    audited("l.db", "reports", wanted=wanted)
    monkeypatch.setattr(Stamp, "_now", lambda _stamp: bytes(31) + b"1")
    audited("l.db", "reports", wanted=wanted)
    assert screened == [len(AGENCIES) * len(YEARS)] * 2
    assert told("l.db", "SELECT count(DISTINCT basis) FROM answers") == [(1,)]


def test_nothing_is_kept_by_a_program_that_changes_meanwhile(wanted: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stamp, "lasts", lambda _stamp: False)
    audited("l.db", "reports", wanted=wanted)
    with auditing("l.db", "reports", wanted=wanted) as audit:
        audit.settle()
        audit.note("what", {"of": 1})
        assert audit.answers("what") == {}
    assert told("l.db", "FROM answers") == []
