"""Configuration files: what they may say, what is said of a wrong one, and which one governs which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.config.file import configuration
from gouji.config.search import Configurations
from gouji.config.settings import Globs, size
from gouji.finding import Severity
from gouji.usage import UsageError

EVERYTHING = """
select = ["A", "T"]
ignore = ["T206"]
extend-select = ["S301"]
fail-on = "warning"
year = 2024
edition = "2021"
lang = "en"
exclude = ["archive/"]
max-size = "2MB"
max-unpacked = "8MB"
max-memory = "1GB"
max-seconds = 5
jobs = 3
plugins = ["./rules/local.py", "county_pack"]
rulesets = ["rules/local.toml"]

[severity]
T206 = "info"

[[overrides]]
files = ["2019/*.txt"]
ignore = ["S"]
edition = 2019
year = 2019
severity = { A101 = "warning" }
"""


def written(folder: Path, text: str, name: str = "gouji.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, EVERYTHING)
    found = configuration(str(path))
    assert found is not None
    assert found.layer.select == ("A", "T")
    assert found.layer.ignore == ("T206",)
    assert found.layer.extend_select == ("S301",)
    assert found.layer.severity == (("T206", Severity.INFO),)
    assert (found.fail_on, found.year, found.edition, found.lang) == ("warning", 2024, "2021", "en")
    assert (found.max_size, found.max_unpacked, found.max_memory) == (2 * 1024**2, 8 * 1024**2, 1024**3)
    assert (found.max_seconds, found.jobs) == (5, 3)
    assert found.exclude == Globs(str(tmp_path), ("archive/",))
    assert found.plugins == (str(tmp_path / "rules" / "local.py"), "county_pack")
    assert found.rulesets == (str(tmp_path / "rules" / "local.toml"),)
    (override,) = found.overrides
    assert (override.year, override.edition) == (2019, "2019")
    assert override.layer.ignore == ("S",)
    assert override.layer.severity == (("A101", Severity.WARNING),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('ignore = []\nselct = ["A"]', ":2:1：没有配置项 selct，是否想写 select？"),
        ("[tabel]", ":1:2：没有配置项 tabel"),
        ("[severtiy]\nA101 = 'info'", ":1:2：没有配置项 severtiy，是否想写 severity？"),
        ('\n\nselect = "A"', ":3:10：select 应为一列字符串"),
        ("ignore = [1]", ":1:10：ignore 应为一列字符串"),
        ("year = '2024'", ":1:8：year 应为四位年份"),
        ("year = 24", ":1:8：year 应为四位年份"),
        ("year = true", ":1:8：year 应为四位年份"),
        ("edition = 2020", ':1:11：edition 应为"2019" | "2021"'),
        ("fail-on = 'fatal'", ':1:11：fail-on 应为"error" | "warning" | "info" | "never"'),
        ("jobs = 0", ":1:8：jobs 应为不小于1的整数"),
        ("max-size = 'big'", ":1:12：max-size 应为"),
        ("severity = {A101 = 'fatal'}", ":1:12：severity 应为"),
        ("lang = 'fr'", ":1:8：lang 应为"),
        ("rulesets = ['./a.toml', 'stict']", ":1:25：没有“stict”这个规则集（路径要以 .toml 结尾），是否想写 strict？"),
        ("overrides = 3", ":1:13：overrides 应为"),
        ("[[overrides]]\nignore = ['A']", ":1:1：[[overrides]] 缺少 files"),
        ("[[overrides]]\nfiles = ['a']\nfail-on = 'error'", ":3:1：没有配置项 fail-on"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as error:
        configuration(str(path))
    assert str(error.value).startswith(f"{path}{said}")


def test_a_file_that_is_not_toml_is_said_to_be_none_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gouji\.toml:2:\d+：不是正确的 TOML"):
        configuration(str(written(tmp_path, "year = 2024\nselect == []")))


def test_a_byte_order_mark_is_no_error_and_another_encoding_is_a_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "gouji.toml"
    path.write_bytes("\ufeffyear = 2024".encode())
    found = configuration(str(path))
    assert found is not None
    assert found.year == 2024
    path.write_bytes("# 年度\nyear = 2024".encode("gbk"))
    with pytest.raises(UsageError, match="UTF-8"):
        configuration(str(path))


def test_the_nearest_above_a_file_governs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "year = 2020")
    written(tmp_path / "county", "[tool.gouji]\nyear = 2021", "pyproject.toml")
    (tmp_path / "county" / "town").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    configurations = Configurations()
    assert configurations.run.year == 2020
    assert configurations.of(str(tmp_path / "county" / "town")).year == 2021
    assert configurations.of(str(tmp_path / "elsewhere")).year == 2020


def test_where_none_lies_above_a_file_that_of_the_run_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "mine", "year = 2020")
    (tmp_path / "sent").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    assert Configurations().of(str(tmp_path / "sent")).year == 2020


def test_a_pyproject_that_is_not_ours_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "year = 2020")
    written(tmp_path / "a", "[tool.ruff]\nline-length = 100 # gouji", "pyproject.toml")
    written(tmp_path / "a" / "b", "[[[ broken", "pyproject.toml")
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert Configurations().run.year == 2020


def test_a_named_configuration_governs_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "year = 2020")
    named = written(tmp_path / "other", "year = 2023", "office.toml")
    monkeypatch.chdir(tmp_path)
    assert Configurations(str(named)).of(str(tmp_path)).year == 2023
    assert Configurations(isolated=True).of(str(tmp_path)).year is None


def test_a_named_configuration_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="读不了"):
        Configurations(str(tmp_path / "absent.toml"))
    with pytest.raises(UsageError, match=r"没有 \[tool.gouji\]"):
        Configurations(str(written(tmp_path, "[tool.ruff]", "pyproject.toml")))


def test_only_the_configuration_of_the_run_has_its_plugins_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = written(tmp_path / "desk" / "inbox", 'plugins = ["./evil.py"]')
    own = written(tmp_path / "desk", 'plugins = ["./own.py"]')
    monkeypatch.chdir(tmp_path / "desk")
    configurations = Configurations()
    configurations.of(str(tmp_path / "desk" / "inbox"))
    assert configurations.run.plugins == (str(own.parent / "own.py"),)
    assert list(configurations.unheeded()) == [str(sent)]


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.draft.txt", "a/b/x.draft.txt", True),
        ("archive/", "archive/2019/x.txt", True),
        ("archive/", "a/archive/x.txt", True),
        ("/archive", "a/archive/x.txt", False),
        ("2019/*.txt", "2019/x.txt", True),
        ("2019/*.txt", "a/2019/x.txt", False),
        ("**/2019/*.txt", "a/2019/x.txt", True),
        ("x.txt", "../outside/x.txt", True),
        ("outside/*.txt", "../outside/x.txt", False),
    ],
)
def test_globs_are_gitignore_patterns_relative_to_their_folder(
    tmp_path: Path, pattern: str, path: str, matches: bool
) -> None:
    folder = tmp_path / "configured"
    assert Globs(str(folder), (pattern,)).match(str((folder / path).resolve())) is matches


def test_a_folder_matches_as_a_folder(tmp_path: Path) -> None:
    globs = Globs(str(tmp_path), ("archive/", "!archive/"))
    assert Globs(str(tmp_path), ("archive/",)).match(str(tmp_path / "archive"), folder=True)
    assert not Globs(str(tmp_path), ("archive/",)).match(str(tmp_path / "archive"))
    assert not globs.match(str(tmp_path / "archive"), folder=True)


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("16MB", 16 * 1024**2), ("2 k", 2048), ("1g", 1024**3)])
def test_a_size_is_bytes_or_has_a_unit(text: str, number: int) -> None:
    assert size(text) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "MB", "1.5MB", "16 MiB", "十"])
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(ValueError):
        size(text)
