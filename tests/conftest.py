"""What several test files share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium to look at pages with. Without one: skipped at a desk, a failure where CI=true."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        reason = f"no browser found ({', '.join(BROWSERS)}): on Debian, apt-get install chromium"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a case is about to be made."""
    return tmp_path / "sample.case"
