"""The command line, as people and programs use it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import CLEAN, FAULTY, gouji, process

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not here")
pytestmark = pytest.mark.usefixtures("folder")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="this is about signals and pipes of POSIX")


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
    assert "gouji.toml:1:1：没有配置项 selct，是否想写 select？" in ran.err


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
    for form in ("text", "json", "junit", "sarif", "github", "gitlab", "csv"):
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


def test_a_hyphen_is_standard_output(folder: Path) -> None:
    plain = gouji("check", "faulty.txt")
    assert gouji("check", "faulty.txt", "-o", "-") == plain
    assert gouji("check", "faulty.txt", "--format", "text:-") == plain
    assert not (folder / "-").exists()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full")
@pytest.mark.parametrize("form", ["text", "json", "xlsx"])
def test_a_full_disk_behind_standard_output_is_no_fault_of_the_program(form: str) -> None:
    command = f"'{sys.executable}' -m gouji check faulty.txt --format {form} > /dev/full"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("错误：标准输出写不了：")
    assert ran.stderr.count("\n") == 1


@needs_posix
@pytest.mark.parametrize("form", ["text", "json", "xlsx"])
def test_a_standard_output_that_was_closed_before_the_start(form: str) -> None:
    command = f"'{sys.executable}' -m gouji check faulty.txt --format {form} >&-"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "jsn"], "没有输出格式 jsn，是否想写 json？"),
        (["--format", "doc"], "可用的有：text、html、json、junit、sarif、github、gitlab、csv、xlsx"),
        (["--format", "text", "--format", "json"], "只有一种格式"),
        (["--format", "json:a", "--format", "junit:a"], "同一个文件"),
        (["--format", "json:a", "--format", "junit:./a"], "同一个文件"),
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
    for form in ("text", "json", "junit", "sarif", "github", "gitlab"):
        assert gouji("check", "--format", form, "--jobs", "3") == gouji("check", "--format", form, "--jobs", "1")


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
