"""Inputs by URL: what is found there, what it is called, and that what has not changed is not fetched again."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import fsspec
import pytest
from audits import audited, auditing
from commandline import CLEAN, FAULTY, Ran, gouji

from gouji import remote

SUFFIXES = (".txt", ".md", ".docx")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    """An empty file system in memory."""
    monkeypatch.chdir(tmp_path)
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


def put(store: fsspec.AbstractFileSystem, *paths: str, text: str = CLEAN) -> None:
    for path in paths:
        store.pipe(path, text.encode())


def check(*arguments: str) -> list[str]:
    """The paths of the files that are checked."""
    return [file["path"] for file in json.loads(ran(*arguments).out)["files"]]


def ran(*arguments: str) -> Ran:
    return gouji("check", *arguments, "--isolated", "--format", "json", "--no-cache")


def test_what_is_below_a_url_is_checked_as_below_a_folder(store: fsspec.AbstractFileSystem) -> None:
    put(store, "/2025/b.md", "/2025/a/a.txt", "/2025/.git/c.txt", "/2025/node_modules/d.txt", "/2025/~$e.docx")
    put(store, "/2025/f.exe", "/2024/g.txt")
    wanted = ["memory:///2025/a/a.txt", "memory:///2025/b.md"]
    assert check("memory://2025") == check("memory://2025/") == check("memory:///2025/") == wanted
    assert check("memory://2025", "--exclude", "*.md") == wanted[:1]
    assert check("memory://2025/*.md") == check("memory://2025/b.md") == wanted[1:]
    assert check("memory://2025/a", "memory://2025/a/a.txt") == wanted[:1]


def test_what_is_named_is_checked_whatever_its_name(store: fsspec.AbstractFileSystem) -> None:
    put(store, "/2025/report.dat")
    assert check("memory://2025/report.dat") == ["memory:///2025/report.dat"]


def test_an_archive_is_read_where_it_is(tmp_path: Path, store: fsspec.AbstractFileSystem) -> None:
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("局/甲.txt", FAULTY)
        archive.writestr("乙.md", CLEAN)
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    store.pipe("/a.zip", data.getvalue())
    for where in ("a.zip", "memory://a.zip"):
        found = ran(f"zip://::{where}")
        files = json.loads(found.out)["files"]
        assert [file["path"] for file in files] == [f"zip://乙.md::{where}", f"zip://局/甲.txt::{where}"]
        assert "A101" in found.codes
        assert check(f"zip://局/*::{where}") == [f"zip://局/甲.txt::{where}"]


def test_no_name_in_an_archive_is_passed_over(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../甲.txt", CLEAN)
        archive.writestr(".hidden/乙.txt", CLEAN)
    assert check("zip://::a.zip") == ["zip://../甲.txt::a.zip"]
    assert ran("zip://::a.zip").status == 0


def test_the_name_within_an_archive_tells_the_format(store: fsspec.AbstractFileSystem) -> None:
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("a.md", CLEAN)
    store.pipe("/a.docx", data.getvalue())
    assert check("zip://a.md::memory://a.docx") == ["zip://a.md::memory://a.docx"]
    assert ran("zip://a.md::memory://a.docx").status == 0


@pytest.mark.parametrize("url", ["memory://none", "memory://none.txt", "zip://::none.zip", "zip://*.txt::none.zip"])
def test_what_is_not_there_is_a_finding(url: str) -> None:
    found = ran(url)
    assert found.status == 2
    assert found.codes == ["X001"]
    assert "没有这个文件或文件夹" in found.out


def test_what_is_too_large_is_not_read(store: fsspec.AbstractFileSystem) -> None:
    put(store, "/a.txt")
    found = ran("memory://a.txt", "--max-size", "100")
    assert found.codes == ["X001"]
    assert "--max-size" in found.out


def test_a_store_that_does_not_let_one_in(store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCredentialsError(Exception):
        pass

    def refuse(*_arguments: object, **_options: object) -> None:
        raise NoCredentialsError("Unable to locate credentials")

    put(store, "/2025/a.txt")
    with monkeypatch.context() as at_reading:
        at_reading.setattr(type(store), "open", refuse)
        found = ran("memory://2025")
    assert (found.status, found.codes) == (2, ["X001"])
    assert "没有设置访问凭据" in found.out
    monkeypatch.setattr(type(store), "isdir", refuse)
    assert "没有设置访问凭据" in ran("memory://2025").out


@pytest.mark.parametrize(
    ("url", "message"),
    [("foo://a", "foo://a 的写法不对"), ("s3://bucket/2025/", "pip install 'gouji[s3]'")],
)
def test_a_url_that_nobody_can_read_here(url: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(fsspec.registry.target if hasattr(fsspec.registry, "target") else {}, "s3", raising=False)
    found = ran(url)
    assert found.status == 2
    assert message in found.err


def test_files_elsewhere_are_not_mended(store: fsspec.AbstractFileSystem) -> None:
    put(store, "/a.txt", text=FAULTY)
    found = gouji("check", "memory://a.txt", "--isolated", "--fix")
    assert "文件是只读的" in found.err
    assert store.cat("/a.txt") == FAULTY.encode()


def test_what_has_not_changed_is_not_fetched_again(
    store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "/2025/a.txt", "/2025/b.txt")
    assert audited("l.db", "memory://2025") == ["memory:///2025/a.txt", "memory:///2025/b.txt"]
    with monkeypatch.context() as nothing:
        nothing.setattr(type(store), "open", None)  # nor is it looked at
        assert audited("l.db", "memory://2025") == []
    put(store, "/2025/b.txt", text=FAULTY)
    assert audited("l.db", "memory://2025") == ["memory:///2025/b.txt"]
    store.rm("/2025/a.txt")
    assert audited("l.db", "memory://2025") == []
    with auditing("l.db", "memory://2025") as running:
        assert list(running.rows("SELECT path FROM files")) == [("memory:///2025/b.txt",)]


def test_what_tells_no_version_is_fetched_and_compared(
    store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_CHANGED", ())
    put(store, "/2025/a.txt", "/2025/b.txt")
    assert len(audited("l.db", "memory://2025")) == 2
    put(store, "/2025/a.txt")
    put(store, "/2025/b.txt", text=FAULTY)
    assert audited("l.db", "memory://2025") == ["memory:///2025/b.txt"]


def test_what_could_not_be_fetched_is_tried_again(
    store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "/2025/a.txt")
    with monkeypatch.context() as broken:
        broken.setattr(type(store), "open", None)
        assert len(audited("l.db", "memory://2025")) == 1
    assert audited("l.db", "memory://2025") == ["memory:///2025/a.txt"]
    assert audited("l.db", "memory://2025") == []


def test_the_cache_knows_files_elsewhere(
    store: fsspec.AbstractFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "/a.txt", text=FAULTY)
    monkeypatch.delenv("GOUJI_NO_CACHE")
    options = ("check", "memory://a.txt", "--isolated", "--format", "json", "--cache-dir", str(tmp_path / "cache"))
    first = gouji(*options)
    monkeypatch.setattr(type(store), "open", None)
    assert gouji(*options) == first
    assert "A101" in first.codes


@pytest.mark.parametrize(
    ("info", "told"),
    [
        ({"size": 5, "ETag": "a"}, True),
        ({"size": 5, "LastModified": "2026-01-02"}, True),
        ({"size": 5, "CRC": 0}, True),
        ({"size": None, "mtime": 5}, False),
        ({"size": 5}, False),
    ],
)
def test_a_version_needs_more_than_a_size(info: dict[str, object], told: bool) -> None:
    assert bool(remote.version_of(info)) is told
    if told:
        changed = {key: f"{value}1" for key, value in info.items()}
        assert remote.version_of(changed) != remote.version_of(info)


def test_objects_of_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("s3fs", reason="the extra gouji[s3] is not installed")
    pytest.importorskip("flask", reason="moto[server], the stand-in for S3, is not installed")
    servers = pytest.importorskip("moto.server", reason="moto[server], the stand-in for S3, is not installed")
    server = servers.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "invented")
        bucket = fsspec.filesystem("s3", skip_instance_cache=True)
        bucket.mkdir("reports")
        put(bucket, "reports/2025/a.txt", "reports/2025/b/c.md")
        wanted = ["s3://reports/2025/a.txt", "s3://reports/2025/b/c.md"]
        assert check("s3://reports/2025") == check("s3://reports/2025/") == wanted
        assert audited("l.db", "s3://reports/2025/") == wanted
        assert audited("l.db", "s3://reports/2025/") == []
        assert "NoSuchBucket" in ran("s3://none/2025/").out
    finally:
        server.stop()
