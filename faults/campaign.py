"""Many runs: which fault where, what is looked at after each, and what was found."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from faults.ledger import Ledger
from faults.nursery import Done
from faults.scenes import Ground, Scene
from faults.scenes._scene import AT_FILES, KILLS, Stage
from faults.shim import Fault
from stemma.errors import NotACase, StemmaError, UsageError
from stemma.store import exists, open_case

LINGER = 10.0  # seconds in which processes notice on a busy machine that the one that started them is gone
REBUILT = 5  # every so many runs the case is also checked against a rebuild


class Trial(Struct, frozen=True):
    """One run that is to be made."""

    number: int
    scene: str
    kind: str
    at: int  # which call; for "random" thousandths of the time that the command takes
    seed: int

    @property
    def name(self) -> str:
        """What --only takes to make it again."""
        return f"{self.scene}:{self.kind}:{self.at}:{self.seed}"


class Found(Struct, frozen=True):
    """A run that did not go as promised."""

    trial: Trial
    wrong: tuple[str, ...]


class Result(Struct, frozen=True):
    """What a campaign came to."""

    runs: int
    by_scene: dict[str, int]
    by_kind: dict[str, int]
    acknowledged: int  # runs whose command said it was done all the same
    found: tuple[Found, ...]
    skipped: tuple[str, ...]  # scenes, with why
    seconds: float


class Played(Struct):
    """A scene that is prepared, and what an undisturbed run of it costs."""

    scene: Scene
    calls: int
    seconds: float


Tell = Callable[[str], None]


def campaign(ground: Ground, scenes: Iterable[type[Scene]], runs: int, kinds: Sequence[str] = (), seed: int = 1,
             tell: Tell = print, longest: float = float("inf")) -> Result:
    """Make so many runs over these scenes, evenly over the calls of each; kinds: only these faults. longest: seconds,
    after which no other run is begun."""
    began = time.monotonic()
    played, skipped = {}, []
    for kind in scenes:
        if why := kind.missing():
            skipped.append(f"{kind.name}: {why}")
            continue
        played[kind.name] = measured(kind(ground).ready())
        tell(f"{kind.name}: {played[kind.name].calls} calls in {played[kind.name].seconds:.2f} s")
    found, done = [], []
    for trial in chosen(played, runs, kinds, seed):
        wrong, status = attempt(played[trial.scene], trial)
        done.append((trial, status))
        if wrong:
            found.append(Found(trial, tuple(wrong)))
            tell(f"FOUND {trial.name}: {'; '.join(wrong)}")
        if len(done) % 25 == 0:
            tell(f"{len(done)} runs, {len(found)} with something wrong, {time.monotonic() - began:.0f} s")
        if time.monotonic() - began > longest:
            break
    return Result(len(done), dict(Counter(trial.scene for trial, _ in done)),
                  dict(Counter(trial.kind for trial, _ in done)), sum(status == 0 for _, status in done),
                  tuple(found), tuple(skipped), time.monotonic() - began)


def measured(scene: Scene) -> Played:
    """An undisturbed run: how many calls there are to fail, and how long it takes."""
    stage = scene.stage(0)
    stage.done = done = scene.perform(stage, Fault("count", port=scene.port))
    if done.status not in scene.ends or not done.calls:
        raise RuntimeError(f"{scene.name} does not end well undisturbed: {done}")
    if wrong := list(looked_at(scene, stage, False)):
        raise RuntimeError(f"{scene.name} is wrong undisturbed: {wrong}")
    scene.clear(stage)
    return Played(scene, done.calls, done.seconds)


def chosen(played: dict[str, Played], runs: int, kinds: Sequence[str], seed: int) -> Iterator[Trial]:
    """The runs, spread over scenes by weight, over their kinds of fault alike, and over the calls evenly.

    The scenes take turns, so that a campaign that is ended early has seen something of each.
    """
    chance = random.Random(seed)
    pairs = [(one, [kind for kind in one.scene.kinds if not kinds or kind in kinds]) for one in played.values()]
    pairs = [(one, wanted) for one, wanted in pairs if wanted]
    total = sum(one.scene.weight for one, _ in pairs)
    planned: list[tuple[float, Trial]] = []
    for one, wanted in pairs:
        share = max(len(wanted), round(runs * one.scene.weight / total))
        for place, kind in enumerate(wanted):
            number = share // len(wanted) + (place < share % len(wanted))
            for i in range(number):
                at = _point(kind, (i + chance.random()) / number, one.calls)
                trial = Trial(0, one.scene.name, kind, at, chance.randrange(1, 10_000))
                planned.append(((i + chance.random()) / number, trial))
    planned.sort(key=lambda each: each[0])
    for number, (_, trial) in enumerate(planned[:runs], start=1):
        yield Trial(number, trial.scene, trial.kind, trial.at, trial.seed)


def _point(kind: str, part: float, calls: int) -> int:
    return round(part * 1100) if kind in ("random", "terminate") else int(part * calls) + 1


def attempt(played: Played, trial: Trial) -> tuple[list[str], int | None]:
    """One run: (what is wrong, the command's exit status). What it cannot make sense of is wrong too."""
    scene = played.scene
    stage = scene.stage(trial.number)
    stage.kind = trial.kind
    stage.fault = Fault("count" if trial.kind in ("random", "terminate", "together") else trial.kind, trial.at,
                        trial.seed, scene.port, group=trial.seed % 2 == 1)
    delay = trial.at / 1000 * played.seconds if trial.kind == "random" else None
    try:
        stage.done = scene.perform(stage, stage.fault, delay)
        wrong = [*ended(scene, stage.done, trial), *looked_at(scene, stage, trial.number % REBUILT == 0)]
    except (StemmaError, RuntimeError, OSError) as error:
        wrong = [f"the case cannot be used: {type(error).__name__}: {error}"]
    if not wrong:
        scene.clear(stage)
    return wrong, stage.done.status


def ended(scene: Scene, done: Done, trial: Trial) -> Iterator[str]:
    """What is wrong with how a command ended under a fault."""
    if left := left_over(done.pid):
        yield f"{len(left)} processes that it had started stayed"
    if done.status is None:
        yield "it hung"
    elif "Traceback" in done.err or "a fault in Stemma" in done.err:
        yield f"it did not say in plain words what happened: {done.err.strip()[-300:]}"
    elif trial.kind in AT_FILES and trial.kind not in KILLS and done.status < 0 and done.status not in scene.ends:
        yield f"it was ended by signal {-done.status}"
    elif done.status > 0 and not done.err.strip() and trial.kind not in ("full", "eio", "eios"):
        yield f"it ended with status {done.status} and said nothing"


def looked_at(scene: Scene, stage: Stage, rebuilt: bool) -> Iterator[str]:
    """What is wrong with the case after a fault, then after ordinary commands."""
    scene.told(stage, stage.done)
    yield from scene.before(stage)
    there = scene.has_case and exists(stage.case) and not _unmade(stage)
    if not scene.has_case:
        yield from scene.wrong(stage)
    elif there:
        if scene.sound_before:
            yield from sound(scene.ground, stage.case, stage.ledger, False)
        yield from scene.wrong(stage)
    elif stage.ledger.documents or stage.ledger.named:
        yield "the case is gone"
    for command in scene.again(stage):
        done = scene.ground.nursery.run(command, given=scene.given)
        if done.status != 0:
            yield f"the ordinary run after it ended with status {done.status}: {(done.err or done.out).strip()[:300]}"
            return
        if command == scene.command(stage) and not stage.others:
            scene.told(stage, done)
    if scene.has_case and rebuilt:
        yield from sound(scene.ground, stage.case, stage.ledger, True)
    elif scene.has_case:
        yield from kept(stage.case, stage.ledger)
    yield from scene.right(stage)


def _unmade(stage: Stage) -> bool:
    """Whether the case is a file in which nothing has been made yet; the next opening starts there."""
    try:
        open_case(stage.case, readonly=True).close()
    except NotACase:
        return stage.file.exists() and stage.file.stat().st_size == 0
    except UsageError:  # a database in which there is no case yet
        return not stage.ledger.documents
    return False


def sound(ground: Ground, case: str, ledger: Ledger, rebuilt: bool) -> Iterator[str]:
    """What is wrong with a case as it stands: `stemma check`, and what of the ledger is missing."""
    done = ground.nursery.run(["check", case, "--rebuild" if rebuilt else "--no-rebuild"])
    if done.status != 0:
        yield f"stemma check ended with status {done.status}: {(done.out + done.err).strip()[:300]}"
    yield from kept(case, ledger)


def kept(case: str, ledger: Ledger) -> Iterator[str]:
    """What of the ledger a case lacks."""
    with open_case(case, readonly=True) as opened:
        yield from ledger.missing(opened)


def left_over(group: int) -> list[int]:
    """Processes of a group that still live some time after the one that started them has ended; they are ended here."""
    until = time.monotonic() + LINGER
    while (found := alive(group)) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return found


def alive(group: int) -> list[int]:
    """Processes of a group that have not ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):  # it has ended since
            state, _, mine, *_ = entry.read_text().rpartition(")")[2].split()
            if int(mine) == group and state != "Z":
                found.append(int(entry.parent.name))
    return found
