"""People killed or injured, where a text does not say which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "casualties"
LEXICON = Lexicon(
    harm="casualties",
    participle="shot|struck down|hit|struck",
    intransitive="fell victim|become victims|became victims|the only victims|the only casualties|"
    "the only ones hurt|the only dead",
    active="shooting",
    noun="casualties|casualty",
    title="losses|casualty toll|casualty figures|number of casualties|casualty count|"
    "number of people killed or injured|"
    "number of killed and wounded|number of dead and wounded|number of dead and injured",
    people_only="shot|struck down|hit|struck|shooting",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of casualties of either kind."""
    return claims_of_harm(KIND, page, statements)
