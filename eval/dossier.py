"""The dossier of a folder of reports, as the dossiers' scorer reads it: `python -m eval.dossier FOLDER OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from eval.reports import read_all
from stemma.exporters import formats
from stemma.model import Problem
from stemma.pipeline import join
from stemma.readers import read_paths


def main(arguments: list[str]) -> int:
    """Read every report of a folder and write the joined record as a dossier."""
    if len(arguments) != 2:
        print("usage: python -m eval.dossier FOLDER OUT", file=sys.stderr)
        return 2
    folder, target = arguments
    documents = [found[0] for found in read_paths([folder]) if not isinstance(found, Problem)]
    if not documents:
        print(f"{folder} holds no reports.", file=sys.stderr)
        return 2
    Path(target).write_bytes(formats()["dossier"].export(join(read_all(documents))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
