"""Reading in a process apart: whatever becomes of that process, it costs one file and a bounded time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import misbehaving
import pytest
from processes import ends

from gouji import i18n
from gouji.document import Document, Paragraph
from gouji.readers import Unreadable, confined
from gouji.readers.limits import USUAL, Limits, limited
from gouji.run import Order, limits_of
from gouji.work import contents

MODULE = misbehaving.NAME
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs signals or forks")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory, or tells of it")


@pytest.fixture(autouse=True)
def not_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUJI_DEBUG", raising=False)


def said(document: Document) -> list[str]:
    """The word, how much followed it, and the process that read them."""
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph.text.split(" ")


def read(data: bytes, limits: Limits = USUAL) -> list[str]:
    with limited(limits):
        return said(confined.read(MODULE, data))


def refusal(data: bytes, limits: Limits = USUAL) -> str:
    with pytest.raises(Unreadable) as raised:
        read(data, limits)
    return str(raised.value)


def test_one_process_reads_file_after_file() -> None:
    first, second = read(b"hello a"), read(b"hello bb")
    assert (first[:2], second[:2]) == (["hello", "1"], ["hello", "2"])
    assert first[2] == second[2] != str(os.getpid())


def test_what_a_reader_refuses_is_refused_in_its_words() -> None:
    assert refusal(b"refuse") == "读不了"


def test_a_large_file_goes_there_and_a_large_answer_comes_back() -> None:
    size = 16 * 2**20 - 6
    assert read(b"hello " + bytes(size))[1] == str(size)
    assert len(refusal(b"much 1000000")) == 2_000_000


@pytest.mark.parametrize("deed", ["segfault", "abort", "exit", "quit"])
def test_its_death_costs_one_file(deed: str) -> None:
    assert "意外中止" in refusal(deed.encode())
    assert read(b"hello")[0] == "hello"


@pytest.mark.parametrize("deed", ["hang", "stick"])
def test_what_takes_too_long_is_given_up(deed: str) -> None:
    assert "1秒内没有读完" in refusal(deed.encode(), USUAL._replace(seconds=1))
    assert read(b"hello")[0] == "hello"


def test_a_bug_is_a_sentence() -> None:
    assert "ZeroDivisionError" in refusal(b"fail")
    assert "RecursionError" in refusal(b"recurse")
    assert read(b"hello")[0] == "hello"


def test_a_developer_sees_where_the_bug_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    with pytest.raises(Exception, match=r"misbehaving\.py(.|\n)*ZeroDivisionError"):
        read(b"fail")


def test_messages_are_in_the_language_in_use() -> None:
    i18n.use("en")
    try:
        assert refusal(b"speak") == "en"
    finally:
        i18n.use("zh")
    assert refusal(b"speak") == "zh"


def test_what_it_prints_disturbs_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert read(b"print")[0] == "print"
    assert read(b"hello")[0] == "hello"
    assert capfd.readouterr() == ("", "")


def test_what_was_given_up_as_its_answer_came_does_not_cost_the_next_file() -> None:
    read(b"hello")
    confined._workers[0]._give_up()
    assert read(b"hello")[0] == "hello"


def test_limits_beyond_what_the_system_takes_are_none(tmp_path: Path) -> None:
    limits = limits_of(Order((), max_size=2**80, max_unpacked=2**80, max_memory=2**80, max_seconds=2**80))
    assert read(b"hello", limits)[0] == "hello"
    path = tmp_path / "report.txt"
    path.write_bytes(b"report")
    assert contents(str(path), limits.size) == b"report"


@LINUX
def test_memory_is_limited() -> None:
    limits = USUAL._replace(memory=100 * 2**20)
    assert read(b"take 90", limits)[0] == "take"
    assert "上限" in refusal(b"take 300", limits)
    assert read(b"take 90", limits)[0] == "take"


@LINUX
def test_peak_memory_stays_below_the_limit() -> None:
    limits = USUAL._replace(memory=64 * 2**20)
    peak = 0
    for size in range(40, 140, 20):
        with suppress(Unreadable):
            peak = max(peak, _peak(int(read(b"take %d" % size, limits)[2])))
    assert 40 * 2**20 < peak < limits.memory + 80 * 2**20


def _peak(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024


@LINUX
def test_what_one_file_leaves_behind_does_not_cost_the_next() -> None:
    limits = USUAL._replace(memory=100 * 2**20)
    assert {read(b"leak 60", limits)[0] for _ in range(5)} == {"leak"}


@LINUX
def test_other_limits_are_obeyed_at_once() -> None:
    assert "上限" in refusal(b"take 300", USUAL._replace(memory=100 * 2**20))
    assert read(b"take 300")[0] == "take"


def test_threads_take_turns() -> None:
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda i=i: answers.append(read(b"hello " + b"a" * i))) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(answer[1]) for answer in answers) == list(range(20))


# ── as programs use it ───────────────────────────────────────────────────────────────────────────


def program(source: str) -> subprocess.Popen[str]:
    """A program that reads with the misbehaving reader."""
    head = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\nfrom test_confined import read, refusal\n"
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", head + source], stdout=pipe, stderr=pipe, text=True)


def output(source: str) -> str:
    """What a program prints. It must not complain."""
    process = program(source)
    out, complaint = process.communicate(timeout=60)
    assert (process.returncode, complaint) == (0, "")
    return out


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_processes_of_a_pool_have_one_each(method: str, tmp_path: Path) -> None:
    """Also a pool whose processes may not start others by multiprocessing, and one forked while the parent has one."""
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this system")
    script = tmp_path / "pool.py"
    script.write_text(
        f"import multiprocessing, os, sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_confined import read\n"
        "def work(word): return read(word.encode())\n"
        "if __name__ == '__main__':\n"
        "    own = read(b'own')[2]\n"
        f"    with multiprocessing.get_context({method!r}).Pool(2) as pool:\n"
        "        answers = pool.map(work, ['a', 'b', 'c', 'd'], 1)\n"
        "    assert own == read(b'own')[2]\n"
        "    print(*(answer[0] for answer in answers), own in {answer[2] for answer in answers})\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("a b c d False\n", "")


def test_a_program_need_not_guard_against_being_run_again() -> None:
    assert output("print(read(b'hello')[0])") == "hello\n"


@POSIX
def test_it_ends_with_its_parent() -> None:
    process = int(output("print(read(b'hello')[2])"))
    assert ends(process)


@POSIX
@pytest.mark.parametrize("busy", [False, True])
def test_it_ends_when_its_parent_is_killed(busy: bool) -> None:
    """At once if it waits for a file, and with the time limit if it is reading one."""
    more = "from gouji.readers.limits import USUAL\nread(b'stick', USUAL._replace(seconds=1))" if busy else ""
    wait = "import threading; threading.Event().wait()"
    parent = program(f"print(read(b'hello')[2], flush=True)\n{more or wait}")
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.communicate()
    assert ends(child)


@POSIX
def test_after_ctrl_c_nothing_is_left_and_the_next_file_is_read() -> None:
    source = (
        "import os, signal, threading\n"
        "first = read(b'hello')[2]\n"
        "threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "try: read(b'hang')\n"
        "except KeyboardInterrupt: print('interrupted', first, *read(b'hello')[::2])"
    )
    word, first, again, second = output(source).split()
    assert (word, again) == ("interrupted", "hello")
    assert first != second
    assert ends(int(first))
    assert ends(int(second))


@POSIX
def test_ctrl_c_is_not_for_it() -> None:
    process = int(read(b"hello")[2])
    os.kill(process, signal.SIGINT)
    assert read(b"hello")[2] == str(process)
