"""The result cache: that it never shows in the output, and that nothing about it breaks a run."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from caching import PLUGIN, put
from commandline import CLEAN, FAULTY, gouji, process

from gouji.cache import store as stores
from gouji.cache.folder import usual
from gouji.cache.store import FILE, Store
from gouji.engine import Engine, Request
from gouji.outcome import FileResult

ROOT = os.name == "posix" and os.geteuid() == 0
pytestmark = pytest.mark.usefixtures("cached")


def database(cached: Path) -> Path:
    return cached / ".cache" / FILE


# ── What is known is not checked again ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif", "csv", "html"])
def test_a_second_run_checks_nothing_and_says_the_same(form: str, checked: list[str]) -> None:
    first = gouji("check", "--format", form)
    assert sorted(checked) == ["clean.txt", "faulty.txt"]
    again = gouji("check", "--format", form)
    assert len(checked) == 2
    assert again == first == gouji("check", "--no-cache", "--format", form)


def test_only_what_has_changed_is_checked_again(checked: list[str]) -> None:
    gouji("check")
    put("clean.txt", CLEAN + "\n")
    put("new.txt", CLEAN)
    checked.clear()
    gouji("check")
    assert checked == ["clean.txt", "new.txt"]


def test_a_file_that_is_as_it_was_is_known_whatever_its_date(checked: list[str]) -> None:
    gouji("check")
    put("clean.txt", FAULTY)
    gouji("check")
    put("clean.txt", CLEAN)
    os.utime("clean.txt", (1, 1))
    checked.clear()
    assert gouji("check") == gouji("check", "--no-cache")
    assert checked.count("clean.txt") == 1  # without the cache


def test_standard_input_is_checked_each_time() -> None:
    data = FAULTY.encode()
    assert process("check", "-", stdin=data).stdout == process("check", "-", stdin=data).stdout
    assert not Path(".cache").exists()


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_is_read_but_once() -> None:
    os.mkfifo("pipe.txt")
    for _time in range(2):
        writer = Thread(target=put, args=("pipe.txt", CLEAN), daemon=True)
        writer.start()
        assert gouji("check", "pipe.txt").status == 0
        writer.join()


def test_it_can_be_done_without(checked: list[str]) -> None:
    gouji("check", "--no-cache")
    put("gouji.toml", "cache = false")
    gouji("check")
    assert len(checked) == 4
    assert not Path(".cache").exists()


# ── What is not kept ─────────────────────────────────────────────────────────────────────────────


def test_what_may_be_otherwise_next_time_is_checked_again(checked: list[str]) -> None:
    put("local.py", PLUGIN.format(message="甲").replace("    yield", "    raise ValueError\n    yield"))
    put("gouji.toml", "plugins = ['local.py']")
    put("empty.txt", "")
    put("other.txt", "关于召开会议的通知")
    for _time in range(2):
        gouji("check")
    assert checked == ["clean.txt", "empty.txt", "faulty.txt", "other.txt", "clean.txt", "empty.txt", "faulty.txt"]


def test_what_is_done_is_kept_when_the_run_is_broken_off(checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    check = Engine.check

    def interrupted(self: Engine, path: str, data: bytes, request: Request) -> FileResult:
        if path == "faulty.txt":
            raise KeyboardInterrupt
        return check(self, path, data, request)

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "check", interrupted)
        assert gouji("check").status == 130
    assert checked == ["clean.txt"]
    gouji("check")
    assert checked == ["clean.txt", "faulty.txt"]


# ── Whatever is wrong with the cache ─────────────────────────────────────────────────────────────


def spoil_with_garbage(file: Path) -> None:
    file.write_bytes(os.urandom(4096))


def spoil_by_cutting(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def spoil_in_the_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[100:-100:7] = b"\xff" * len(data[100:-100:7])
    file.write_bytes(data)


def spoil_with_another_layout(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE results (something)")
    other.close()


def spoil_each_record(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("UPDATE results SET record = x'00'")
    other.close()


def spoil_with_other_kinds(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("UPDATE results SET record = 'text', day = 'text'")
    other.close()


def spoil_with_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def spoil_by_emptying(file: Path) -> None:
    file.write_bytes(b"")


SPOILT = [
    spoil_with_garbage,
    spoil_by_cutting,
    spoil_in_the_middle,
    spoil_with_another_layout,
    spoil_each_record,
    spoil_with_other_kinds,
    spoil_with_a_folder,
    spoil_by_emptying,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_cache_changes_nothing(spoil: Callable[[Path], None], cached: Path) -> None:
    expected = gouji("check")
    spoil(database(cached))
    assert [gouji("check") for _time in range(3)] == [expected] * 3


@pytest.mark.parametrize("spoil", [spoil_with_garbage, spoil_by_emptying, spoil_each_record])
def test_a_spoilt_cache_is_replaced(spoil: Callable[[Path], None], cached: Path, checked: list[str]) -> None:
    gouji("check")
    spoil(database(cached))
    for _time in range(2):  # one finds out, and one may begin anew
        gouji("check")
    checked.clear()
    gouji("check")
    assert checked == []


@pytest.mark.parametrize("where", ["clean.txt", "clean.txt/below", "/dev/null/cache", "/proc/none"])
def test_where_there_can_be_no_cache_the_run_goes_on_without(where: str) -> None:
    assert gouji("check", "--cache-dir", where) == gouji("check", "--no-cache")


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written_is_read(cached: Path, checked: list[str]) -> None:
    gouji("check")
    database(cached).chmod(0o400)
    database(cached).parent.chmod(0o500)
    put("new.txt", CLEAN)
    try:
        assert gouji("check") == gouji("check", "--no-cache")
    finally:
        database(cached).parent.chmod(0o700)
    assert len(checked) == 2 + 1 + 3


def test_a_full_disk_is_no_trouble(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = gouji("check", "--no-cache")
    opened = stores._opened

    def small(file: str) -> sqlite3.Connection:
        found = opened(file)
        found.execute("PRAGMA max_page_count = 4")
        return found

    monkeypatch.setattr(stores, "_opened", small)
    for number in range(40):
        put(f"{number:02}.txt", FAULTY)
    assert gouji("check") == gouji("check", "--no-cache")
    assert expected.status == 1


def test_a_cache_that_another_run_is_writing_is_done_without(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = gouji("check")
    monkeypatch.setattr(stores, "_PATIENCE", 0)
    put("new.txt", CLEAN)
    other = sqlite3.connect(database(cached), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert gouji("check", "clean.txt", "faulty.txt") == expected
    other.close()
    assert database(cached).exists()


def test_several_runs_at_a_time_share_one(cached: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for number in range(12):
        put(f"{number:02}.txt", FAULTY)
    with ThreadPoolExecutor(4) as threads:
        ran = list(threads.map(lambda _run: process("check").stdout, range(4)))
    assert set(ran) == {gouji("check", "--no-cache").out.encode()}
    with sqlite3.connect(database(cached)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# ── The file ─────────────────────────────────────────────────────────────────────────────────────


def test_what_was_not_used_for_long_goes(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(str(cached / ".cache"))
    day = stores._today()
    store.put([(b"old", b"1"), (b"used", b"2")])
    monkeypatch.setattr(stores, "_today", lambda: day + 20)
    assert store.get(b"used") == b"2"
    store.put([])
    monkeypatch.setattr(stores, "_today", lambda: day + 31)
    store.put([(b"new", b"3")])
    assert [store.get(key) for key in (b"old", b"used", b"new")] == [None, b"2", b"3"]
    store.close()


def test_it_does_not_grow_without_end(cached: Path) -> None:
    store = Store(str(cached / ".cache"), most_bytes=1_000_000)
    for number in range(60):
        store.put([(b"%d" % number, os.urandom(100_000))])
    assert store.get(b"59") is not None
    assert store.get(b"0") is None
    store.close()
    assert database(cached).stat().st_size < 2_000_000


def test_a_folder_that_is_made_for_it_is_marked_and_no_other(cached: Path) -> None:
    gouji("check")
    assert (cached / ".cache/.gitignore").read_text() == "*\n"
    assert (cached / ".cache/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    (cached / "mine").mkdir()
    gouji("check", "--cache-dir", "mine")
    assert [path.name for path in (cached / "mine").iterdir()] == [FILE]


def test_where_it_lies(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("office/gouji.toml", "cache-dir = 'kept'")
    monkeypatch.chdir("office")

    def where(*options: str) -> str:
        return gouji("cache", *options).out.rpartition("：")[0]

    assert where("--cache-dir", "named") == str(cached / "office/named")
    assert where() == str(cached / ".cache")
    monkeypatch.delenv("GOUJI_CACHE_DIR")
    assert where() == str(cached / "office/kept")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cached / "xdg"))
    assert where("--isolated") == usual()
    if sys.platform == "linux":
        assert usual() == str(cached / "xdg/gouji")


def test_a_configuration_among_the_reports_does_not_say_where(cached: Path) -> None:
    put("sent/gouji.toml", "cache-dir = 'kept'")
    put("sent/a.txt", CLEAN)
    gouji("check", "sent")
    assert not (cached / "sent/kept").exists()
    assert database(cached).exists()


def test_it_can_be_removed(cached: Path, checked: list[str]) -> None:
    gouji("check")
    assert str(database(cached).stat().st_size // 1000) in gouji("cache").out.replace(",", "")[:-3]
    assert gouji("cache", "--clear").status == 0
    assert not database(cached).exists()
    assert gouji("cache", "--clear").status == 0
    gouji("check")
    assert len(checked) == 4


@pytest.mark.parametrize(
    ("key", "value"), [("cache", "'no'"), ("cache", "1"), ("cache-dir", "true"), ("cache-dir", "''")]
)
def test_a_wrong_setting_is_named(key: str, value: str) -> None:
    put("gouji.toml", f"{key} = {value}")
    ran = gouji("check")
    assert ran.status == 2
    assert "gouji.toml:1:" in ran.err
    assert f"：{key} 应为" in ran.err
