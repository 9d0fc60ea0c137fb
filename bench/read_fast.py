"""How many documents a second are read whole with the fast tagger, beside the one of standard size.

`python -m bench read-fast [DOCUMENTS]`; 100 reports of 500 words a round if not given.
"""

from __future__ import annotations

from bench._reading import is_packaged, rates, reading, report, rounds_of

GOAL = 8  # times as many documents a second as with the standard tagger


def measure(arguments: list[str]) -> None:
    """Time the whole reading with each size in turn, and print the ratio."""
    rounds = rounds_of(int(arguments[0]) if arguments else 100)
    sizes = [size for size in ("none", "fast", "standard") if is_packaged(size)]
    names = {size: f"whole reading, {'no tagger' if size == 'none' else size}" for size in sizes}
    found = rates({names[size]: reading(size) for size in sizes}, rounds)
    report(rounds, found)
    if "fast" not in names or "standard" not in names:
        print("read-fast: no ratio, the fast and the standard tagger are not both in the package")
        return
    fast, standard = found[names["fast"]], found[names["standard"]]
    print(f"read-fast: {fast:.1f} documents/s, {fast / standard:.1f} times the standard tagger (goal {GOAL})")
