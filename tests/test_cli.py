"""The command line, as people and programs use it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from gettext import GNUTranslations
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from gouji import __version__
from gouji.cli.guard import run
from gouji.cli.language import speak
from gouji.testing import clean_report

CLEAN = clean_report()
FAULTY = clean_report(granted__total=99)
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not here")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="this is about signals and pipes of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a clean and a faulty report, to run in."""
    monkeypatch.chdir(tmp_path)
    for name in ("GOUJI_LANG", "GOUJI_DEBUG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "faulty.txt").write_text(FAULTY, encoding="utf-8")
    yield tmp_path
    speak("zh")


class Ran(NamedTuple):
    """What a command line did."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of all findings, in a run with ``--format json``."""
        return [finding["code"] for file in json.loads(self.out)["files"] for finding in file["findings"]]


def gouji(*arguments: str) -> Ran:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(arguments)
    return Ran(status, out.getvalue(), err.getvalue())


def process(*arguments: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line as a process."""
    command = [sys.executable, "-m", "gouji", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=os.environ | environment, check=False)


# ── Status and streams ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["clean.txt"], 0),
        (["faulty.txt"], 1),
        (["faulty.txt", "--fail-on", "never"], 0),
        (["faulty.txt", "--ignore", "A,T"], 0),
        (["clean.txt", "absent.txt"], 2),
        (["absent.txt", "--fail-on", "never"], 2),
        (["clean.txt", "--format", "xml"], 2),
        (["clean.txt", "--select", "Q9"], 2),
        (["clean.txt", "--config", "absent.toml"], 2),
        (["clean.txt", "--no-such-option"], 2),
        (["clean.txt", "--jobs", "0"], 2),
    ],
)
def test_the_exit_status_of_check(arguments: list[str], status: int) -> None:
    ran = process("check", *arguments)
    assert ran.returncode == status, ran.stderr.decode()
    assert b"Traceback" not in ran.stderr


def test_findings_go_to_standard_output_and_everything_else_to_standard_error() -> None:
    found = process("check", "faulty.txt")
    assert "A101" in found.stdout.decode()
    assert found.stderr == b""
    misused = process("check", "--select", "Q9")
    assert misused.stdout == b""
    assert "错误：没有规则或类别 Q9" in misused.stderr.decode()


def test_nothing_to_check_is_said_and_is_no_failure() -> None:
    Path("empty").mkdir()
    ran = gouji("check", "empty")
    assert (ran.status, ran.err) == (0, "没有可检查的文件\n")
    assert gouji("check", "clean.txt", "--exclude", "*.txt").status == 0  # as pre-commit would call it


def test_without_paths_the_current_folder_is_checked() -> None:
    ran = gouji("check", "--format", "json")
    assert [file["path"] for file in json.loads(ran.out)["files"]] == ["clean.txt", "faulty.txt"]


def test_a_bug_is_a_sentence_and_a_traceback_only_for_developers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("意外")

    monkeypatch.setattr("gouji.run.Run.results", broken)
    ran = gouji("check", "clean.txt")
    assert ran.status == 2
    assert "RuntimeError: 意外" in ran.err
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    with pytest.raises(RuntimeError):
        gouji("check", "clean.txt")


@needs_posix
def test_a_reader_that_leaves_early_breaks_nothing() -> None:
    command = f"'{sys.executable}' -m gouji rules --format json | head -c 10"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (len(ran.stdout), ran.stderr) == (10, b"")


@needs_posix
def test_an_interrupted_run_ends_at_once_with_a_word() -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "gouji", "check", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(1)
    waiting.send_signal(signal.SIGINT)
    _out, err = waiting.communicate(timeout=10)
    assert waiting.returncode == 130
    assert err.decode().strip() == "已中断。"


# ── Which findings ───────────────────────────────────────────────────────────────────────────────


def test_rules_are_selected_by_code_name_and_family_one_or_several_at_a_time() -> None:
    everything = gouji("check", "faulty.txt", "--format", "json")
    assert {"A101", "A103"} <= set(everything.codes)
    for selected in (["--select", "A101"], ["--select", "row-total"], ["--ignore", "arithmetic", "--select", "A101"]):
        assert gouji("check", "faulty.txt", "--format", "json", *selected).codes == ["A101"]
    assert set(gouji("check", "faulty.txt", "--format", "json", "--select", "A101,A103").codes) == {"A101", "A103"}
    for extended in (["--select", "A101", "--extend-select", "A103"], ["--select", "A101", "--select", "A103"]):
        assert set(gouji("check", "faulty.txt", "--format", "json", *extended).codes) == {"A101", "A103"}


def test_the_configuration_is_found_and_the_command_line_counts_for_more() -> None:
    Path("gouji.toml").write_text('select = ["S"]\n', encoding="utf-8")
    assert gouji("check", "faulty.txt", "--format", "json").codes == []
    assert gouji("check", "faulty.txt", "--format", "json", "--select", "A101").codes == ["A101"]
    assert "A101" in gouji("check", "faulty.txt", "--format", "json", "--isolated").codes
    Path("other.toml").write_text('select = ["A103"]\n', encoding="utf-8")
    assert gouji("check", "faulty.txt", "--format", "json", "--config", "other.toml").codes == ["A103"]


def test_a_wrong_configuration_is_a_plain_error() -> None:
    Path("gouji.toml").write_text("selct = []\n", encoding="utf-8")
    ran = gouji("check", "clean.txt")
    assert ran.status == 2
    assert "gouji.toml:1：没有配置项 selct，是否想写 select？" in ran.err


EVIL = "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"


def test_a_configuration_that_somebody_sent_cannot_run_code(folder: Path) -> None:
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "report.txt").write_text(CLEAN, encoding="utf-8")
    (inbox / "evil.py").write_text(EVIL, encoding="utf-8")
    (inbox / "gouji.toml").write_text('plugins = ["evil.py"]\nselect = ["A"]\n', encoding="utf-8")
    ran = gouji("check", "inbox")
    assert ran.status == 0
    assert "没有加载" in ran.err
    assert not (inbox / "ran").exists()
    assert gouji("check", "inbox", "--config", "inbox/gouji.toml").status == 1  # X004: it brings no hook
    assert (inbox / "ran").exists()


def test_the_stated_year_and_edition_are_used() -> None:
    ran = gouji("check", "clean.txt", "--format", "json", "--year", "2020", "--edition", "2019")
    (file,) = json.loads(ran.out)["files"]
    assert (file["year"], file["edition"]) == (2020, "2019")


# ── Input ────────────────────────────────────────────────────────────────────────────────────────


def test_standard_input_is_checked_under_the_name_it_is_given() -> None:
    ran = process("check", "-", "--format", "json", "--stdin-filename", "上报/a.txt", stdin=FAULTY.encode())
    (file,) = json.loads(ran.stdout)["files"]
    assert file["path"] == "上报/a.txt"
    assert ran.returncode == 1
    assert process("check", "-", stdin=b"").returncode == 2
    assert process("check", "-", "--max-size", "1KB", stdin=FAULTY.encode()).returncode == 2


@needs_posix
def test_a_name_that_is_no_text_can_be_checked_and_shown(folder: Path) -> None:
    try:
        (folder / os.fsdecode(b"\xff.txt")).write_text(FAULTY, encoding="utf-8")
    except OSError:
        pytest.skip("this file system allows only names that are text")
    for form in ("text", "json", "junit"):
        ran = process("check", ".", "--format", form)
        assert ran.returncode == 1, ran.stderr.decode()
        ran.stdout.decode()


# ── Output ───────────────────────────────────────────────────────────────────────────────────────


def test_several_formats_in_one_run() -> None:
    ran = gouji("check", "faulty.txt", "--format", "text", "--format", "json:a.json", "--format", "junit:b.xml")
    assert ran.status == 1
    assert "A101" in ran.out
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["schema"] == "gouji/1"
    assert Path("b.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_an_output_file_is_utf8_without_colour_and_replaces_the_old_one_whole() -> None:
    Path("out.txt").write_text("旧" * 10000, encoding="utf-8")
    ran = gouji("check", "faulty.txt", "--output-file", "out.txt", "--color")
    assert (ran.status, ran.out) == (1, "")
    text = Path("out.txt").read_text(encoding="utf-8")
    assert "A101" in text
    assert "旧" not in text
    assert "\x1b" not in text
    assert sorted(path.name for path in Path().iterdir()) == ["clean.txt", "faulty.txt", "out.txt"]


@needs_posix
def test_an_output_file_that_is_a_device_is_written_to_and_stays_one(folder: Path) -> None:
    device = folder / "device"
    device.symlink_to("/dev/null")
    assert gouji("check", "clean.txt", "--output-file", "device").status == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "jsn"], "没有输出格式 jsn，是否想写 json？"),
        (["--format", "sarif"], "可用的有：text、json、junit"),
        (["--format", "text", "--format", "json"], "只有一种格式"),
        (["--format", "json:a", "--format", "junit:a"], "同一个文件"),
        (["--output-file", "absent/a.txt"], "没有文件夹 absent"),
        (["--format", "json:."], "是文件夹"),
    ],
)
def test_wrong_outputs_are_said_before_anything_is_checked(arguments: list[str], said: str) -> None:
    ran = gouji("check", "clean.txt", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ([], {}, False),
        (["--color"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color"], {"NO_COLOR": "1"}, True),
        (["--no-color"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_what_was_asked_for(arguments: list[str], environment: dict[str, str], colored: bool) -> None:
    ran = process("check", "faulty.txt", *arguments, **environment)
    assert (b"\x1b[" in ran.stdout) is colored


def test_quiet_leaves_out_the_summary_and_statistics_count() -> None:
    assert gouji("check", "clean.txt", "--quiet").out == ""
    assert "A101" in gouji("check", "faulty.txt", "--quiet", "--statistics").out


def test_output_does_not_depend_on_the_number_of_processes() -> None:
    for number in range(40):
        Path(f"{number}.txt").write_text(FAULTY, encoding="utf-8")
    for form in ("text", "json", "junit"):
        assert gouji("check", "--format", form, "--jobs", "3") == gouji("check", "--format", form, "--jobs", "1")


# ── Language ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("arguments", [["--lang", "en", "check"], ["check", "--lang=en"]])
def test_english_is_a_word_away(arguments: list[str]) -> None:
    ran = gouji(*arguments, "faulty.txt")
    assert "Findings: errors 1" in ran.out
    assert "错误" not in ran.out


def test_the_language_comes_from_command_line_environment_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "显示版本号" in gouji("--help").out
    Path("gouji.toml").write_text('lang = "en"', encoding="utf-8")
    assert "Show this message" in gouji("--help").out
    monkeypatch.setenv("GOUJI_LANG", "zh")
    assert "显示本帮助" in gouji("--help").out
    assert "Show this message" in gouji("--lang", "en", "--help").out


def test_an_unknown_language_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gouji("--lang", "fr", "check").status == 2
    monkeypatch.setenv("GOUJI_LANG", "fr")
    assert "GOUJI_LANG" in gouji("check").err


@pytest.mark.parametrize("arguments", [["check", "--selct", "A"], ["chek"], ["parse"], ["check", "--fail-on", "x"]])
def test_misuse_is_told_in_chinese(arguments: list[str]) -> None:
    ran = gouji(*arguments)
    assert ran.status == 2
    assert "错误：" in ran.err
    assert "rror" not in ran.err.replace("[error|", "").replace("'error'", "")


SAID_BY_CLICK = ("Usage:", "Options", "Commands", "Error: {message}", "Missing command.", "Show this message and exit.")


def test_what_click_says_is_compiled_as_it_is_translated() -> None:
    source = Path(__file__).parents[1] / "core" / "locale" / "zh" / "LC_MESSAGES" / "click.po"
    stream = io.BytesIO()
    with source.open("rb") as text:
        write_mo(stream, read_po(text, locale="zh"))
    stream.seek(0)
    with source.with_suffix(".mo").open("rb") as compiled:
        shipped, fresh = GNUTranslations(compiled), GNUTranslations(stream)
    assert [shipped.gettext(text) for text in SAID_BY_CLICK] == [fresh.gettext(text) for text in SAID_BY_CLICK]
    assert not set(SAID_BY_CLICK) & {shipped.gettext(text) for text in SAID_BY_CLICK}


@pytest.mark.parametrize("command", ["check", "parse", "rules", "explain", "schema", "completion"])
def test_every_command_has_help_in_both_languages(command: str) -> None:
    assert gouji(command, "--help").out.startswith("用法： gouji")
    assert gouji(command, "--help", "--lang", "en").out.startswith("Usage: gouji")


# ── The other commands ───────────────────────────────────────────────────────────────────────────


def test_without_a_command_the_help_is_shown() -> None:
    ran = gouji()
    assert (ran.status, ran.out) == (2, "")
    assert "check" in ran.err


def test_version() -> None:
    assert gouji("--version") == Ran(0, f"gouji {__version__}\n", "")


def test_parse_gives_every_cell_with_its_place() -> None:
    found = json.loads(gouji("parse", "clean.txt").out)
    assert (found["path"], found["edition"]) == ("clean.txt", "2021")
    cells = {(cell["table"], cell["row"], cell["field"]): cell for cell in found["cells"]}
    assert len(cells) == 10 + 175 + 15
    cell = cells["applications", "granted", "total"]
    line = CLEAN.splitlines()[cell["location"]["line"] - 1]
    assert line[cell["location"]["column"] - 1 : cell["location"]["end_column"] - 1] == cell["raw"] == cell["value"]
    assert cell["label"] == "（一）予以公开"


def test_parse_as_csv_holds_the_same_as_json() -> None:
    ran = gouji("parse", "clean.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    cells = json.loads(gouji("parse", "clean.txt").out)["cells"]
    assert [row["raw"] for row in rows] == [cell["raw"] for cell in cells]
    assert [int(row["line"]) for row in rows] == [cell["location"]["line"] for cell in cells]
    gouji("parse", "clean.txt", "--format", "csv", "--output-file", "cells.csv")
    assert Path("cells.csv").read_bytes().startswith(b"\xef\xbb\xbftable,")  # for Excel


@pytest.mark.parametrize("name", ["absent.txt", ".", "notice.txt"])
def test_parse_says_what_it_cannot_parse(name: str) -> None:
    Path("notice.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
    ran = gouji("parse", name)
    assert (ran.status, ran.out) == (2, "")
    assert name in ran.err


def test_rules_lists_the_catalogue() -> None:
    assert "A101  row-total" in gouji("rules").out
    entries = json.loads(gouji("rules", "--format", "json").out)
    assert [entry["code"] for entry in entries] == sorted(entry["code"] for entry in entries)
    assert all(entry["title"] for entry in entries)


def test_explain_takes_codes_and_names() -> None:
    assert gouji("explain", "a101").out == gouji("explain", "row-total").out
    assert gouji("explain", "A101", "A102").out.count("# A10") == 2
    ran = gouji("explain", "A1O1")
    assert (ran.status, ran.out) == (2, "")
    assert "是否想写 A101？" in ran.err


def test_schema_is_that_of_the_json_format() -> None:
    from jsonschema import validate

    validate(json.loads(gouji("check", "faulty.txt", "--format", "json").out), json.loads(gouji("schema").out))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_asks_gouji(shell: str) -> None:
    assert "_GOUJI_COMPLETE" in gouji("completion", shell).out


def test_commands_and_rules_are_completed() -> None:
    asked = {"_GOUJI_COMPLETE": "bash_complete", "COMP_WORDS": "gouji ch", "COMP_CWORD": "1"}
    assert process(**asked).stdout.decode() == "plain,check\n"
    asked |= {"COMP_WORDS": "gouji explain a10", "COMP_CWORD": "2"}
    assert "plain,A101\n" in process(**asked).stdout.decode()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain", "A101"], ["rules"], ["check", "--help"]])
def test_what_checks_nothing_loads_no_lark(arguments: list[str]) -> None:
    code = f"import sys; from gouji.cli.guard import run; run({arguments}); sys.exit('lark' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


# ── Real reports ─────────────────────────────────────────────────────────────────────────────────


@needs_seeds
def test_the_seed_reports() -> None:
    ran = gouji("check", str(SEEDS), "--format", "json")
    found = {Path(file["path"]).name[:3]: file["findings"] for file in json.loads(ran.out)["files"]}
    codes = {name: {finding["code"] for finding in findings} for name, findings in found.items()}
    assert {"A101", "A103", "A106", "S303"} <= codes["000"]
    assert {"T201", "S304", "S307"} <= codes["002"]
    assert "S307" in codes["003"]
    assert not any(code[0] in "AT" for name in ("001", "003", "004") for code in codes[name])
    (culprit,) = {json.dumps(finding["culprit"]) for finding in found["000"] if finding["culprit"]}
    assert json.loads(culprit) == {"table": "applications", "row": "internal_affairs", "field": "total", "value": "1"}
