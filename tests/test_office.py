"""Older documents by way of LibreOffice: read like others, nothing stays behind, and what goes wrong is a sentence."""

from __future__ import annotations

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from answers import spot
from generation import defects
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.office_files import LAYOUTS, ODT, odt, odt_of, rtf, write
from generation.reports import seeded
from processes import ends

from gouji.readers import Unreadable, libreoffice, office, signatures
from gouji.readers.limits import USUAL, limited
from gouji.testing import check, findings

LIBRE_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
SCRIPTS = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for LibreOffice are shell scripts")
RTF = b"{\\rtf1\\ansi text}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*streams: str, beginning: bytes = b"") -> bytes:
    """What of a compound file its kind is told by: the names of its streams, and what they begin with."""
    head = OLE.ljust(30, b"\0") + b"\x09"
    places = b"\x01".ljust(12, b"\0")
    names = b"".join(name.encode("utf-16-le").ljust(116, b"\0") + places for name in streams)
    return (head.ljust(1024, b"\0") + beginning.ljust(512, b"\0") + names).ljust(4096, b"\0")


# ── with LibreOffice ─────────────────────────────────────────────────────────────────────────────


@LIBRE_OFFICE
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_faulty_report_has_the_findings_of_its_text(layout: str) -> None:
    sample = next(sample for sample in map(seeded, range(9)) if sample.edition == "2021")
    sample = defects.fill("applications", "repeated", "business", "")(sample)
    sample = defects.reword("applications", "2.其他法律行政法规禁止公开", "2.其他法律行政止公开")(sample)
    expected = {spot(finding) for finding in findings(render(sample, BY_NAME["|blank"], 0, Noise()))}
    assert len(expected) > 1
    assert {spot(finding) for finding in findings(write(sample, layout), path=f"r.{layout}")} == expected


@LIBRE_OFFICE
def test_several_at_a_time() -> None:
    documents = [odt(seeded(1)), rtf(seeded(2)), odt(seeded(3))]
    with ThreadPoolExecutor(3) as threads:
        results = list(threads.map(office.converted, documents))
    assert [signatures.is_docx(result) for result in results] == [True] * 3


@LIBRE_OFFICE
def test_what_a_document_links_to_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    address = (tmp_path / "secret.txt").as_uri()
    linked = (
        f'<text:section text:name="s"><text:section-source xlink:href="{address}"/><text:p>旧</text:p></text:section>'
    )
    included = f'{{\\rtf1{{\\field{{\\*\\fldinst INCLUDETEXT "{tmp_path}/secret.txt"}}{{\\fldrslt old}}}}\\par}}'
    for document in (odt_of(f"<text:p>题</text:p>{linked}"), included.encode()):
        with ZipFile(BytesIO(office.converted(document))) as result:
            assert not any(b"SECRET" in result.read(name) for name in result.namelist())


@LIBRE_OFFICE
def test_nothing_stays_behind(folders: Path) -> None:
    office.converted(RTF)
    with suppress(Unreadable):
        office.converted(odt_of("<text:p>"))
    assert list(folders.iterdir()) == []


@LIBRE_OFFICE
@pytest.mark.parametrize("data", [compound("WordDocument"), odt_of("<text:p>")], ids=["doc", "odt"])
def test_what_it_cannot_read_is_damaged(data: bytes) -> None:
    (finding,) = check(data, path="r.doc").findings
    assert (finding.code, "损坏" in finding.message) == ("X001", True)


# ── without ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    where = tmp_path / "temporary"
    where.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(where))
    return where


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that is called in LibreOffice's place; a test writes it."""
    path = tmp_path / "soffice"
    path.touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return path


def test_without_it_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", (str(tmp_path / "none"),))
    (finding,) = check(RTF, path="r.rtf").findings
    assert finding.code == "X001"
    assert "LibreOffice" in finding.message
    assert ".docx" in finding.message


def test_it_is_found_where_it_usually_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "soffice.exe").touch()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", (str(tmp_path / "none"), str(tmp_path / "soffice.exe")))
    assert libreoffice.program() == str(tmp_path / "soffice.exe")


def test_it_is_not_looked_for_among_the_reports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Windows does so, and others if they are told to."""
    (tmp_path / "soffice").touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.curdir)
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", ())
    assert shutil.which("soffice") or os.name == "nt"
    assert libreoffice.program() is None


@SCRIPTS
def test_its_chatter_is_no_part_of_the_output(
    stand_in: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    stand_in.write_text("#!/bin/sh\necho chatter\necho trouble >&2\necho converted > report.docx\n")
    office.converted(RTF)
    assert capfd.readouterr() == ("", "trouble\n")


@SCRIPTS
def test_it_runs_in_a_folder_of_its_own_with_macros_off(stand_in: Path, folders: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    stand_in.write_text(
        f'#!/bin/sh\n(pwd; echo "$TMPDIR"; ls; cat profile/user/registrymodifications.xcu; echo; echo "$@") > {log}\n'
        "echo converted > report.docx\n"
    )
    assert office.converted(RTF) == b"converted\n"
    folder, temporary, *_ = lines = log.read_text().splitlines()
    assert Path(folder).parent == folders
    assert temporary == folder
    assert {"profile", "report.rtf"} <= set(lines)
    assert f"-env:UserInstallation={Path(folder, 'profile').as_uri()} --headless" in lines[-1]
    settings = "".join(lines)
    for setting in ("DisableMacrosExecution", "DisableActiveContent", "BlockUntrustedRefererLinks"):
        assert f'"{setting}" oor:op="fuse"><value>true<' in settings
    assert list(folders.iterdir()) == []


@SCRIPTS
@pytest.mark.parametrize(
    ("data", "name"),
    [(RTF, "rtf"), (b"\n " + RTF, "rtf"), (compound("WordDocument"), "doc"), (odt_of("<text:p/>"), "odt")],
)
def test_it_is_told_the_format_by_its_ending(data: bytes, name: str, stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\nls report.* > report.docx\n")
    assert office.converted(data).decode().split() == [f"report.{name}"]


@SCRIPTS
def test_when_its_time_is_up_all_of_itends(stand_in: Path, folders: Path, tmp_path: Path) -> None:
    """Also the program that the script started."""
    started = tmp_path / "started"
    stand_in.write_text(f"#!/bin/sh\nsh -c 'echo $$ > {started}; sleep 1000' &\nwait\n")
    with limited(USUAL._replace(seconds=1)), pytest.raises(Unreadable, match="1 秒"):
        office.converted(RTF)
    assert ends(int(started.read_text()))
    assert list(folders.iterdir()) == []


@SCRIPTS
@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$", "mkdir report.docx"])
def test_its_failure_is_a_sentence(script: str, stand_in: Path) -> None:
    stand_in.write_text(f"#!/bin/sh\n{script}\n")
    (finding,) = check(RTF, path="r.rtf").findings
    assert (finding.code, "损坏" in finding.message) == ("X001", True)


@SCRIPTS
def test_a_result_over_the_limit_is_refused(stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\nhead -c 100000 /dev/zero > report.docx\n")
    with limited(USUAL._replace(unpacked=50_000)), pytest.raises(Unreadable, match="上限"):
        office.converted(RTF)


# ── passwords, bombs ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "is_encrypted"),
    [
        (compound("EncryptionInfo", "EncryptedPackage"), True),
        (compound("WordDocument", beginning=b"\xec\xa5\xc1\0\0\0\0\0\0\0\0\x13"), True),
        (compound("WordDocument", beginning=b"\xec\xa5\xc1\0\0\0\0\0\0\0\0\x12"), False),
        (compound("WordDocument"), False),
        (compound("WordDocument") + b"\xec\xa5\xc1\0\0\0\0\0\0\0\0\x13".ljust(512), False),  # a sector of a picture
        (OLE, False),
        (RTF, False),
    ],
)
def test_a_password(data: bytes, is_encrypted: bool) -> None:
    assert signatures.is_encrypted(data) is is_encrypted
    if is_encrypted:
        for path in ("r.docx", "r.xlsx", "r.doc", "r.txt"):
            (finding,) = check(data, path=path).findings
            assert (finding.code, "加密" in finding.message) == ("X001", True)


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT, compress_type=0)
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_an_open_document_with_a_password() -> None:
    (finding,) = check(packed({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), path="r.odt").findings
    assert "加密" in finding.message


def test_an_open_document_that_unpacks_to_too_much_is_never_given_away(stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\necho never > report.docx\n")
    (finding,) = check(packed({"content.xml": bytes(70 * 2**20)}), path="r.odt").findings
    assert (finding.code, "上限" in finding.message) == ("X001", True)
