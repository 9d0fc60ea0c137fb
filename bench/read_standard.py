"""How many documents a second are read whole with the tagger of standard size, beside that tagger alone.

`python -m bench read-standard [DOCUMENTS] [FOLDER]`; 40 reports of 500 words a round if not given. FOLDER holds the
networks in 32 bits (see `_tagger_alone`) and is asked only where torch is not installed.
"""

from __future__ import annotations

from pathlib import Path

from bench._reading import is_packaged, rates, reading, report, rounds_of
from bench._tagger_alone import alone

GOAL = 1.5  # times as many documents a second as the tagger alone


def measure(arguments: list[str]) -> None:
    """Time the rules, the whole reading and the tagger alone in turn, and print the ratio."""
    rounds = rounds_of(int(arguments[0]) if arguments else 40)
    ways = {"whole reading, no tagger": reading("none")}
    if is_packaged("standard"):
        ways["whole reading, standard"] = reading("standard")
    bare = alone(Path(arguments[1]) if len(arguments) > 1 else None)
    if bare is not None:
        ways[bare[0]] = bare[1]
    found = rates(ways, rounds)
    report(rounds, found)
    if bare is None or "whole reading, standard" not in found:
        missing = "the standard tagger is not in the package" if bare else "neither torch nor a folder of networks"
        print(f"read-standard: no ratio, {missing}")
        return
    whole, tagger = found["whole reading, standard"], found[bare[0]]
    print(f"read-standard: {whole:.1f} documents/s, {whole / tagger:.2f} times the tagger alone (goal {GOAL})")
