"""Requests that come at once, as the first ones, do not end the workbench."""

from __future__ import annotations

import subprocess
import sys

from stemma.web import create_app, serving
from tests.web import SAMPLE, built

# Types of types, each read as such for the first time by four threads that take turns often. Where msgspec has not
# looked at them before, this ends within a hundred of them.
FIRST = """
import sys
import threading

import msgspec

from stemma.web.typed import look_at_all

def invented(name, fields):
    globals()[name] = made = msgspec.defstruct(name, fields, module="stemma.invented")
    return made

sys.modules["stemma.invented"] = sys.modules["__main__"]
types = []
for k in range(400):
    for j in range(3):
        invented(f"Part{k}_{j}", [(f"f{i}", "int | None", None) for i in range(10)])
    types.append(invented(f"Whole{k}", [(f"f{i}", f"tuple[Part{k}_{i % 3}, ...]", ()) for i in range(15)]))
look_at_all()
sys.setswitchinterval(1e-6)
for one in types:
    together = threading.Barrier(4)

    def read():
        together.wait()
        for _ in range(3):
            msgspec.convert({"f1": [{"f2": 3}]}, one)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("all answered")
"""


def test_the_first_requests_may_come_together():
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "all answered\n"), done.stderr


def test_the_workbench_looks_at_all_types(monkeypatch, tmp_path):
    looked = []
    monkeypatch.setattr(serving, "look_at_all", lambda: looked.append(1))
    create_app(built(tmp_path / "a.case", SAMPLE))
    assert looked == [1]
