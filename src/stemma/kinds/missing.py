"""People missing or unaccounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "missing"
LEXICON = Lexicon(
    harm="missing",
    participle="disappeared|reported missing|listed as missing",
    intransitive="buried under|buried beneath|trapped under|trapped beneath|under the rubble|beneath the rubble|"
    "vanished|gone missing|went missing|unaccounted for|remain missing|remained missing|remains missing|"
    "went unaccounted for",
    state="missing",
    title="number of missing|number of people missing|number of the missing",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people missing."""
    return claims_of_harm(KIND, page, statements)
