"""An audit reads again what has changed, and nothing else; and what it says is what a fresh one would say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from audits import TOWN, audited, auditing, content, told, write, write_all, write_roster
from commandline import gouji

from gouji.audit import auditing as auditing_module
from gouji.audit.attribution import attribute
from gouji.audit.auditing import Wanted
from gouji.audit.roster import read
from gouji.cache.stamp import Stamp

pytestmark = pytest.mark.usefixtures("settled_program")

ROADS = f"{TOWN}交通运输局"
WATER = f"{TOWN}水务局"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A current folder with two offices' reports on two years."""
    monkeypatch.chdir(tmp_path)
    for year in (2023, 2024):
        write(tmp_path / "reports", ROADS, year)
        write(tmp_path / "reports", WATER, year)
    yield tmp_path


def test_a_second_run_reads_nothing_and_concludes_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(audited("l.db", "reports")) == 4
    before = content("l.db")
    monkeypatch.setattr("gouji.audit.auditing.judged", lambda *_: pytest.fail("nothing has changed"))
    assert audited("l.db", "reports") == []
    assert content("l.db") == before


def test_the_years_are_known_also_where_nothing_is_concluded(here: Path) -> None:
    audited("l.db", "reports")
    with auditing("l.db", "reports") as audit:
        audit.conclude()
        assert list(audit.years) == [2023, 2024]


def test_only_what_has_changed_is_read(here: Path) -> None:
    audited("l.db", "reports")
    changed = write(here / "reports", ROADS, 2024, granted__total=99)
    added = write(here / "reports", f"{TOWN}教育局", 2024)
    (here / "reports" / "2023" / f"{WATER}.txt").unlink()
    expected = sorted(str(path.relative_to(here)) for path in (changed, added))
    assert sorted(audited("l.db", "reports")) == expected
    audited("fresh.db", "reports")
    assert content("l.db") == content("fresh.db")


def test_a_file_with_another_date_is_not_read(here: Path) -> None:
    audited("l.db", "reports")
    os.utime(here / "reports" / "2024" / f"{ROADS}.txt", (0, 0))
    assert audited("l.db", "reports") == []


def test_a_sidecar_counts_as_a_change(here: Path) -> None:
    path = write(here / "reports", ROADS, 2024, granted__total=99)
    audited("l.db", "reports")
    assert told("l.db", "SELECT DISTINCT code FROM findings ORDER BY code") == [("A101",), ("A103",)]
    beside = path.with_name(f"{path.name}.gouji.toml")
    beside.write_text('[[suppress]]\nrules = ["A101"]\nreason = "已核实"\n', encoding="utf-8")
    assert audited("l.db", "reports") == [str(path.relative_to(here))]
    assert told("l.db", "SELECT DISTINCT code FROM findings ORDER BY code") == [("A103",)]


def test_a_suppression_that_expires_is_looked_at_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(here / "reports", ROADS, 2024, granted__total=99)
    beside = path.with_name(f"{path.name}.gouji.toml")
    text = '[[suppress]]\nrules = ["A"]\nreason = "已核实"\nuntil = 2027-03-31\n'
    beside.write_text(text, encoding="utf-8")
    days = iter(["2027-03-30", "2027-03-31", "2027-04-01", "2027-04-02"])
    codes, numbers = [], []
    for day in days:
        for module in ("gouji.run", "gouji.audit.auditing"):
            monkeypatch.setattr(f"{module}.strftime", lambda _form, day=day: day)
        numbers.append(len(audited("l.db", "reports")))
        codes.append(told("l.db", "SELECT count(*) FROM findings WHERE code LIKE 'A%'")[0][0] > 0)
    assert numbers == [4, 0, 1, 0]
    assert codes == [False, False, True, True]


def test_what_could_not_be_read_is_tried_again_and_changes_nothing_by_that(here: Path) -> None:
    (here / "reports" / "broken.docx").write_bytes(b"PK\x03\x04")
    audited("l.db", "reports")
    with auditing("l.db", "reports") as audit:
        before = audit.ledger.changes
        assert [task.path for task in audit.pending] == ["reports/broken.docx"]
        list(audit.collect(audit.pending))
        assert audit.ledger.changes == before


def test_files_that_have_gone_leave_the_ledger_unless_they_are_kept(here: Path) -> None:
    audited("l.db", "reports")
    audited("l.db", "reports/2024", wanted=Wanted(keep=True))
    assert told("l.db", "SELECT count(*) FROM files") == [(4,)]
    audited("l.db", "reports/2024")
    assert told("l.db", "SELECT count(*), min(year) FROM files") == [(2, 2024)]


def test_what_is_in_a_folder_that_cannot_be_read_stays(here: Path) -> None:
    audited("l.db", "reports/2023", "reports/2024")
    shutil.move("reports/2023", "elsewhere")
    audited("l.db", "reports/2023", "reports/2024")
    found = told("l.db", "SELECT path FROM files WHERE path LIKE 'reports/2023%' ORDER BY path")
    assert found == [("reports/2023",), (f"reports/2023/{ROADS}.txt",), (f"reports/2023/{WATER}.txt",)]


def test_a_file_under_another_name_is_not_kept_twice(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audited("l.db", "reports")
    monkeypatch.chdir(here / "reports")
    audited("../l.db", "2024", wanted=Wanted(keep=True))
    found = told("../l.db", "SELECT path FROM files ORDER BY path")
    assert [path for (path,) in found] == [
        f"2024/{ROADS}.txt",
        f"2024/{WATER}.txt",
        f"reports/2023/{ROADS}.txt",
        f"reports/2023/{WATER}.txt",
    ]


def test_one_file_named_twice_is_one_file(here: Path) -> None:
    path = f"reports/2024/{ROADS}.txt"
    assert audited("l.db", path, f"./{path}", str(here / path)) == [path]


@pytest.mark.parametrize(
    "wanted",
    [Wanted(years=(2024,)), Wanted(roster=None), "roster", "tomorrow", "selection"],
)
def test_whatever_findings_across_reports_follow_from_makes_them_anew(
    here: Path, monkeypatch: pytest.MonkeyPatch, wanted: Wanted | str
) -> None:
    write_roster(here / "roster.csv")
    first = Wanted(read("roster.csv"))
    audited("l.db", "reports", wanted=first)
    with auditing("l.db", "reports", wanted=first) as audit:
        before = audit.ledger.concluded
        assert before
        audit.conclude()
        assert audit.ledger.concluded == before
    if wanted == "roster":
        write_roster(here / "roster.csv", offices=("交通运输局",))
        wanted = Wanted(read("roster.csv"))
    elif wanted == "tomorrow":
        monkeypatch.setattr("gouji.audit.auditing.strftime", lambda _form: "2099-01-01")
    with auditing("l.db", "reports", wanted=wanted if isinstance(wanted, Wanted) else first) as audit:
        if wanted == "selection":
            monkeypatch.setattr(type(audit._run), "verdict", audit._run.verdict._replace(selected=frozenset()))
        audit.conclude()
        assert audit.ledger.concluded not in (None, before)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files of which it is settled whose they are, as it happens."""
    paths: list[str] = []
    monkeypatch.setattr(auditing_module, "attribute", lambda path, *said: paths.append(path) or attribute(path, *said))
    return paths


@pytest.mark.parametrize("with_roster", [True, False])
def test_whose_report_a_file_is_is_settled_once(here: Path, settled: list[str], with_roster: bool) -> None:
    write_roster(here / "roster.csv")
    wanted = Wanted(read("roster.csv") if with_roster else None)
    audited("l.db", "reports", wanted=wanted)
    assert len(settled) == 4
    settled.clear()
    changed = write(here / "reports", ROADS, 2024, granted__total=99)
    audited("l.db", "reports", wanted=wanted)
    assert settled == [str(changed.relative_to(here))]


def test_with_another_roster_it_is_settled_anew_whose_all_files_are(here: Path, settled: list[str]) -> None:
    write_roster(here / "roster.csv")
    audited("l.db", "reports", wanted=Wanted(read("roster.csv")))
    write_roster(here / "roster.csv", offices=("交通运输局",))
    settled.clear()
    audited("l.db", "reports", wanted=Wanted(read("roster.csv")))
    assert len(settled) == 4
    with auditing("l.db", "reports") as audit:
        doubted = audit.rows("SELECT path FROM files WHERE doubt IS NOT NULL ORDER BY path")
        assert [Path(path).stem for (path,) in doubted] == [WATER, WATER]


def test_a_new_agency_settles_all_anew_where_there_is_no_roster(here: Path, settled: list[str]) -> None:
    audited("l.db", "reports")
    settled.clear()
    write(here / "reports", f"{TOWN}教育局", 2024)
    audited("l.db", "reports")
    assert len(settled) == 5


def test_another_program_reads_all_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audited("l.db", "reports")
    monkeypatch.setattr(Stamp, "_now", lambda _stamp: bytes(31) + b"1")
    assert len(audited("l.db", "reports")) == 4


def test_a_program_that_changes_meanwhile_is_not_relied_on(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stamp, "lasts", lambda _stamp: False)
    audited("l.db", "reports")
    assert len(audited("l.db", "reports")) == 4


def test_the_ledger_itself_is_no_report(here: Path) -> None:
    Path("both").mkdir()
    ledger = Path("both", "ledger.txt")
    assert gouji("audit", "reports", "--ledger", str(ledger), "--isolated").status == 0
    with auditing(ledger, "both") as audit:
        assert audit.pending == []


def test_what_was_read_before_the_run_was_broken_off_is_not_read_again(here: Path) -> None:
    with auditing("l.db", "reports") as audit:
        reading = audit.collect(audit.pending)
        first = next(reading).path
        reading.close()
    assert first not in audited("l.db", "reports")


def test_a_name_that_is_no_text_is_known_again(here: Path) -> None:
    path = os.fsdecode(b"reports/\xff.txt")
    shutil.copy(f"reports/2024/{ROADS}.txt", path)
    assert len(audited("l.db", "reports")) == 5
    assert audited("l.db", "reports") == []
    assert told("l.db", "SELECT path FROM files WHERE path LIKE '%udcff%'") == [("reports/\\udcff.txt",)]


def test_all_reports_again_and_again_end_alike(here: Path) -> None:
    write_all(here / "reports")
    audited("fresh.db", "reports")
    for part in ("reports/2022", "reports/2023", "reports"):
        audited("l.db", part)
    assert content("l.db") == content("fresh.db")
