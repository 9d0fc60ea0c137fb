"""What the shipped taggers find in our own reports that were held back: `python -m training.evaluate [CORPORA]`.

CORPORA is the folder of development corpora, whose scorer of attributions is used.
"""

from __future__ import annotations

import sys
from pathlib import Path

from stemma.tagging.model import tagger
from stemma.tagging.windows import blocks_of
from training import data, figures, war

ROLES = ("source", "cue", "content")


def attributions(size: str, corpora: Path) -> str:
    """Exact F1 of source, cue and content, and F1 of linked attributions, by PolNeAR's scorer."""
    sys.path.insert(0, str(corpora / "score"))
    import polnear

    texts = data.war(war.FOLDER, held=True)
    records = [{"id": str(i), "text": t.text, "gold": t.attributions} for i, t in enumerate(texts)]
    read = tagger(size).read
    found = {r["id"]: [{role: getattr(a, role) for role in ROLES} for a in read(r["text"], blocks_of(r["text"]))[0]]
             for r in records}
    result = polnear.score(records, found)
    parts = [f"{role} {result[role]['exact'][2]:.3f}" for role in ROLES]
    return f"{len(texts)} reports: {', '.join(parts)}, linked {result['attrib']['f'][2]:.3f}"


def harmed(size: str) -> str:
    """Precision and recall of figures by overlap, and how often the harm of those found is right."""
    stems = sorted(p.stem for p in figures.FOLDER.glob("*.tsv"))[9::10]
    hits = right = found = gold = 0
    for stem in stems:
        text, _ = war.parse((war.FOLDER / f"{stem}.txt").read_text("utf-8"))
        told, given = tagger(size).read(text, blocks_of(text))[1], figures.rows(stem)
        found, gold = found + len(told), gold + len(given)
        for start, end, harm, *_ in given:
            hit = next((f for f in told if f.span[0] < end and start < f.span[1]), None)
            hits, right = hits + (hit is not None), right + (hit is not None and hit.harm == harm)
    return (f"{len(stems)} reports: P {hits / max(1, found):.3f} R {hits / max(1, gold):.3f}, "
            f"harm of those {right / max(1, hits):.3f}")


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpora")
    for name in ("standard", "fast"):
        print(f"{name}, statements held back, {attributions(name, folder)}")
        print(f"{name}, figures held back, {harmed(name)}")
