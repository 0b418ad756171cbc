"""docs/ledger.md says what the ledger has, and its queries answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from audits import audited, told, write_all, write_roster

from gouji.audit.auditing import Wanted
from gouji.audit.ledger.export import TABLES, USUAL
from gouji.audit.roster import read

PAGE = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text(encoding="utf-8")
SCHEMA = (Path(__file__).parent.parent / "core" / "audit" / "ledger" / "schema.sql").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    write_all(folder / "reports")
    write_roster(folder / "roster.csv")
    audited(folder / "l.db", str(folder / "reports"), wanted=Wanted(read(str(folder / "roster.csv"))))
    return folder / "l.db"


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_query_of_the_page_finds_something(ledger: Path, query: str) -> None:
    assert told(ledger, query)


def described() -> dict[str, list[tuple[str, str]]]:
    """The columns and types that the page has for each table."""
    sections = re.findall(r"^### `(\w+)`: .*\n((?:.*\n?)*?)(?=^### |\Z)", PAGE, re.MULTILINE)
    return {name: re.findall(r"^\| `(\w+)` \| (\S+) \|", text, re.MULTILINE) for name, text in sections}


def test_the_page_has_every_table_and_column(ledger: Path) -> None:
    query = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '{}' ORDER BY column_index"
    tables = [name for (name,) in told(ledger, "SELECT table_name FROM duckdb_tables() ORDER BY table_oid")]
    assert described() == {name: told(ledger, query.format(name)) for name in tables}


def test_the_page_says_of_each_column_what_the_schema_says() -> None:
    said = re.findall(r"^ {4}(\w+) .*?-- (.*)$", SCHEMA, re.MULTILINE)
    assert said
    assert [column for column, meaning in said if f"| {meaning} |" not in PAGE] == []


def test_the_page_has_every_view(ledger: Path) -> None:
    views = {name for (name,) in told(ledger, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert views == set(
        re.findall(r"^\| `(\w+)` \|", PAGE.partition("## Views")[2].partition("## Export")[0], re.MULTILINE)
    )


def test_all_that_can_be_written_out_is_there(ledger: Path) -> None:
    tables = told(ledger, "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views()"
                          " WHERE NOT internal")  # fmt: skip
    assert set(TABLES) == {name for (name,) in tables} - {"state", "answers"}
    assert all(f"`{name}`" in PAGE.partition("## Export")[2].partition("## Tables")[0] for name in USUAL)
