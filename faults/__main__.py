"""`python -m faults [--runs N] [--kinds kill,full] [--scenes build,judge] [--seed N] [--only ...] [--record]`

Many runs under faults over all scenes; status 1 where something was found. --only makes one run again and keeps its
folder. --record writes the result, with date and commit, into docs/promises.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from faults import campaign, recording
from faults.nursery import Nursery
from faults.scenes import Ground, scenes
from faults.shim import built

RUNS = 500


def main(arguments: list[str]) -> int:
    """Make the runs and say what came of them."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__.partition("\n\n")[2])
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--kinds", default="", help="only these faults, with commas between")
    parser.add_argument("--scenes", default="", help="only these scenes, with commas between")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no run after so long")
    parser.add_argument("--only", default="", metavar="SCENE:KIND:AT:SEED", help="one run again")
    parser.add_argument("--record", action="store_true", help="write the result into docs/promises.md")
    said = parser.parse_args(arguments)
    if said.only:
        return once(said.only)
    wanted = [name for name in said.scenes.split(",") if name]
    with ground() as place:
        result = campaign.campaign(place, [one for one in scenes() if not wanted or one.name in wanted], said.runs,
                                   [kind for kind in said.kinds.split(",") if kind], said.seed, _say,
                                   said.minutes * 60)
    for line in recording.lines(result):
        _say(line)
    if said.record:
        recording.record(result)
    return 1 if result.found else 0


def once(name: str) -> int:
    """One run, named as a campaign names it; what it leaves stays."""
    scene, kind, at, seed = name.split(":")
    with ground(keep=True) as place:
        played = campaign.measured(next(one for one in scenes() if one.name == scene)(place).ready())
        wrong, status = campaign.attempt(played, campaign.Trial(1, scene, kind, int(at), int(seed)))
        _say(f"status {status}; {'; '.join(wrong) or 'nothing wrong'}; see {place.folder}")
    return 1 if wrong else 0


@contextmanager
def ground(keep: bool = False) -> Iterator[Ground]:
    """What scenes need, in a folder of its own that goes away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="stemma-faults-"))
    try:
        with ExitStack() as stack:
            library = built(folder)
            nursery = stack.enter_context(Nursery(library, folder))
            yield Ground(nursery, folder, library, stack)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
