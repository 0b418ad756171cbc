"""``gouji check --fix`` and ``--diff`` as people and programs use them."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from commandline import CLEAN, gouji, process
from generation import docx_files, docx_markup, html_files
from generation.layouts import BY_NAME, LAYOUTS, render
from generation.reports import Sample, seeded
from test_planted_defects import SECTION_DEFECTS, TABLE_DEFECTS

from gouji.testing import clean_report, edited

pytestmark = pytest.mark.usefixtures("folder")

WRONG = edited(clean_report(), " 一、总体情况\n+按照清交发[2023]5号部署，截止2023年底完成。")
SAFE = WRONG.replace("[2023]", "〔2023〕")
RIGHT = SAFE.replace("截止", "截至")


def write(name: str, content: str | bytes) -> Path:
    """A file in the current folder."""
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# ── what is done, and what is said of it ─────────────────────────────────────────────────────────


def test_fix_writes_what_is_safe_and_reports_what_remains() -> None:
    path = write("a.txt", WRONG)
    ran = gouji("check", "--fix", "--format", "json", "a.txt")
    assert path.read_text(encoding="utf-8") == SAFE
    assert (ran.status, ran.codes) == (0, ["L902"])
    assert ran.err == "a.txt：改好1处（C501 1）\n"


def test_unsafe_fixes_are_made_when_they_are_asked_for() -> None:
    path = write("a.txt", WRONG)
    ran = gouji("check", "--fix", "--unsafe-fixes", "--format", "json", "a.txt")
    assert path.read_text(encoding="utf-8") == RIGHT
    assert (ran.status, ran.codes) == (0, [])


def test_fixing_again_changes_nothing() -> None:
    path = write("a.txt", WRONG)
    gouji("check", "--fix", "a.txt")
    before = path.stat()
    ran = gouji("check", "--fix", "a.txt")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert ran.err == "没有可以自动改的地方\n"


def test_diff_shows_the_changes_and_writes_nothing() -> None:
    path = write("a.txt", WRONG)
    for more in ((), ("--fix",)):
        ran = gouji("check", "--diff", *more, "a.txt")
        assert [line for line in ran.out.splitlines() if line[0] in "-+"] == [
            "--- a.txt",
            "+++ a.txt",
            "-按照清交发[2023]5号部署，截止2023年底完成。",
            "+按照清交发〔2023〕5号部署，截止2023年底完成。",
        ]
        assert (ran.status, ran.err) == (1, "a.txt：可改1处（C501 1）\n")
    assert path.read_text(encoding="utf-8") == WRONG


def test_diff_of_nothing_is_nothing_and_what_cannot_be_checked_fails() -> None:
    write("a.txt", CLEAN)
    assert gouji("check", "--diff", "a.txt")[:2] == (0, "")
    write("b.txt", "不是报告。")
    ran = gouji("check", "--diff", "a.txt", "b.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "b.txt：" in ran.err


def test_several_files_are_summed_up() -> None:
    for name in ("a.txt", "b.txt"):
        write(name, WRONG)
    write("c.txt", CLEAN)
    ran = gouji("check", "--fix", "a.txt", "b.txt", "c.txt")
    assert ran.err.splitlines()[-1] == "共改好2处，在2个文件里"
    assert ran.status == 0


def test_standard_input_goes_to_standard_output_mended() -> None:
    ran = process("check", "--fix", "-", stdin=WRONG.encode())
    assert ran.stdout.decode() == SAFE
    assert "L902" in ran.stderr.decode()
    assert process("check", "--fix", "-", stdin="不是报告。".encode()).stdout.decode() == "不是报告。"


@pytest.mark.parametrize("arguments", [["--unsafe-fixes"], ["--fix", "--watch"], ["--diff", "--watch"]])
def test_what_makes_no_sense_together_is_refused(arguments: list[str]) -> None:
    write("a.txt", CLEAN)
    ran = gouji("check", *arguments, "a.txt")
    assert (ran.status, ran.out) == (2, "")
    assert arguments[-1] in ran.err


def test_the_report_says_what_can_be_mended() -> None:
    write("a.txt", WRONG)
    out = gouji("check", "a.txt").out
    assert [line.split("  ")[1] for line in out.splitlines() if line.endswith("[可改]")] == [
        "警告 C501 发文字号不规范 [可改]"
    ]
    assert "标有 [可改] 的1个可用 --fix 改好，另有1个可用 --fix --unsafe-fixes 改，改后要核对。" in out
    assert "可改" not in gouji("check", "--select", "A", "a.txt").out


def test_machines_are_told_the_edits() -> None:
    write("a.txt", WRONG)
    ran = gouji("check", "--format", "json", "a.txt")
    number, wording = (finding["fix"] for finding in json.loads(ran.out)["files"][0]["findings"])
    assert (number["safe"], [edit["text"] for edit in number["edits"]]) == (True, ["〔", "〕"])
    assert (wording["safe"], [edit["text"] for edit in wording["edits"]]) == (False, ["至"])
    line = WRONG.split("\n")[number["edits"][0]["line"] - 1]
    assert [line[edit["column"] - 1 : edit["end_column"] - 1] for edit in number["edits"]] == ["[", "]"]


def test_a_personal_number_is_repeated_in_no_edit() -> None:
    number = "11010519491231002X"
    heading = f"六、其它要报告的事项{number}"
    write("a.txt", edited(clean_report(), f"-六、其他需要报告的事项\n+{heading}"))
    assert number not in gouji("check", "--format", "json", "a.txt").out


# ── what is left alone ───────────────────────────────────────────────────────────────────────────


def test_what_is_unfixable_or_suppressed_is_left_alone() -> None:
    path = write("a.txt", WRONG)
    write("gouji.toml", 'unfixable = ["C501"]')
    assert gouji("check", "--fix", "--unsafe-fixes", "a.txt").err == "a.txt：改好1处（L902 1）\n"
    assert path.read_text(encoding="utf-8") == WRONG.replace("截止", "截至")
    write("gouji.toml", '[[suppress]]\nfiles = ["a.txt"]\nrules = ["C501"]\nreason = "原文如此"\n')
    before = path.read_bytes()
    gouji("check", "--fix", "a.txt")
    assert path.read_bytes() == before


def test_what_a_baseline_knows_is_left_alone() -> None:
    path = write("a.txt", WRONG)
    assert gouji("baseline", "a.txt", "--output-file", "known.json").status == 0
    gouji("check", "--fix", "--unsafe-fixes", "--baseline", "known.json", "a.txt")
    assert path.read_text(encoding="utf-8") == WRONG
    path.write_text(WRONG.replace("5号部署", "5号、清交发[2023]6号部署"), encoding="utf-8")
    gouji("check", "--fix", "--baseline", "known.json", "a.txt")
    assert "清交发[2023]5号、清交发〔2023〕6号部署" in path.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_permissions_stay_and_a_read_only_file_too() -> None:
    path = write("a.txt", WRONG)
    path.chmod(0o640)
    gouji("check", "--fix", "a.txt")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path = write("b.txt", WRONG)
    path.chmod(0o444)
    ran = gouji("check", "--fix", "--format", "json", "b.txt")
    assert path.read_text(encoding="utf-8") == WRONG
    assert ran.err.startswith("b.txt：文件是只读的，没有改\n")
    assert ran.codes == ["C501", "L902"]


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_stays_one() -> None:
    target = write("a.txt", WRONG)
    Path("b.txt").symlink_to("a.txt")
    gouji("check", "--fix", "b.txt")
    assert Path("b.txt").is_symlink()
    assert target.read_text(encoding="utf-8") == SAFE


def test_encoding_and_line_ends_stay() -> None:
    for name, encode in {
        "gbk.txt": lambda text: text.encode("gb18030"),
        "bom.txt": lambda text: text.encode("utf-8-sig"),
        "crlf.txt": lambda text: text.replace("\n", "\r\n").encode(),
        "utf16.txt": lambda text: text.encode("utf-16"),
    }.items():
        path = write(name, encode(WRONG))
        gouji("check", "--fix", name)
        assert path.read_bytes() == encode(SAFE), name


# ── the formats that are written ─────────────────────────────────────────────────────────────────

SAMPLE = next(sample for sample in map(seeded, range(40)) if sample.edition == "2021")
DEFECTS = {
    name: (TABLE_DEFECTS | SECTION_DEFECTS)[name].change
    for name in ("cell-blank", "cell-slash", "label-reworded", "section-reworded", "section-number")
}


@pytest.mark.parametrize("change", DEFECTS.values(), ids=DEFECTS)
@pytest.mark.parametrize("layout", ["html-plain", "html-word", "html-portal", "html-minified"])
def test_html(change: Callable[[Sample], Sample], layout: str) -> None:
    path = write("a.html", html_files.write(change(SAMPLE), layout, 3))
    before = path.read_bytes()
    assert gouji("check", "--fix", "--format", "json", "--select", "T,S303", "a.html").codes == []
    assert len(path.read_bytes()) - len(before) in range(-40, 40)
    assert gouji("check", "--diff", "a.html").status == 0


@pytest.mark.parametrize("change", DEFECTS.values(), ids=DEFECTS)
@pytest.mark.parametrize("layout", ["plain", "split", "wps"])
def test_docx(change: Callable[[Sample], Sample], layout: str) -> None:
    path = write("a.docx", docx_files.write(change(SAMPLE), layout, 3))
    before = _parts(path.read_bytes())
    ran = gouji("check", "--diff", "a.docx")
    assert ran.status == 1
    assert len([line for line in ran.out.splitlines() if line[0] in "-+" and line[1:]]) == 4
    assert gouji("check", "--fix", "--format", "json", "--select", "T,S303", "a.docx").codes == []
    after = _parts(path.read_bytes())
    assert [name for name in before | after if before.get(name) != after.get(name)] == ["word/document.xml"]
    assert gouji("check", "--diff", "a.docx")[:2] == (0, "")


def test_what_stands_in_a_field_is_not_called_mendable() -> None:
    body = docx_files.write(SAMPLE, "plain", 3)
    number = docx_markup.run("国办发[2019]3号")
    cited = docx_markup.field("REF 甲", number)

    def put(markup: str) -> None:
        parts = _parts(body)
        main = parts["word/document.xml"].decode()
        parts["word/document.xml"] = main.replace("<w:sectPr/>", f"{docx_markup.paragraph(markup)}<w:sectPr/>").encode()
        write("a.docx", docx_markup.zipped(parts))

    put(number)
    assert "可改" in gouji("check", "--select", "C501", "a.docx").out
    put(cited)
    for switches in ([], ["--fix"], ["--fix", "--unsafe-fixes"]):
        ran = gouji("check", "--select", "C501", *switches, "a.docx")
        assert "C501" in ran.out
        assert "可改" not in ran.out


EVERY_LAYOUT = [
    *((f"a{layout.name.strip('|')}.txt", layout.name) for layout in LAYOUTS),
    *(("a.html", layout) for layout in html_files.LAYOUTS),
    *(("a.docx", layout) for layout in docx_files.LAYOUTS),
]


@pytest.mark.parametrize(("name", "layout"), EVERY_LAYOUT)
def test_what_is_called_mendable_is_mended(name: str, layout: str) -> None:
    for changes in (DEFECTS.values(), [DEFECTS["cell-blank"]]):
        sample = SAMPLE
        for change in changes:
            sample = change(sample)
        write(name, _written(name, sample, layout))
        found = json.loads(gouji("check", "--format", "json", name).out)["files"][0]["findings"]
        mendable = Counter(each["code"] for each in found if each["fix"] and each["fix"]["safe"])
        left = Counter(gouji("check", "--fix", "--format", "json", name).codes)
        assert Counter(each["code"] for each in found) - left == mendable


def _written(name: str, sample: Sample, layout: str) -> bytes:
    if name.endswith(".txt"):
        return render(sample, BY_NAME[layout], 3).encode()
    return (html_files if name.endswith(".html") else docx_files).write(sample, layout, 3)


def _parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_html_spelt_with_entities() -> None:
    page = html_files.write(SAMPLE, "html-plain", 3).decode()
    assert page.count("</body>") == 1
    coded = page.replace("</body>", "<p>制定《公开办法》（&#28165;交发&#91;2023&#x5D;<b>5号</b>）。</p></body>")
    path = write("a.html", coded)
    gouji("check", "--fix", "--select", "C501", "a.html")
    assert path.read_text(encoding="utf-8") == coded.replace("&#91;2023&#x5D;", "〔2023〕")
