"""Measure every development corpus and compare with the pinned floors: `python -m eval.run [NAME ...] [--pin]`.

Each part is run as a stranger would: the scorer dumps its input, `python -m eval` answers, the scorer scores. Nothing
is kept from one run to the next; inputs, answers and what the scorers print are left in out/eval/ to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from msgspec import Struct

from eval.catalogue import Floors, Part, Set, Values, fallen, read_floors, read_sets, write_floors
from eval.page import page, with_kept
from eval.reports import JOBS, BadInput

ROOT = Path(__file__).resolve().parent.parent
CORPORA = "STEMMA_CORPORA"  # environment variable: the corpora's folder, where it is not the default
AT_ONCE = 2  # parts measured at the same time, each in one process
# The longest first, so that no core idles at the end; any order gives the same figures.
_LONGEST = ("relevance", "violent", "polnear", "muc4", "geo", "cis530p", "pan13", "ecbplus")


class Outcome(Struct, frozen=True):
    """What one part gave: its figures, or why there are none."""

    name: str
    part: str
    figures: dict[str, float]
    trouble: str | None
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Measure the sets named, or all of them. 0 where every floor holds, 1 where one fell, 2 on bad usage."""
    options = _parser().parse_args(arguments)
    try:
        return measure(options)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2


def measure(options: argparse.Namespace) -> int:
    """Run, print, pin or compare, and write the page where everything was measured."""
    catalogue = read_sets(options.tasks)
    sets = _chosen(catalogue, options.names)
    corpora = _corpora(options.corpora)
    floors = read_floors(options.floors)
    options.work.mkdir(parents=True, exist_ok=True)
    outcomes = _run(sets, corpora, options.work)
    values: Values = {(row.name, row.part): row.figures for row in outcomes if row.trouble is None}
    bad = [f"{row.name} {row.part}: {row.trouble}" for row in outcomes if row.trouble is not None]
    if options.pin:
        write_floors(options.floors, floors, catalogue, values)
        print(f"Pinned in {_shown(options.floors)}")
        floors = read_floors(options.floors)
    else:
        bad += _fallen(sets, values, floors)
    if len(sets) == len(catalogue) and len(values) == len(outcomes):
        old = options.page.read_text(encoding="utf-8") if options.page.exists() else ""
        options.page.write_text(with_kept(page(catalogue, values), old), encoding="utf-8")
        print(f"Wrote {_shown(options.page)}")
    else:
        print(f"{_shown(options.page)} is left as it is: not everything was measured.")
    for line in bad:
        print(f"FALLEN {line}", file=sys.stderr)
    return 1 if bad else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.run", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="sets to measure, of eval/tasks.toml; all by default")
    parser.add_argument("--pin", action="store_true", help="take what is measured as the new floors")
    parser.add_argument("--corpora", metavar="DIR", default=os.environ.get(CORPORA) or None,
                        help=f"the corpora's folder; by default ${CORPORA}, else ../shared/corpora")
    parser.add_argument("--tasks", type=Path, default=ROOT / "eval" / "tasks.toml", help=argparse.SUPPRESS)
    parser.add_argument("--floors", type=Path, default=ROOT / "eval" / "floors.toml", help=argparse.SUPPRESS)
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "evaluation.md", help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, default=ROOT / "out" / "eval", help=argparse.SUPPRESS)
    return parser


def _chosen(catalogue: Sequence[Set], names: Sequence[str]) -> list[Set]:
    known = {each.name: each for each in catalogue}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput(f"There is no set called {unknown[0]!r}; there are: {', '.join(known)}.")
    return [each for each in catalogue if not names or each.name in names]


def _corpora(given: str | None) -> Path:
    folder = Path(given) if given else ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        raise BadInput(f"The development corpora are not at {given or _shown(folder)}: name their folder with "
                       f"--corpora DIR, make eval CORPORA=DIR or ${CORPORA}.")
    return folder.resolve()


def _run(sets: Sequence[Set], corpora: Path, work: Path) -> list[Outcome]:
    """Every part, two at a time, each printed when it is done; in the catalogue's order."""
    parts = [(each, part) for each in sets for part in each.part]
    first = {name: rank for rank, name in enumerate(_LONGEST)}
    queue = sorted(range(len(parts)), key=lambda at: (first.get(parts[at][0].scorer, len(first)), at))
    outcomes: dict[int, Outcome] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = {pool.submit(_part, *parts[at], corpora, work): at for at in queue}
        for done in as_completed(waiting):
            outcomes[waiting[done]] = outcome = done.result()
            said = outcome.trouble or ", ".join(f"{name} {value:.3f}" for name, value in outcome.figures.items())
            print(f"{outcome.name} {outcome.part} ({outcome.seconds:.0f} s): {said}", flush=True)
    return [outcomes[at] for at in range(len(parts))]


def _part(each: Set, part: Part, corpora: Path, work: Path) -> Outcome:
    """One part's figures."""
    began = time.monotonic()
    stem = work / f"{each.name}-{'-'.join(re.findall(r'[a-z0-9]+', part.name))}"
    try:
        way = _dossier if part.dossier else _program if part.program else _answers
        printed, written = way(each, part, corpora, stem)
        stem.with_suffix(".txt").write_text(printed, encoding="utf-8")
        found = {figure.name: figure.value(printed, written) for figure in part.figures}
        figures, trouble = {name: value for name, value in found.items() if value is not None}, None
    except _Failed as error:
        figures, trouble = {}, str(error)
    return Outcome(each.name, part.name, figures, trouble, time.monotonic() - began)


class _Failed(Exception):
    """A step of a part ended with an error."""


def _answers(each: Set, part: Part, corpora: Path, stem: Path) -> tuple[str, object]:
    """What the scorer prints of our answers to a corpus's part."""
    asked, answer = f"{stem}.in.json", f"{stem}.out.json"
    scorer = [str(corpora / "score" / f"{each.scorer}.py"), "--data", str(corpora), "--split", part.split]
    _step([*scorer, "--dump-input", asked], part)
    _step(["-m", "eval", each.scorer, asked, answer], part)
    return _step([*scorer, answer], part), None


def _dossier(each: Set, part: Part, corpora: Path, stem: Path) -> tuple[str, object]:
    """What the dossiers' scorer prints and writes of our record of a cluster."""
    dossier, figures = f"{stem}.out.json", Path(f"{stem}.figures.json")
    gold, texts = _place(part.gold, corpora), _place(part.texts, corpora)
    figures.unlink(missing_ok=True)
    _step(["-m", "eval.dossier", texts, dossier], part)
    scorer = str(corpora.parent / "gold" / "score.py")
    printed = _step([scorer, gold, dossier, "--texts", texts, "--json", str(figures)], part)
    return printed, json.loads(figures.read_text(encoding="utf-8"))


def _program(each: Set, part: Part, corpora: Path, stem: Path) -> tuple[str, object]:
    """What a module of ours prints that measures by itself."""
    return _step(["-m", part.program or "", part.split, "--corpora", str(corpora)], part), None


def _place(given: str | None, corpora: Path) -> str:
    root, _, path = (given or "").partition(":")
    return str((corpora.parent if root == "shared" else ROOT) / path)


def _step(command: Sequence[str], part: Part) -> str:
    """Run Python with these arguments from the repository's root; what it printed, or _Failed with its last words."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT), JOBS: "1", **part.env}
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing said").splitlines()[-1]
        raise _Failed(f"{Path(command[0]).name if command[0] != '-m' else ' '.join(command[1:3])} failed: {said[:300]}")
    return done.stdout


def _fallen(sets: Sequence[Set], values: Values, floors: Floors) -> list[str]:
    """One line for each figure under its floor."""
    lines = []
    for each in sets:
        for part in each.part:
            if (each.name, part.name) in values:
                pins = floors.get(each.name, {}).get(part.name, {})
                found = fallen(part, values[each.name, part.name], pins)
                lines += [f"{each.name} {part.name} {line}" for line in found]
    return lines


def _shown(path: Path) -> str:
    """A path as people write it from the repository's root."""
    return os.path.relpath(path, ROOT) if path.is_absolute() else str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
