"""Nothing leaves the machine unasked: build, read, report, export, serve and scale with the network cut off."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quiet_site import SWITCHES

ROOT = Path(__file__).resolve().parent.parent
REPORTS = {
    "a.txt": "Hill Courier\n4 May 2033\n\nShells hit Velmora\n\nAt least 14 people were killed when shells struck "
             "Velmora on Tuesday, Governor Osk Marren said.\n",
    "b.txt": "Valley Post\n5 May 2033\n\nToll in Velmora\n\nPolice spokesman Petr Dorn said 15 people were killed in "
             "Velmora on Tuesday.\n",
}


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What was tried while everything was used; in a namespace without a network, where that is permitted."""
    folder = tmp_path_factory.mktemp("quiet")
    (folder / "reports").mkdir()
    for name, text in REPORTS.items():
        (folder / "reports" / name).write_text(text)
    (folder / "in.jsonl").write_text("".join(json.dumps({"id": name, "text": text}) + "\n"
                                             for name, text in REPORTS.items()))
    command = [sys.executable, "-m", "tests.quiet_site", str(folder)]
    done = subprocess.run([*cut_off(), *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cut_off() -> list[str]:
    """What cuts a program off from the network; nothing where this machine does not let us."""
    if not shutil.which("unshare"):
        return []
    way = ["unshare", "-rn"]
    return way if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0 else []


def test_everything_works_without_a_network(used: dict) -> None:
    assert used["said"] == []


def test_nothing_tries_to_reach_anybody(used: dict) -> None:
    assert used["tried"] == []
    assert used["tried_on_purpose"] > 0, "the guard sees nothing"


def test_no_native_code_tries_either(used: dict) -> None:
    if not used["alone"]:
        pytest.skip("no namespace without a network can be made here")
    assert used["unrouted"] == 0
    assert used["unrouted_on_purpose"] > 0, "the kernel counts nothing"


def test_what_counts_users_of_the_engines_is_switched_off_before_they_are_loaded() -> None:
    """Daft's and Ray's own names for it; nothing but the engine's module loads them."""
    code = ("import os, sys\nfrom stemma.scale import engine\nassert not {'daft', 'ray'} & set(sys.modules)\n"
            f"engine.quiet()\nprint([os.environ.get(name) for name in {SWITCHES[:3]!r}])")
    env = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "['1', '0', '0']"
    for path in (ROOT / "src" / "stemma").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "import daft" in text or "import ray" in text:
            assert path.parent.name == "scale"
            assert "quiet()" in text, f"{path.name} loads an engine and does not switch its counting off"
