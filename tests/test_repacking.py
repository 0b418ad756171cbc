"""Repacking: parts of an archive are changed and added, and every other byte of it stays."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest
from generation.docx_markup import zipped

from gouji.readers.docx.repacking import repacked


def archive_of(*, stored: bool = False, streamed: bool = False, comment: bytes = b"") -> bytes:
    class Stream(BytesIO):
        def seekable(self) -> bool:
            return not streamed

        def seek(self, *_where: int) -> int:
            raise OSError

    stream = Stream() if streamed else BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name in ("a.xml", "b.xml", "图.png"):
            part = ZipInfo(name, (2024, 3, 5, 10, 20, 30))
            part.compress_type = ZIP_STORED if stored else 8
            part.external_attr = 0o644 << 16
            archive.writestr(part, name.encode() * 50)
        archive.comment = comment
    return stream.getvalue()


@pytest.mark.parametrize(
    "archive", [archive_of(), archive_of(stored=True), archive_of(streamed=True), archive_of(comment=b"c")]
)
def test_parts_changed_and_added(archive: bytes) -> None:
    after = repacked(archive, {"b.xml": b"new" * 1000, "c/批.xml": b"further"})
    with ZipFile(BytesIO(archive)) as old, ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.namelist() == [*old.namelist(), "c/批.xml"]
        assert (new.read("b.xml"), new.read("c/批.xml"), new.comment) == (b"new" * 1000, b"further", old.comment)
        for name in ("a.xml", "图.png"):
            assert new.read(name) == old.read(name)
        assert [each.date_time for each in new.infolist()][:3] == [each.date_time for each in old.infolist()]


def test_repacking_nothing_changes_nothing() -> None:
    for archive in (archive_of(), archive_of(streamed=True), zipped({"a": b"a"})):
        assert repacked(archive, {}) == archive


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"#!/bin/sh\n" + archive_of()])
def test_archives_that_cannot_be_kept(data: bytes) -> None:
    with pytest.raises(ValueError, match="archive"):
        repacked(data, {"a.xml": b""})
