"""Everything under examples/ does what it is there to show."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
PROGRAMS = Path(sys.executable).parent


def test_the_clean_report_has_no_findings() -> None:
    assert check("clean-report.txt", status=0) == []


def test_the_faulty_report_has_the_planted_faults() -> None:
    findings = check("faulty-report.txt", status=1)
    assert [(finding["code"], finding["location"]["row"], finding["location"]["field"]) for finding in findings] == [
        ("S307", None, None),  # the title lacks 年度
        ("C501", None, None),  # [2021] for 〔2021〕
        ("N601", None, None),  # 3 for the 1 of the table
        ("A101", "granted", "total"),  # 16 for 15 …
        ("T202", "massive", None),  # the row is left out
        ("T205", "confirm_again", "natural_person"),  # the row is blank but for its 总计
        ("A103", "total", "total"),  # … which is in the sum of the outcomes too
        ("A104", "direct", "total"),  # 1 for 2
        ("S303", None, None),  # the heading of section 5
    ]
    culprits = {finding["code"]: finding["culprit"] for finding in findings if finding["culprit"]}
    assert culprits["A101"] == culprits["A103"]
    assert culprits["A101"] | {"value": "15"} == culprits["A101"]


@pytest.mark.parametrize("form", ["docx", "html", "pdf", "xlsx"])
def test_the_faulty_report_has_the_same_faults_in_other_formats(form: str) -> None:
    def found(path: str) -> list[tuple[str, str | None, str | None]]:
        return sorted(
            (finding["code"], finding["location"]["row"] or "", finding["location"]["field"] or "")
            for finding in check(path, status=1)
            if finding["code"] != "H705"  # the web page has a footer
        )

    assert found(f"formats/faulty-report.{form}") == found("faulty-report.txt")


def test_pre_commit_stops_the_faulty_report(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(EXAMPLES / "pre-commit", repository)
    reports = repository / "reports"
    reports.mkdir()
    run("git", "init", "--quiet", folder=repository)
    shutil.copy(EXAMPLES / "clean-report.txt", reports)
    run("git", "add", ".", folder=repository)
    passed = run("pre-commit", "run", folder=repository)
    assert passed.returncode == 0, passed.stdout + passed.stderr

    shutil.copy(EXAMPLES / "faulty-report.txt", reports)
    run("git", "add", ".", folder=repository)
    stopped = run("pre-commit", "run", folder=repository)
    assert stopped.returncode == 1
    assert "faulty-report.txt" in stopped.stdout
    assert "clean-report.txt" not in stopped.stdout


PROVINCE = EXAMPLES / "qingjiang"


def test_the_rules_of_the_province_are_found() -> None:
    assert checked(PROVINCE, "reports/good.txt") == []
    assert [(code, severity) for code, severity, _basis in checked(PROVINCE, "reports/bad.txt")] == [
        ("QJ301", "info"),
        ("QJ401", "warning"),
        ("L902", "warning"),  # a word that the province adds
        ("QJ101", "warning"),
        ("QJ002", "info"),
        ("QJ102", "warning"),
        ("QJ102", "warning"),
        ("QJ201", "warning"),
        ("D404", "error"),  # the province's deadline
    ]


def test_a_city_adds_to_the_rules_of_its_province() -> None:
    city = PROVINCE / "nanxiu"
    good, bad = checked(city, "../reports/good.txt"), checked(city, "../reports/bad.txt")
    assert [(code, severity) for code, severity, _basis in good] == [("NX301", "info")]
    assert {("NX301", "info"), ("QJ301", "error"), ("QJ401", "warning")} <= {found[:2] for found in bad}
    assert {basis for code, _severity, basis in bad if code == "NX301"} == {
        "南岫市政务公开办公室关于报送年度报告的通知"
    }


@pytest.mark.parametrize("folder", [".", "nanxiu"])
def test_nothing_is_wrong_with_the_pack(folder: str) -> None:
    done = run("gouji", "pack", "test", folder, folder=PROVINCE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pack_passes_its_own_tests() -> None:
    done = run("pytest", "-q", "-p", "no:cacheprovider", folder=PROVINCE)
    assert done.returncode == 0, done.stdout


AUDITED = ("audit", "examples/audit", "--roster", "examples/audit/roster.csv")


def test_the_audit_finds_what_is_planted(tmp_path: Path) -> None:
    done = run("gouji", *AUDITED, "--ledger", str(tmp_path / "ledger"), "--format", "json", folder=EXAMPLES.parent)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    missing = [(finding["code"], finding["agency"], finding["year"]) for finding in told["findings"]]
    assert missing == [("G902", "清棠县柳溪镇人民政府", 2024)]
    found = {
        (file["agency"], file["year"]): [
            (finding["code"], finding["location"]["row"], finding["location"]["field"], finding["actual"])
            for finding in file["findings"]
        ]
        for file in told["files"]
    }
    assert len(found) == 7
    assert {whose: findings for whose, findings in found.items() if findings} == {
        # 2 requests were left over at the end of 2023
        ("清棠县交通运输局", 2024): [
            ("Y801", "carried_in", "natural_person", "3"),
            ("Y801", "carried_in", "total", "3"),
        ],
        # one request more than the three below it received
        ("清棠县人民政府", 2023): [
            ("G901", "received", "natural_person", "19"),
            ("G901", "received", "total", "20"),
            ("G901", "not_held", "natural_person", "4"),
            ("G901", "not_held", "total", "4"),
            ("G901", "total", "natural_person", "17"),
            ("G901", "total", "total", "18"),
        ],
    }


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_what_the_audit_prints(page: str, tmp_path: Path) -> None:
    text = (EXAMPLES.parent / page).read_text(encoding="utf-8")
    session = re.search(r"^```console\n\$ gouji (audit .*)\n((?:.*\n)*?)```$", text, re.MULTILINE)
    assert session
    copy = tmp_path / "examples" / "audit"
    shutil.copytree(EXAMPLES / "audit", copy, ignore=shutil.ignore_patterns("*.duckdb*"))
    assert run("gouji", *session[1].split(), folder=tmp_path).stdout == session[2]


def checked(folder: Path, report: str) -> list[tuple[str, str, str]]:
    """Code, severity and basis of each finding in a report, checked from a folder."""
    done = run("gouji", "check", "--format", "json", report, folder=folder)
    findings = json.loads(done.stdout)["files"][0]["findings"]
    return [(finding["code"], finding["severity"], finding["basis"]) for finding in findings]


def check(example: str, status: int) -> list[dict[str, Any]]:
    """The findings in an example, as machine output has them."""
    done = run("gouji", "check", "--format", "json", example, folder=EXAMPLES)
    assert done.returncode == status, done.stdout + done.stderr
    findings: list[dict[str, Any]] = json.loads(done.stdout)["files"][0]["findings"]
    return findings


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a program made of a folder; programs installed beside this Python come first."""
    environment = os.environ | {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home"),
    }
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
