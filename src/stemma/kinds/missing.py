"""People missing or unaccounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "missing"
LEXICON = Lexicon(
    harm="missing",
    participle="buried alive|disappeared|reported missing|listed as missing",
    intransitive="buried under|buried beneath|trapped under|trapped beneath|under the rubble|beneath the rubble|"
    "under the slabs|under the debris|under the ruins|under the wreckage|under the concrete|under the collapsed|"
    "beneath the slabs|beneath the debris|beneath the ruins|beneath the wreckage|beneath the concrete|"
    "in the rubble|in the ruins|"
    "vanished|gone missing|went missing|unaccounted for|remain missing|remained missing|remains missing|"
    "went unaccounted for",
    active="whereabouts of|no word of|no word from|no news of|no news from|no trace of|no sign of|lost contact with",
    state="missing",
    title="number of missing|number of people missing|number of the missing",
    people_only="in the rubble|in the ruins|whereabouts of|no word of|no word from|no news of|no news from|no trace of|"
    "no sign of|lost contact with",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people missing."""
    return claims_of_harm(KIND, page, statements)
