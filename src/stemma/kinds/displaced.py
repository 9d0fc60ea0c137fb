"""People who fled, were driven out or were moved to safety."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemma.kinds._harm import claims_of_harm
from stemma.kinds._lexicon import Lexicon
from stemma.model import Claim, Page, Statement

KIND = "displaced"
LEXICON = Lexicon(
    harm="displaced",
    participle="moved to|moved into|relocated to|brought to|bused to|bussed to|put up in|put up at|housed in|"
    "accommodated in|displaced|uprooted|evacuated|driven out|forced out|forced to flee|made homeless|rendered homeless|"
    "driven from their homes|forced from their homes|left homeless|forced to leave",
    active="displace|displacing|uprooting|displaces|forced|forcing|driving",
    custody="forced|forcing|driving|moved to|moved into|relocated to|brought to|bused to|bussed to|put up in|"
    "put up at|housed in|accommodated in|got out",
    intransitive="took to the road|took to the roads|spent the night in the open|"
    "fled|flee|fleeing|have left|had left|has left|abandoned|escaped to|crossed into|sought refuge|"
    "taken refuge|took refuge|sought shelter|took shelter|taken shelter|sleeping in|sheltering in|slumbering in|"
    "living in tents|camped in|camping in|sleeping rough|left their homes|leave their homes|fled their homes|"
    "abandoned their homes|been sheltering in|sheltering at|"
    "without a roof|without a roof over their heads|without shelter|without a home|without homes|lost their homes|"
    "lost their home|got out",
    state="homeless",
    title="number of displaced|number of displaced people|number of refugees|number of people displaced",
    clinical="sleeping in|sheltering in|slumbering in|camped in|camping in|sheltering at|been sheltering in",
    people_only="moved to|moved into|relocated to|brought to|bused to|bussed to|put up in|put up at|housed in|"
    "accommodated in|got out|have left|had left|has left|abandoned|fled|flee|fleeing|uprooted|evacuated|crossed into|"
    "sleeping in|sheltering in|slumbering in|sheltering at|been sheltering in",
)


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """Claims of people displaced."""
    return claims_of_harm(KIND, page, statements)
