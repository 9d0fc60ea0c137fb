"""`python -m fuzz [TARGET ...] [--inputs N] [--seconds S] [--seed N] [--engine chance|atheris] [--record]`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from fuzz.running import Count, Fault, run
from fuzz.target import Target, targets

OUT = Path("out", "fuzz")


def main(arguments: list[str]) -> int:
    """Run it; the exit status is 1 where an input broke the contract."""
    parser = argparse.ArgumentParser(prog="python -m fuzz",
                                     description="Invented inputs through every reader and grammar.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="which parts (all if none is named)")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many in all (100,000)")
    parser.add_argument("--seconds", type=float, default=600.0, help="after which it ends all the same (600)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs (1)")
    parser.add_argument("--engine", choices=("chance", "atheris"), default="chance",
                        help="atheris is guided by what the inputs reach; one target at a time, Linux alone")
    parser.add_argument("--record", action="store_true", help="write what came of it into docs/fuzzing.md")
    parser.add_argument("--list", action="store_true", help="tell the targets")
    given = parser.parse_args(arguments)
    try:
        chosen = targets(given.targets)
    except KeyError as error:
        parser.error(f"no target is called {error}; --list tells them")
    if given.list:
        print("\n".join(f"{target.name:<22} {target.about}" for target in chosen))
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, a run says what it has found
    if given.engine == "atheris":
        from fuzz.guided import run_guided

        counts = run_guided(chosen, given.seed, given.inputs, given.seconds)
    else:
        counts = run(chosen, given.seed, given.inputs, given.seconds, _tell)
    faults = [fault for count in counts.values() for fault in count.faults.values()]
    _show(counts)
    for fault in faults:
        _keep(fault)
    if given.record:
        from fuzz.record import record

        record(counts, given.seed, given.engine)
    return 1 if faults else 0


def _tell(target: Target, count: Count, fault: Fault | None) -> None:
    if fault:
        _keep(fault)
        print(f"{target.name}: {fault.what}", file=sys.stderr, flush=True)


def _keep(fault: Fault) -> None:
    """The input and what it did, in out/fuzz."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / fault.name).write_bytes(fault.data)
    (OUT / f"{fault.name}.txt").write_text(f"{fault.what}\n\n{fault.told}", encoding="utf-8")


def _show(counts: dict[str, Count]) -> None:
    for name, count in sorted(counts.items()):
        each = 1e6 * count.seconds / max(1, count.inputs)
        print(f"{name:<22} {count.inputs:>9,} inputs {each:>9,.0f} µs each {count.slowest:>7.2f} s at most "
              f"{len(count.faults):>3} faults")
    inputs, faults = sum(c.inputs for c in counts.values()), sum(len(c.faults) for c in counts.values())
    print(f"fuzz: {inputs:,} inputs to {len(counts)} targets, {faults} kinds of fault"
          + (f", in {OUT}" if faults else ""))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
