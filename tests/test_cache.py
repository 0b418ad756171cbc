"""The result cache: what it depends on, that it never shows in the output, and that nothing about it breaks a run."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shutil import copytree
from threading import Thread
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
from commandline import CLEAN, FAULTY, Ran, gouji, process
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.cache import stamp as stamps
from gouji.cache import store as stores
from gouji.cache.folder import usual
from gouji.cache.record import decoded, encoded, reading
from gouji.cache.stamp import Stamp, TooMuch, canonical, files
from gouji.cache.store import FILE, Store
from gouji.discovery import Input, Search
from gouji.engine import Engine, Request
from gouji.finding import Severity
from gouji.outcome import FileResult
from gouji.testing import clean_report

ROOT = os.name == "posix" and os.geteuid() == 0
PLUGIN = """
from gouji.api import Finding, Place, Rule, Severity, hookimpl, rule

@rule("QH001", "qinghe-title", Severity.WARNING, title="标题", reason="理由", basis="无", wrong="甲", right="乙")
def title(report):
    yield Finding(Place(1, 1, 1, 2), "{message}")

@hookimpl
def gouji_rules():
    return [title]
"""
RULESET = """
[[forbidden]]
code = "QH{number}"
name = "qinghe-{number}"
title = "第{number}种"
words = ["政府信息"]
why = "示例"
basis = "无"
wrong = "甲"
right = "乙"
"""


@pytest.fixture(autouse=True)
def cached(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with a cache of its own; the code that is tested has not just been written."""
    monkeypatch.delenv("GOUJI_NO_CACHE", raising=False)
    monkeypatch.setenv("GOUJI_CACHE_DIR", str(folder / ".cache"))
    monkeypatch.setattr(stamps, "_MARGIN", -(10**18))
    return folder


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that have really been checked, in this process."""
    paths: list[str] = []
    check = Engine.check

    def noted(self: Engine, path: str, data: bytes, request: Request) -> FileResult:
        paths.append(path)
        return check(self, path, data, request)

    monkeypatch.setattr(Engine, "check", noted)
    return paths


def put(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


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


# ── What a result depends on ─────────────────────────────────────────────────────────────────────


def change_the_name() -> None:
    Path("faulty.txt").rename("other.txt")


def change_a_plugin() -> None:
    put("packs/local.py", PLUGIN.format(message="乙"))


def change_what_lies_beside_a_plugin() -> None:
    put("packs/words.csv", "乙")


def change_a_hidden_file_beside_a_plugin() -> None:
    put("packs/.words.csv", "乙")


def change_what_lies_in_a_linked_folder_beside_a_plugin() -> None:
    put("shared/words.csv", "乙")


def change_a_ruleset() -> None:
    put("rules/qinghe.toml", RULESET.format(number=102))


def change_what_a_ruleset_extends() -> None:
    put("rules/base.toml", RULESET.format(number=302))


CHANGES = {
    "name": change_the_name,
    "plugin": change_a_plugin,
    "beside a plugin": change_what_lies_beside_a_plugin,
    "hidden beside a plugin": change_a_hidden_file_beside_a_plugin,
    "linked beside a plugin": change_what_lies_in_a_linked_folder_beside_a_plugin,
    "ruleset": change_a_ruleset,
    "what it extends": change_what_a_ruleset_extends,
    "configuration": lambda: put("gouji.toml", f"{SETTINGS}severity = {{A101 = 'info'}}"),
    "sidecar": lambda: put("faulty.txt.gouji.toml", '[[suppress]]\nrules = ["A101"]\n'),
}
SETTINGS = "plugins = ['packs/local.py']\nrulesets = ['rules/qinghe.toml']\n"


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_of_what_a_result_depends_on(change: Callable[[], None], checked: list[str]) -> None:
    put("packs/local.py", PLUGIN.format(message="甲"))
    put("packs/words.csv", "甲")
    put("packs/.words.csv", "甲")
    put("shared/words.csv", "甲")
    Path("packs/shared").symlink_to("../shared")
    Path("packs/again").symlink_to(".")
    put("rules/base.toml", RULESET.format(number=301))
    put("rules/qinghe.toml", "extends = './base.toml'\n" + RULESET.format(number=101))
    put("gouji.toml", SETTINGS)
    gouji("check", "faulty.txt", "clean.txt")
    checked.clear()
    gouji("check", "faulty.txt", "clean.txt")
    assert checked == []
    change()
    name = "faulty.txt" if Path("faulty.txt").exists() else "other.txt"
    ran = gouji("check", name)
    assert checked == [name]
    assert ran == gouji("check", name, "--no-cache")


@pytest.mark.parametrize(
    "options",
    [
        ("--select", "A"),
        ("--ignore", "A101"),
        ("--extend-select", "T209"),
        ("--year", "2022"),
        ("--edition", "2019"),
        ("--lang", "en"),
        ("--max-unpacked", "1MB"),
        ("--no-suppressions",),
        ("--format", "html"),
    ],
)
def test_an_option_that_a_result_depends_on(options: tuple[str, ...], checked: list[str]) -> None:
    gouji("check", "faulty.txt")
    ran = gouji("check", "faulty.txt", *options)
    assert len(checked) == 2
    assert gouji("check", "faulty.txt", *options) == ran
    assert len(checked) == 2


@pytest.mark.parametrize(
    "options", [("--quiet",), ("--statistics",), ("--fail-on", "never"), ("--jobs", "2"), ("--format", "json")]
)
def test_an_option_that_no_result_depends_on(options: tuple[str, ...], checked: list[str]) -> None:
    gouji("check", "faulty.txt")
    assert gouji("check", "faulty.txt", *options) == gouji("check", "faulty.txt", *options, "--no-cache")
    assert len(checked) == 2


def test_the_stamp_is_another_for_other_code_libraries_and_python(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def value() -> bytes:
        return Stamp((), []).value

    seen = {value()}
    assert {value()} == seen
    program = folder / "gouji"
    copytree(Path(sys.modules["gouji"].__file__ or "").parent / "config", program)
    monkeypatch.setattr(sys.modules["gouji"], "__file__", str(program / "__init__.py"))
    seen.add(value())
    put("gouji/settings.py", "")
    seen.add(value())
    (folder / "site" / "lxml-6.0.2.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder / "site")
    seen.add(value())
    (folder / "site" / "lxml-6.0.2.dist-info").rename(folder / "site" / "lxml-6.1.0.dist-info")
    seen.add(value())
    os.utime(folder / "site" / "lxml-6.1.0.dist-info", (1, 1))
    seen.add(value())
    monkeypatch.setattr(sys, "version", "3.99")
    seen.add(value())
    put("bin/soffice", "")
    Path("bin/soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))
    seen.add(value())
    assert len(seen) == 8


def test_what_changes_during_a_run_leaves_nothing_behind(folder: Path) -> None:
    put("pack/words.csv", "甲")
    stamp = Stamp((), [str(folder / "pack")])
    assert stamp.lasts()
    put("pack/words.csv", "乙")
    assert not stamp.lasts()


def test_what_has_just_changed_may_have_been_loaded_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("pack/words.csv", "甲")
    monkeypatch.setattr(stamps, "_MARGIN", 0)
    begun = time.time_ns() - 60 * 10**9
    assert not Stamp((), [str(folder / "pack")], begun=begun).lasts()
    os.utime("pack/words.csv", (1, 1))  # as a copy that keeps dates does
    assert not Stamp((), [str(folder / "pack")], begun=begun).lasts()
    assert Stamp((), [str(folder / "pack")], begun=time.time_ns() + 10**9).lasts()


def test_a_plugin_that_changes_while_the_files_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_MARGIN", 0)
    put("packs/local.py", PLUGIN.format(message="旧话"))
    put("gouji.toml", "plugins = ['packs/local.py']")
    inputs = Search.inputs

    def slow(self: Search, names: Iterable[str]) -> list[Input]:
        time.sleep(0.05)  # the clock of a file system ticks more slowly than that of the program
        put("packs/local.py", PLUGIN.format(message="新话"))
        return inputs(self, names)

    with monkeypatch.context() as patch:
        patch.setattr(Search, "inputs", slow)
        assert "旧话" in gouji("check", "clean.txt").out
    assert "新话" in gouji("check", "clean.txt").out


def test_reports_beside_a_plugin_are_no_part_of_it(checked: list[str]) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")
    gouji("check")
    put("clean.txt", CLEAN + "\n")
    checked.clear()
    gouji("check")
    assert checked == ["clean.txt"]


def test_the_cache_beside_a_plugin_is_no_part_of_it(checked: list[str]) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")
    Path("kept").mkdir()
    for _time in range(2):
        gouji("check", "--cache-dir", "kept")
    assert len(checked) == 2


def test_where_too_much_lies_beside_a_plugin_nothing_is_kept(
    checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("local.py", PLUGIN.format(message="甲"))
    put("gouji.toml", "plugins = ['local.py']")
    for number in range(20):
        put(f"{number}.csv", "")
    monkeypatch.setattr(stamps, "_MOST_FILES", len(files(str(path) for path in Path().iterdir())))
    with pytest.raises(TooMuch):
        Stamp((), [os.curdir])
    assert gouji("check") == gouji("check")
    assert len(checked) == 4


def test_a_suppression_expires_though_nothing_changes(checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put("faulty.txt.gouji.toml", '[[suppress]]\nrules = ["A"]\nuntil = "2031-05-01"\n')
    for day, times in (("2031-04-30", 1), ("2031-05-01", 1), ("2031-05-02", 2), ("2031-05-03", 2)):
        monkeypatch.setattr("gouji.run.strftime", lambda _form, day=day: day)
        ran = gouji("check", "faulty.txt", "--format", "json")
        assert len(checked) == times
        assert ("X005" in ran.codes) == (times == 2)


def test_the_clock_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    put("faulty.txt.gouji.toml", '[[suppress]]\nrules = ["A"]\nuntil = "2031-05-01"\n')
    for day in ("2031-05-02", "2031-05-01", "2031-05-02"):
        monkeypatch.setattr("gouji.run.strftime", lambda _form, day=day: day)
        assert ("X005" in gouji("check", "faulty.txt", "--format", "json").codes) == (day == "2031-05-02")


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


# ── Records ──────────────────────────────────────────────────────────────────────────────────────


def filled(declared: Any, number: Iterator[int]) -> Any:
    """A value of a declared type in which nothing is what it would be if it were left out."""
    if declared in (str, int, bool, Severity):
        return declared(next(number) if declared is not Severity else next(number) % 3 + 1)
    if declared == frozenset[str]:
        return frozenset({str(next(number)), str(next(number))})
    if hasattr(declared, "_fields"):
        return declared(*(filled(hint, number) for hint in get_type_hints(declared).values()))
    arguments = [each for each in get_args(declared) if each is not type(None)]
    if Ellipsis in arguments:
        arguments = arguments[:1] * 2
    values = tuple(filled(each, number) for each in arguments)
    return values if len(values) > 1 else values[0]


def test_every_field_of_a_result_comes_back() -> None:
    result = filled(FileResult, iter(range(1, 10_000)))
    again = decoded(encoded(result))
    assert again == result
    assert repr(again) == repr(result)  # of the same kinds all through


@given(st.text(st.characters(codec=None)), st.none() | st.integers())
def test_any_text_and_number_comes_back(text: str, year: int | None) -> None:
    result = FileResult(text, text or None, year, None, True, ())
    assert decoded(encoded(result)) == result


@given(st.data())
def test_a_damaged_record_is_none(data: st.DataObject) -> None:
    record = bytearray(encoded(FileResult("甲.txt", "甲县", 2023, "2021", True, ())))
    at = data.draw(st.integers(0, len(record) - 1))
    record[at] ^= data.draw(st.integers(1, 255))
    assert decoded(bytes(record)) is None
    assert decoded(bytes(record[:at])) is None


def test_a_record_of_other_fields_is_none() -> None:
    from zlib import crc32

    for text in (b"[]", b"{}", b"1", b'["a.txt"]', b"[", json.dumps([1] * len(FileResult._fields)).encode()):
        assert decoded(crc32(text).to_bytes(4) + text) is None


def test_what_cannot_be_kept_exactly_is_refused() -> None:
    class Sample(NamedTuple):
        ratio: float

    with pytest.raises(TypeError):
        reading(Sample)
    with pytest.raises(TypeError):
        encoded(FileResult("a", None, None, None, True, (), selected=frozenset({"a\nb"})))
    with pytest.raises(TypeError):
        canonical((1, object()))


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


# ── Any sequence of changes ──────────────────────────────────────────────────────────────────────

REPORTS = (CLEAN, FAULTY, clean_report(narrative="按期答复。"), "通知", "")
STEPS = st.one_of(
    st.tuples(st.just("report"), st.sampled_from(["a.txt", "b.md", "c/d.txt"]), st.integers(0, len(REPORTS) - 1)),
    st.tuples(st.just("removal"), st.sampled_from(["a.txt", "b.md", "c/d.txt"]), st.just(0)),
    st.tuples(st.just("configuration"), st.just("gouji.toml"), st.integers(0, 3)),
    st.tuples(st.just("plugin"), st.just("packs/local.py"), st.integers(0, 2)),
    st.tuples(st.just("ruleset"), st.just("packs/local.toml"), st.integers(101, 103)),
)
CONFIGURATIONS = (
    "",
    "ignore = ['A']",
    "plugins = ['packs/local.py']\nseverity = {A101 = 'info'}",
    "plugins = ['packs/local.py']\nrulesets = ['packs/local.toml']",
)


def take(step: tuple[str, str, int]) -> None:
    kind, name, which = step
    if kind == "report":
        put(name, REPORTS[which])
    elif kind == "removal":
        Path(name).unlink(missing_ok=True)
    elif kind == "configuration":
        put(name, CONFIGURATIONS[which])
    elif kind == "plugin":
        put(name, PLUGIN.format(message=f"第{which}种"))
    else:
        put(name, RULESET.format(number=which))


@settings(suppress_health_check=[*settings().suppress_health_check, HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=8), st.sampled_from(["text", "json", "junit"]))
def test_whatever_changes_the_output_is_that_of_a_run_without(
    cached: Path, steps: list[tuple[str, str, int]], form: str
) -> None:
    for report in ("a.txt", "b.md", "c/d.txt"):
        Path(report).unlink(missing_ok=True)
    put("packs/local.py", PLUGIN.format(message="甲"))
    put("packs/local.toml", RULESET.format(number=101))
    put("gouji.toml", "")
    for step in steps:
        take(step)
        expected: Ran = gouji("check", "--format", form, "--no-cache")
        assert gouji("check", "--format", form) == expected
        assert gouji("check", "--format", form) == expected
