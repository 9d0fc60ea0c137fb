"""Nouns that say who may speak: people, bodies, documents; and what never does."""

from __future__ import annotations

import re

from stemma.reading.organisations import ACTORS, CLASS_NOUNS, HEADS, SMALL_HEADS
from stemma.reading.titles import ROLE_NOUNS

PRONOUNS = frozenset("he she it they who i we".split())
MALE = frozenset(
    "he his him mr father fr brother sheikh sheik imam king prince spokesman chairman businessman policeman "
    "fisherman sir lord man boy husband son uncle bishop cardinal pope priest rabbi pastor congressman "
    "cameraman".split()
)
FEMALE = frozenset(
    "she her mrs ms miss mme sister queen princess spokeswoman chairwoman businesswoman policewoman woman girl "
    "mother wife daughter aunt matron midwife widow grandmother lady congresswoman".split()
)
PEOPLE = frozenset(
    "people person man woman men women locals official officials residents sources source authorities reports "
    "report media critics medics parents families family relatives neighbours neighbors shoppers boy girl crowd "
    "survivors youth leaders workers staff troops soldiers forces both sides side allies insiders eyewitnesses "
    "inhabitants citizens passengers travellers travelers onlookers pensioners nomads herders kin mourners civilians "
    "bystanders newspapers others observers envoy ministers leadership".split()
)
BODY_NOUNS = (
    HEADS
    | SMALL_HEADS
    | ACTORS
    | CLASS_NOUNS
    | frozenset(
        "committee rebels insurgents militants separatists police hospital bank office sides council regime kremlin "
        "pentagon government spokesperson's ministry authority tv parliament campaign team company firm family".split()
    )
)
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
BRACKETS = re.compile(r"\([^()]{0,40}\)?")
DOCUMENTS = frozenset(
    "statement report document inquiry study survey list message letter post summary version communique "
    "communiqué transcript dossier tally notice leaflet text tweet article story analysis assessment "
    "investigation probe poll".split()
)
DATA = frozenset("figures data statistics estimates records reports numbers counts calculations".split())
# What follows a nameless source to say how it knows: no part of what it is called.
QUALIFIERS = frozenset("briefed familiar close speaking who quoted cited asked".split())
NO_SPEAKERS = frozenset(
    "footage video videos image images photographs photos pictures map maps clip clips attack fears raising toll "
    "figures evidence strikes shelling bombing which what there this that way thing things case reason reasons "
    "nothing".split()
)
NOT_ALONE = frozenset("two three four five six those these each more once".split())
HARMED = frozenset("died killed wounded injured shot hit was were dead missing captured".split())
# "the man", "the 27-year-old": words for somebody who has been named before.
GENERIC = frozenset("man woman boy girl youth teenager pensioner youngster".split())
# What a role may be called in other words.
KINDS = {
    noun: frozenset(roles.split())
    for noun, roles in {
        "cleric": "imam bishop archbishop priest rabbi pastor mullah ayatollah sheikh preacher monk cardinal",
        "clergyman": "bishop archbishop priest pastor preacher cardinal",
        "medic": "doctor nurse surgeon paramedic physician midwife",
        "physician": "doctor surgeon dr",
        "doctor": "surgeon physician dr superintendent",
        "official": "minister governor mayor adviser secretary spokesman spokeswoman administrator prefect",
        "politician": "minister mayor senator lawmaker mp president premier deputy",
        "officer": "colonel major captain general commander inspector lieutenant sergeant superintendent",
        "diplomat": "ambassador envoy consul",
        "policeman": "inspector superintendent sergeant constable",
        "trader": "shopkeeper merchant seller vendor",
    }.items()
}
# People who speak for the body whose they are: "its monitors", "its investigators".
STAFF = frozenset(
    "monitors observers staff investigators researchers volunteers teams team experts delegates inspectors "
    "activists field-workers".split()
)
# Who opens a sentence and is seldom the one who goes on to speak: those who attack and those who suffer.
SUFFERERS = frozenset(
    "attacker bomber gunman assailant suspect shooter militant fighter rebel soldier recruit victim patient child boy "
    "girl baby passenger driver pilot sniper terrorist man woman person crowd family media report".split()
)
REBELS = frozenset("rebels insurgents militants separatists guerrillas".split())


def is_human(low: str) -> bool:
    """Whether a noun says what a person is, in the singular or the plural."""
    return (
        low in ROLE_NOUNS
        or low in PEOPLE
        or (low.endswith("s") and low[:-1] in ROLE_NOUNS)
        or (low.endswith("es") and low[:-2] in ROLE_NOUNS)
        or (low.endswith("ies") and low[:-3] + "y" in ROLE_NOUNS)
        or (low.endswith("men") and low[:-2] + "an" in ROLE_NOUNS)
    )


def is_adverb(low: str) -> bool:
    """Whether a word is an adverb by its ending: "quickly", not "family"."""
    return low.endswith("ly") and not is_human(low) and not is_body(low)


def is_body(low: str) -> bool:
    """Whether a noun names a body that speaks: "police", "ministry"."""
    return low in BODY_NOUNS
