"""The real reports that may lie beside the checkout: read in place, never copied."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def read_bytes(folder: str, prefix: str, suffix: str = ".txt") -> bytes:
    """A real report; the test is skipped where there is none."""
    found = sorted((SHARED / folder).glob(f"{prefix}*{suffix}"))
    if not found:
        pytest.skip(f"no real reports beside this checkout ({folder}/{prefix}{suffix})")
    return found[0].read_bytes()


def seed(number: int) -> bytes:
    """One of the five sample reports."""
    return read_bytes("seeds", f"{number:03}")


def truth(name: str) -> dict[str, Any]:
    """The figures and defects of a real report, as a person read them."""
    return json.loads(read_bytes("real", name, ".truth.json"))


def pdf_text(name: str) -> bytes:
    """A real report's PDF as ``pdftotext -layout`` gives it."""
    read_bytes("real", name, ".pdf")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = SHARED / "real" / f"{name}.pdf"
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout
