"""The README's picture, made by the app itself: `uv run python -m docs.picture`.

Fills the generated athlete up to a fixed day, shows the calendar in a window of 132x40 characters
and has Chromium (on the path) turn the app's SVG into docs/calendar.png.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from sync.sources.demo import ensure
from tui.app import TrainingBrainApp

TODAY = date(2026, 6, 19)
SIZE = (132, 40)
TARGET = Path(__file__).parent / "calendar.png"


async def _calendar(home: Path) -> str:
    """The calendar on TODAY's morning, as SVG."""
    morning = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)
    app = TrainingBrainApp(home, clock=lambda: morning)
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(3):
            await pilot.pause()
            await app.workers.wait_for_complete()
        return app.export_screenshot(title="training-brain")


def _to_png(browser: str, svg: str, folder: Path) -> None:
    """Only with fonts that are here: the SVG names some of the web."""
    local = re.sub(r'url\("https:[^)]*\) format\("[^"]*"\),?|,(?=\s*url\("https)', "", svg)
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert view is not None, "every SVG of Rich says its size"
    page = folder / "calendar.svg"
    page.write_text(local, encoding="utf-8")
    width, height = (int(float(side)) for side in view.groups())
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--screenshot={TARGET}", f"--window-size={width},{height}", page.as_uri()]
    command += ["--default-background-color=00000000", f"--user-data-dir={folder / 'browser'}"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.stderr.write("The picture needs Chromium on the path.\n")
        return 1
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        ensure(folder, today=TODAY, wait=True)
        _to_png(browser, asyncio.run(_calendar(folder)), folder)
    sys.stdout.write(f"{TARGET}: {TARGET.stat().st_size / 1024:.0f} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
