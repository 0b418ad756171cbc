"""Renew the pictures of the page for the browser: ``make screenshots``. Needs Chromium and Chinese fonts."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
VIEWS = {"wide": (1280, 1500, "light"), "dark": (1280, 900, "dark"), "narrow": (390, 1500, "light")}
"""Width and height of the window, and the colours that the reader prefers."""
_COLORS = 96

sys.path.insert(0, str(ROOT / "tests"))
from browser import Visit, launched  # noqa: E402
from province.corpus import Province  # noqa: E402


def main() -> None:
    """Check the faulty example and take the page's picture in every view."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        page = Path(folder) / "page.html"
        command = [sys.executable, "-m", "gouji", "check", "--isolated", "examples/faulty-report.txt"]
        subprocess.run([*command, "--format", f"html:{page}"], cwd=ROOT, check=False)
        for name, (width, height, scheme) in VIEWS.items():
            size = {"width": width, "height": height}
            _take(Visit(browser, page, viewport=size, color_scheme=scheme, locale="zh-CN"), f"html-report-{name}")
        size = {"width": 1280, "height": 1500}
        for name, page in _site(Path(folder)).items():
            _take(Visit(browser, page, viewport=size, color_scheme="light", locale="zh-CN"), f"audit-site-{name}")


def _take(visit: Visit, name: str) -> None:
    picture = Image.open(BytesIO(visit.page.screenshot()))
    # Few colours and no dithering: letters and lines stay sharp, and the file a quarter of the size.
    picture = picture.convert("RGB").quantize(_COLORS, dither=Image.Dither.NONE)
    picture.save(IMAGES / f"{name}.png", optimize=True)


def _site(folder: Path) -> dict[str, Path]:
    """The site of an invented province, and the pages of it that are shown."""
    Province(120, range(2021, 2025), 1, flawed=True).write(folder)
    command = [sys.executable, "-m", "gouji", "audit", "--isolated", "reports", "--roster", "roster.csv"]
    subprocess.run([*command, "--site", "site", "--format", "json:out.json"], cwd=folder, check=False)
    site = folder / "site"
    largest = {
        kind: max((site / kind).iterdir(), key=lambda file: file.stat().st_size) for kind in ("agency", "notice")
    }
    return {"index": site / "index.html", **largest}


if __name__ == "__main__":
    main()
