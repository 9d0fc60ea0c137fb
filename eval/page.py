"""docs/evaluation.md: what was measured, for a reader who knows none of the corpora."""

from __future__ import annotations

from collections.abc import Sequence

from eval.catalogue import Figure, Part, Set, Values

_HEAD = """# Evaluation

Made by `make eval`, down to "Speed"; what follows there is written by hand. What is
measured stands in [eval/tasks.toml](../eval/tasks.toml), the floors below which no figure may fall in
[eval/floors.toml](../eval/floors.toml).

Stemma is held against public corpora that other people annotated for other programs, and against annotated dossiers of
whole clusters of reports. The corpora are not part of this repository: their texts belong to their publishers. All
figures are of *development* parts: rules were improved while looking at such texts; expect a little less on new ones.

**Reading a row.** Every figure lies between 0 and 1, and more is better. *Ours* is what this version measures.
*Baseline* is a trivial method built into the corpus's scorer, on the same part. *Best peer known* is another system's
figure and where it was measured; it compares only as far as the caution below the heading says. *Wanted* is the figure
that the project set itself. F1 is the harmonic mean of precision and recall; *exact* means the same characters,
*overlap* at least one in common.

**Measuring again.** `make eval`, with the corpora's folder at `../shared/corpora` or named by `make eval CORPORA=DIR`;
`make eval NAMES="geo timex"` for some sets, `make eval PIN=1` to pin what is measured as the new floors. A figure more
than half a point (0.005) under its floor makes it fail. By hand, for a task T and a part P:

```text
python DIR/score/T.py --split P --dump-input in.json
python -m eval T in.json out.json
python DIR/score/T.py --split P out.json
```

A whole dossier is made by `python -m eval.dossier FOLDER OUT` and scored by `gold/score.py` beside the corpora.
"""


# What stands below this line in the page is written by hand and kept.
BY_HAND = "<!-- written by hand from here on -->"


def page(sets: Sequence[Set], values: Values) -> str:
    """The page in Markdown; the same figures give the same text."""
    return "\n".join([_HEAD, *(_section(each, values) for each in sets)])


def with_kept(made: str, old: str) -> str:
    """The page made anew, followed by what is written by hand in the old one."""
    _, mark, kept = old.partition(BY_HAND)
    return f"{made}\n{mark}{kept}" if mark else made


def _section(each: Set, values: Values) -> str:
    rows = [_row(part, figure, values[each.name, part.name].get(figure.name))
            for part in each.part for figure in part.figures]
    return "\n".join([
        f"## {each.title}", "", each.about.strip(), "", f"*Caution:* {each.caution.strip()}", "",
        f"`make eval NAMES={each.name}`", "",
        "| part | figure | ours | baseline | best peer known | wanted |",
        "| --- | --- | --- | --- | --- | --- |", *rows, "",
    ])


def _row(part: Part, figure: Figure, value: float | None) -> str:
    ours = "-" if value is None else f"**{value:.3f}**"
    cells = (part.name.replace(",", " + "), figure.name, ours, _number(figure.baseline), figure.peer or "-",
             _number(figure.goal, 2))
    return f"| {' | '.join(cells)} |"


def _number(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
