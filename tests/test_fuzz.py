"""A short run of the fuzzer: every target with some hundred seeded inputs, and every input that is kept.

The long runs, and what came of them, stand in docs/fuzzing.md.
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress

import pytest

from fuzz import record
from fuzz.changing import changed, source
from fuzz.running import Count, Hang, limited, run, tried
from fuzz.target import KEPT, Broken, Target, kept_inputs, targets

INPUTS, SECONDS = 300, 0.2  # of each target
SEED = 9


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_whatever_comes_in_the_contract_holds(target: Target):
    counts = run([target], SEED, INPUTS, SECONDS, seeds=2)
    faults = [f"{fault.what}\n{fault.data!r}\n{fault.told}" for fault in counts[target.name].faults.values()]
    assert faults == []
    assert counts[target.name].inputs > sum(1 for _ in kept_inputs(target.name))


def test_every_kept_input_belongs_to_a_target():
    names = {target.name for target in targets()}
    assert {folder.name for folder in KEPT.iterdir()} <= names


def test_the_same_seed_gives_the_same_inputs():
    for target in targets()[::7]:
        seeds = list(target.seeds())
        first, again, other = ([changed(source(seed, target, n), seeds, target) for n in range(20)]
                               for seed in (1, 1, 2))
        assert first == again != other


def _target(check) -> Target:
    return Target("odd", "a part that is wrong", check, lambda: (b"seed",), seconds=0.2, per_kilobyte=0.0)


def test_faults_are_found():
    """A fuzzer that finds nothing may be one that looks nowhere."""
    def raises(data: bytes) -> None:
        raise KeyError(data)

    def hangs(data: bytes) -> None:
        while True:
            pass

    def breaks(data: bytes) -> None:
        raise Broken("a span outside the text")

    wrong = (raises, hangs, breaks, lambda data: random.random())
    assert [tried(_target(check), b"x", Count()).what for check in wrong] == [
        "KeyError (test_fuzz.py, raises)", "Hang", "Broken: a span outside the text (test_fuzz.py, breaks)",
        "Broken: another result the second time (running.py, tried)"]
    assert tried(_target(len), b"x", Count()) is None


def test_a_hang_is_no_exception_that_a_part_could_catch():
    with pytest.raises(Hang), limited(0.1):
        while True:
            with suppress(Exception):  # what many parts do with the libraries that they use
                sum(range(1000))


def test_the_page_tells_the_recorded_runs():
    text = record.page()
    assert record.PAGE.read_text(encoding="utf-8") == text, "python -m fuzz.record"
    assert sum(one.inputs for one in record.runs()) >= 1_000_000
    assert not [one for one in record.found() if not one.mended]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="atheris is for Linux")
def test_the_guided_engine_goes_through_a_target():
    pytest.importorskip("atheris")
    from fuzz.guided import run_guided

    counts = run_guided(targets(["file-name"]), 1, 300, 120)
    assert counts["file-name"].inputs >= 300 and not counts["file-name"].faults
