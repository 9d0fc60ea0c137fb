"""The best toll of one incident from the best tolls of the reports on it.

Nothing is averaged: what comes out was told by some report, killed and injured each. A report that corrects an earlier
one is followed where the correction can be seen for what it is: somebody who was wounded has died.
"""

from __future__ import annotations

from collections.abc import Sequence

from stemma.assessments.best import Toll, most_told


def reconciled(tolls: Sequence[Toll]) -> Toll:
    """The toll that the reports on one incident support; `tolls` in the order of publication, copies left out.

    The number that most reports tell; of equals the one told first, since follow-ups tell of the dead and leave out
    who recovered. Where the last report tells of as many people struck, but of more dead among them, they died later.
    """
    if not tolls:
        return Toll(0, 0)
    told = Toll(most_told([toll.killed for toll in tolls]), most_told([toll.injured for toll in tolls]))
    last = tolls[-1]
    died_later = last.killed > told.killed and last.killed + last.injured == told.killed + told.injured
    return last if died_later else told
