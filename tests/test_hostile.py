"""Files made to do harm: each is refused or read, within a time and a memory, and touches nothing but itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from generation.broken_files import hostile
from generation.reports import seeded

from gouji.testing import check

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak memory of a process")
TESTS = Path(__file__).parent
LONGEST = 20
"""Seconds for one of these files; many are a hundred times larger than any report."""
LARGEST = 500
"""Megabytes for the check of one of these files, in this process and in that for readers each."""
NAMES = tuple(hostile())

WATCH = '''
"""Notes whatever this process opens that is neither part of Python, nor of the program, nor of the system's own."""
import os, sys
ALLOWED = tuple(os.environ["WATCH_ALLOWED"].split(os.pathsep))
NOTES = os.open(os.environ["WATCH_NOTES"], os.O_WRONLY | os.O_APPEND)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
WATCHED = ("socket.", "ftplib.", "urllib.", "http.", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link",
           "os.symlink", "os.truncate", "os.chmod", "os.exec", "os.system", "os.posix_spawn", "shutil.", "tempfile.",
           "webbrowser.")

def forbidden(event, arguments):
    if event == "open":
        path, _mode, flags = arguments
        if isinstance(path, int) or path == os.devnull:
            return False
        path = os.path.abspath(os.fsdecode(path))
        return bool(flags & WRITING) or not path.startswith(ALLOWED)
    if event == "subprocess.Popen":
        return os.fsdecode(arguments[0]) != sys.executable
    return event.startswith(WATCHED)

def watch(event, arguments):
    if forbidden(event, arguments):
        os.write(NOTES, f"{event} {arguments!r}\\n".encode(errors="replace"))

sys.addaudithook(watch)
'''
RUN = """
import json, sys, time
sys.path.insert(0, {tests!r})
from generation.broken_files import hostile
from gouji.readers import confined
from gouji.testing import check, clean_report
def peak(process):
    with open(f"/proc/{{process}}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
def forget_peak(process):
    with open(f"/proc/{{process}}/clear_refs", "w") as file:
        file.write("5")
LINUX = sys.platform == "linux"
files = hostile()
check(clean_report())
for name, make in files.items():
    data = make()
    if LINUX:
        forget_peak("self")
        base = peak("self")
    start = time.perf_counter()
    result = check(data, path=name)
    taken = time.perf_counter() - start
    own = peak("self") - base if LINUX else 0
    worker = peak(confined._workers[0].number) if LINUX and confined._workers else 0
    confined._dismiss()
    found = [[finding.code, finding.message] for finding in result.findings[:50]]
    print(json.dumps([name, found, result.checked, taken, own, worker]), flush=True)
"""


@cache
def results() -> tuple[dict[str, Any], str]:
    """What became of each of the files, all checked by one process, and what the processes touched."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
        (folder / "notes").touch()
        allowed = {sys.prefix, sys.base_prefix, str(TESTS.parent), name, "/proc", "/usr", "/lib", "/etc/localtime"}
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([name, *filter(None, [os.environ.get("PYTHONPATH")])]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WATCH_ALLOWED": os.pathsep.join(sorted(allowed | {str(Path(each).resolve()) for each in allowed})),
            "WATCH_NOTES": str(folder / "notes"),
        }
        environment.pop("GOUJI_DEBUG", None)
        source = RUN.format(tests=str(TESTS))
        done = subprocess.run(
            [sys.executable, "-c", source], capture_output=True, text=True, env=environment, check=False, cwd=name
        )
        assert (done.returncode, done.stderr[-2000:]) == (0, "")
        answers = {answer[0]: answer[1:] for answer in map(json.loads, done.stdout.splitlines())}
        notes = (folder / "notes").read_text(encoding="utf-8")
        return answers, "".join(line for line in notes.splitlines(keepends=True) if "clear_refs" not in line)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_gives_a_result(name: str) -> None:
    """It is read, or said why not; no reader fails, and nothing of a foreign file shows."""
    found, checked, *_ = results()[0][name]
    assert checked or [code for code, _message in found] in (["X001"], ["X002"], ["X003"])
    for code, message in found:
        assert code != "X004", message
        assert "出错" not in message
        assert "root:" not in message


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_takes_a_bounded_time(name: str) -> None:
    assert results()[0][name][2] < LONGEST


@LINUX
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_takes_bounded_memory(name: str) -> None:
    own, confined = results()[0][name][3:]
    assert own < LARGEST
    assert confined < LARGEST


def test_nothing_else_is_touched() -> None:
    assert results()[1] == ""


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (tmp_path / "notes").touch()
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path),
        "WATCH_ALLOWED": os.pathsep.join({sys.prefix, sys.base_prefix}),
        "WATCH_NOTES": str(tmp_path / "notes"),
    }
    source = f"import socket\nsocket.socket()\nopen({str(tmp_path / 'notes')!r})"
    subprocess.run([sys.executable, "-c", source], env=environment, check=True)
    notes = (tmp_path / "notes").read_text()
    assert "socket.__new__" in notes
    assert "open " in notes


# ── truncated, empty, misnamed ───────────────────────────────────────────────────────────────────

SOURCES = {
    ".docx": ("docx_files", 0),
    ".xlsx": ("workbook_files", 0),
    ".xls": ("workbook_files", 5),
    ".ods": ("workbook_files", 7),
    ".pdf": ("pdf_files", 0),
    ".html": ("html_files", 0),
}
SUFFIXES = (*SOURCES, ".et", ".doc", ".wps", ".rtf", ".odt", ".mht", ".htm", ".txt", ".md", ".dat", "")


@cache
def sound(suffix: str) -> bytes:
    """A sound file of a format."""
    module, layout = SOURCES[suffix]
    generator = import_module(f"generation.{module}")
    data: bytes = generator.write(seeded(3), generator.LAYOUTS[layout])
    return data


@pytest.fixture(autouse=True)
def not_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUJI_DEBUG", raising=False)


@pytest.mark.parametrize("suffix", SOURCES)
def test_the_content_decides_whatever_the_file_is_called(suffix: str) -> None:
    right = check(sound(suffix), path=f"r{suffix}")
    assert right.checked
    for other in SUFFIXES:
        wrong = check(sound(suffix), path=f"r{other}")
        assert (wrong.findings, wrong.agency, wrong.year) == (right.findings, right.agency, right.year), other


def test_text_is_text_whatever_it_is_called() -> None:
    from gouji.testing import clean_report

    for suffix in SUFFIXES:
        result = check(clean_report(granted__total=99), path=f"r{suffix}")
        assert [finding.code for finding in result.findings][:1] == ["A101"], suffix


def lengths(size: int) -> Iterator[int]:
    """Lengths at which to cut a file: short ones, some in between, and those just short of all of it."""
    yield from (*range(1, 12), 100, 511, 512, 513, 4096)
    yield from (size * share // 10 for share in range(1, 10))
    yield from (size - 1000, size - 30, size - 22, size - 4, size - 2, size - 1)


@pytest.mark.parametrize("suffix", SOURCES)
def test_a_part_of_a_file_gives_a_result(suffix: str) -> None:
    data = sound(suffix)
    for length in lengths(len(data)):
        result = check(data[: max(length, 0)], path=f"r{suffix}")
        codes = {finding.code for finding in result.findings}
        assert result.checked or codes in ({"X001"}, {"X002"}, {"X003"}), length
        for finding in result.findings:
            assert "出错" not in finding.message, length
