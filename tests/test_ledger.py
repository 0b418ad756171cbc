"""The ledger's file: made whole or not at all, held by one run at a time, never anybody else's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from audits import audited, content, told, write, write_all
from hypothesis import given
from hypothesis import strategies as st

from gouji.audit.harvest import Harvest
from gouji.audit.ledger import opening, store
from gouji.audit.ledger.opening import MEMORY, opened, opened_to_read, own_files, telling
from gouji.audit.ledger.store import Ledger, readable
from gouji.audit.roster import Agency, Roster
from gouji.document import Place
from gouji.finding import Finding, Severity
from gouji.usage import UsageError

HOLDER = """
import sys
from gouji.audit.ledger.store import Ledger
ledger = Ledger(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "l.db")


def beside(path: str) -> list[str]:
    return sorted(each.name for each in Path(path).parent.iterdir())


def test_it_is_made_when_it_is_first_needed(path: str) -> None:
    Ledger(path).close()
    assert beside(path) == ["l.db"]
    assert told(path, "SELECT count(*) FROM files") == [(0,)]


@pytest.mark.parametrize("size", [0, 1, 4096, 12287, 12288, None])
def test_one_that_was_left_half_made_is_made_anew(path: str, size: int | None) -> None:
    draft = Path(f"{path}.new")
    if size is None:  # whole, but not yet under its name
        Ledger(path).close()
        Path(path).replace(draft)
    else:
        duckdb.connect(str(draft)).close()
        draft.write_bytes(draft.read_bytes()[:size])
    Ledger(path).close()
    assert beside(path) == ["l.db"]
    assert told(path, "SELECT count(*) FROM files") == [(0,)]


def test_one_that_was_deleted_without_its_log_is_made_anew(path: str) -> None:
    ledger = Ledger(path)
    ledger._database.execute("SET wal_autocheckpoint = '1GB'")
    ledger.enrol(Roster([Agency("清棠县人民政府", "government", "county")]))
    log = Path(f"{path}.wal").read_bytes()
    ledger.close()
    Path(path).unlink()
    Path(f"{path}.wal").write_bytes(log)
    Ledger(path).close()
    assert beside(path) == ["l.db"]
    assert told(path, "SELECT count(*) FROM agencies") == [(0,)]


def test_nothing_bears_its_name_before_it_is_whole(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(_database: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "_lay_out", broken_off)
    with pytest.raises(KeyboardInterrupt):
        Ledger(path)
    assert "l.db" not in beside(path)


def test_one_in_memory_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = Ledger(MEMORY)
    assert list(ledger.rows("SELECT count(*) FROM files")) == [(0,)]
    ledger.close()
    assert beside("l.db") == []


def test_another_run_at_the_same_time_is_an_error_that_names_ledger_and_process(path: str) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        for attempt in (opened, opened_to_read):
            with pytest.raises(UsageError, match=f"{path}.*{other.pid}"):
                attempt(path)
        other.communicate(b"")
    assert told(path, "SELECT count(*) FROM files") == [(0,)]


def test_several_may_read_it(path: str) -> None:
    Ledger(path).close()
    first, second = opened_to_read(path), opened_to_read(path)
    assert first.execute("SELECT count(*) FROM files").fetchall() == second.execute("SELECT 0").fetchall()
    first.close()
    second.close()


def foreign(path: Path) -> None:
    path.write_text("这是一份报告\n" * 5000, encoding="utf-8")


def empty(path: Path) -> None:
    path.touch()


def other_database(path: Path) -> None:
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE files (file INTEGER)")


def other_kind(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE state (name, value)")


@pytest.mark.parametrize("made", [foreign, empty, other_database, other_kind])
def test_what_is_no_ledger_stays_as_it_is(path: str, made: object) -> None:
    assert callable(made)
    made(Path(path))
    before = Path(path).read_bytes()
    for attempt in (opened, opened_to_read):
        with pytest.raises(UsageError, match=r"l\.db"):
            attempt(path)
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_one_that_is_damaged_says_what_to_do(tmp_path: Path, share: float) -> None:
    path = tmp_path / "l.db"
    write_all(tmp_path / "reports")
    audited(path, str(tmp_path / "reports"))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UsageError, match="损坏"):
        audited(path, str(tmp_path / "reports"))


def test_a_full_disk_is_said_in_words(path: str) -> None:
    with pytest.raises(UsageError, match="No space left"), telling(path):
        raise duckdb.TransactionException("Failed to commit: No space left on device")


def test_one_of_another_layout_says_what_to_do(path: str) -> None:
    with opened(path) as database:
        database.execute("UPDATE state SET value = 'other' WHERE name = 'layout'")
        database.execute("UPDATE state SET value = '0.0.9' WHERE name = 'version'")
    with pytest.raises(UsageError, match=r"0\.0\.9.*删除或改名"):
        Ledger(path)


def test_places_where_it_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有文件夹"):
        Ledger(str(tmp_path / "none" / "l.db"))
    with pytest.raises(UsageError, match="是文件夹"):
        Ledger(str(tmp_path))
    with pytest.raises(UsageError, match="没有名称"):
        Ledger("")
    with pytest.raises(UsageError, match="没有账本"):
        opened_to_read(str(tmp_path / "none.db"))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="who may do everything is refused nothing")
def test_a_folder_that_nothing_can_be_written_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match=r"l\.db"):
        Ledger(str(tmp_path / "l.db"))


def test_a_name_that_looks_like_a_url_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Ledger("md:x").close()
    assert beside("l.db") == ["md:x"]


def test_without_duckdb_it_says_what_to_install(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    opening.driver.cache_clear()
    with pytest.raises(UsageError, match=r"pip install 'gouji\[audit\]'"):
        Ledger(path)
    opening.driver.cache_clear()


def test_its_own_files_are_known(path: str) -> None:
    Path(path).parent.joinpath("link").symlink_to(path)
    assert own_files(str(Path(path).parent / "link")) == own_files(path)
    assert {path, f"{path}.wal"} <= own_files(path)


def test_a_batch_that_fails_leaves_nothing(path: str, tmp_path: Path) -> None:
    write(tmp_path / "reports", "清棠县水务局", 2024)
    audited(path, str(tmp_path / "reports"))
    before = content(path)
    ledger = Ledger(path)
    with pytest.raises(duckdb.Error):
        ledger.put(1, [(Harvest("a.txt", "", '{"path":"a.txt"}', bands='{"band":'), None)])
    assert list(ledger.rows("SELECT count(*) FROM files")) == [(1,)]
    ledger.close()
    assert content(path) == before


HUNGRY = "SELECT len(list(number)) FROM range(3_000_000) AS numbers(number)"
LONG = json.dumps({"text": [f"{number:01000}" for number in range(40_000)]})


def test_what_takes_more_memory_than_it_may_is_given_more(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LEAST_MEMORY", 16)
    ledger = Ledger(path)
    with pytest.raises(duckdb.OutOfMemoryException):
        ledger._database.execute(HUNGRY).fetchall()
    assert list(ledger.rows(HUNGRY)) == [(3_000_000,)]
    given = ledger._room
    ledger.begin(1)
    assert ledger._room == given > 16
    ledger.close()


def test_a_change_that_takes_more_memory_is_made_once(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LEAST_MEMORY", 16)
    ledger = Ledger(path)
    ledger.put(1, [(Harvest("a.txt", "", '{"path":"a.txt"}', passages=LONG), None)])
    assert list(ledger.rows("SELECT count(*), max(text) FROM passages")) == [(40_000, f"{39_999:01000}")]
    assert ledger.changes == "1"
    assert ledger._room > 16
    ledger.close()


def test_too_little_memory_for_what_is_asked_is_said_in_words(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LEAST_MEMORY", 16)
    monkeypatch.setattr(store, "_MOST_MEMORY", 16)
    ledger = Ledger(path)
    with pytest.raises(UsageError, match="用不了：Out of Memory"):
        ledger.put(1, [(Harvest("a.txt", "", '{"path":"a.txt"}', passages=LONG), None)])
    assert ledger.changes == "0"
    ledger.close()


def test_the_roster_stands_in_it(path: str) -> None:
    ledger = Ledger(path)
    ledger.put_across([], "so")
    assert ledger.concluded == "so"
    agencies = [
        Agency("清棠县人民政府", "government", "county"),
        Agency("清棠县水务局", "department", None, "清棠县人民政府", False, 2022, None, ("水利局", "河长办"), (1, 31)),
    ]
    ledger.enrol(Roster(agencies))
    assert ledger.concluded is None, "what was found with another roster does not hold any more"
    columns = "agency, parent, consolidates, first_year, last_year, aliases, due_month, due_day"
    assert list(ledger.rows(f"SELECT {columns} FROM agencies ORDER BY first_year NULLS FIRST")) == [
        ("清棠县人民政府", None, False, None, None, [], None, None),
        ("清棠县水务局", "清棠县人民政府", False, 2022, None, ["水利局", "河长办"], 1, 31),
    ]
    ledger.enrol(None)
    assert list(ledger.rows("FROM agencies")) == []
    ledger.close()


def test_findings_across_reports_take_the_place_of_those_before(path: str, tmp_path: Path) -> None:
    file = str(write(tmp_path / "reports", "清棠县水务局", 2024))
    audited(path, file)
    ledger = Ledger(path)
    for message in ("甲", "乙"):
        here = Finding(Place(3, 1, 3, 2), message, code="Y801", severity=Severity.ERROR, path=file)
        gone = Finding(Place(1, 1, 1, 1), message, code="G902", severity=Severity.ERROR, agency="清棠县", year=2024)
        ledger.put_across([here, gone])
    found = list(ledger.rows("SELECT agency, year, path, code, line, message FROM problems WHERE across ORDER BY code"))
    assert found == [
        ("清棠县", 2024, None, "G902", 1, "乙"),
        ("清棠县水务局", 2024, file, "Y801", 3, "乙"),
    ]
    ledger.close()


@given(st.text(st.characters()))
def test_any_name_can_stand_in_it(name: str) -> None:
    assert readable(name).encode("utf-8").decode("utf-8") == readable(readable(name))


def test_nothing_is_said_of_objects_that_the_program_leaves_behind(tmp_path: Path) -> None:
    write(tmp_path / "reports", "清棠县水务局", 2024)
    command = ("audit", "reports", "--isolated", "--quiet")
    ran = subprocess.run([sys.executable, "-m", "gouji", *command], cwd=tmp_path, capture_output=True, check=True)
    assert b"nanobind" not in ran.stderr
    ran = subprocess.run([sys.executable, "-m", "gouji", "ledger"], cwd=tmp_path, capture_output=True, check=True)
    assert ran.stderr == b""
