"""People taken or held: prisoners, hostages, the abducted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "captured"
LEXICON = Lexicon(
    harm="captured",
    participle="taken|took away|taking away|takes away|carrying off|"
    "rounded up|led away|taken away|carried off|marched off|marched away|dragged away|snatched|"
    "seized|captured|"
    "abducted|kidnapped|kidnaped|taken hostage|taken captive|taken prisoner|taken prisoners|"
    "held hostage|held captive|held prisoner|seized as hostages",
    active="capture|abduct|kidnap|seize hostages|"
    "capturing|abducting|kidnapping|kidnaps|captures|abducts|took hostage|took prisoner|taking hostage|"
    "hold|holds|holding|held|abduction of|kidnapping of|capture of|taking captive|took captive|took|taking",
    custody="hold|holds|holding|held|taken|took|taking",
    intransitive="surrendered|in its hands|in their hands|still captive|in captivity|remain captive|in rebel hands",
    noun="prisoners|hostages|captives",
    title="number of hostages|number of prisoners|number of captives",
    people_only="took away|taking away|takes away|carrying off|"
    "seized|captured|capturing|captures|hold|holds|holding|held|taken|took|taking|seized as hostages",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people captured, held or abducted."""
    return claims_of_harm(KIND, page, statements)
