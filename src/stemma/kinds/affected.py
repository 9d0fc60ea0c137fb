"""People harmed in another way: trapped, cut off, in need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "affected"
LEXICON = Lexicon(
    harm="affected",
    participle="trapped|stranded|besieged|affected|cut off",
    active="affecting|trapping|stranding",
    intransitive="without power|without water|without electricity|without heat|"
    "without heating|without gas|without light|without running water|"
    "without drinking water|without food|without medicine|in need of aid|in need of food|in need of help|"
    "in need of assistance",
    people_only="trapped|stranded|besieged|affected|cut off|affecting|trapping|stranding",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people affected in another way than by death, injury, capture or flight."""
    return claims_of_harm(KIND, page, statements)
