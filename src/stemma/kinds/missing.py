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
    "trapped in the rubble|trapped in the ruins|buried in the rubble|buried in the ruins|"
    "yet to be found|yet to be located|yet to be traced|yet to be accounted for|not yet been found|not been found|"
    "not yet been traced|not been traced|not been heard from|not been heard of|not been accounted for|"
    "not been seen since|not been located|still to be found|"
    "vanished|gone missing|went missing|unaccounted for|remain missing|remained missing|remains missing|"
    "went unaccounted for",
    active="fate of|searching for|search for|looking for|"
    "whereabouts of|no word of|no word from|no news of|no news from|no trace of|no sign of|lost contact with",
    state="missing",
    title="number of missing|number of people missing|number of the missing",
    custody="fate of|searching for|search for|looking for",
    people_only="fate of|searching for|search for|looking for|whereabouts of|no word of|"
    "no word from|no news of|no news from|no trace of|"
    "no sign of|lost contact with",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people missing."""
    return claims_of_harm(KIND, page, statements)
