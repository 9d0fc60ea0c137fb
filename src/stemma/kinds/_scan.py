"""What is known of one sentence while its figures of harm are read, and the small words that the grammar knows."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from stemma.kinds._lexicon import Predicate
from stemma.kinds._victims import People, victims_of
from stemma.reading.quantities import Quantity, Token
from stemma.values import Count, Harm, Scope, Victims


class Finding(Struct, frozen=True):
    """A figure of harm over tokens [first, last) of its sentence."""

    harm: Harm
    first: int
    last: int
    count: Count
    victims: Victims
    people: People | None = None
    parent: int | None = None  # position in the sentence's findings of the figure that this is a part of
    part: bool = False  # a part of some figure named before
    clinical: bool = False
    anaphor: str = ""  # "same", "double": the count is that of the figure before; the others lend the harm, see `_harm`
    active: bool = False  # found as the object of an active verb
    withdrawn: bool = False  # the figure that a newer one replaces: "up from 27"
    side: bool = False  # counted beside another kind of victims: "15 fighters and 16 civilians"
    origin: bool = False  # a part told by where it comes from: "47 of the dead are from ..."
    rejected: bool = False  # "14 people, not nine": the figure of others that the source turns down
    like: int | None = None  # row of the document whose scope it shares
    scope: Scope | None = None  # where a trained reader found the figure, the scope that it gives it


BE = frozenset("was were is are be been being am get got gets getting 's 're wasn't weren't isn't aren't".split())
HAVE = frozenset("has have had having hasn't haven't hadn't".split())
BE_OR_HAVE = BE | HAVE
SEEM = frozenset("feared believed reported confirmed presumed found pronounced declared left leaving thought listed "
                  "said known reportedly counted described lay lie considered assumed to".split())
ADVERBS = frozenset(
    "also reportedly since already now still later then all both ever subsequently apparently allegedly instantly "
    "immediately outright so far seriously critically badly severely lightly slightly first additionally themselves "
    "only just initially eventually together simply not more others overnight yesterday today reported confirmed "
    "further either tragically sadly recently brutally deliberately".split()
)
MODALS = frozenset("will would could may might should can shall cannot must can't couldn't won't wouldn't".split())
_UNREAL = frozenset("to if threatened threatening avoid avoiding prevent preventing stop risk risking without "
                    "deny denying denies denied against plot plotted vowed vow than attempted any".split())
SUBSET = frozenset("including among between includes include included comprising".split())
_OPENERS = SUBSET - {"between", "among"}
GAP = 14  # tokens between a subject and its word of harm
TOLD = frozenset("talk reports images footage pictures photos videos accounts rumours".split())
PRONOUNS = frozenset({"he", "she"})
DEFINITE = frozenset("the its his her my their our this that".split())
# Words inside a phrase that say the harm: "34 of the wounded", "12 injured soldiers".
INSIDE: dict[str, Harm] = {"dead": "killed", "deads": "killed", "deceased": "killed", "wounded": "injured",
                            "injured": "injured",
                            "slain": "killed", "missing": "missing", "killed": "killed", "displaced": "displaced",
                            "abducted": "captured", "kidnapped": "captured"}


class Scan(Struct):
    """What is known of a sentence while it is read."""

    text: str
    tokens: tuple[Token, ...]
    quantities: list[Quantity]
    people: list[People]
    predicates: tuple[Predicate, ...]
    vocabulary: frozenset[str]  # the words of the tokens, to ask before the tokens are looked at
    found: list[Finding] = []
    used: set[int] = set()  # first tokens of noun phrases that have found their word of harm

    def has(self, wanted: Collection[str]) -> bool:
        """Whether any of these lower-case words stands in the sentence."""
        return not self.vocabulary.isdisjoint(wanted)

    def low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def words(self, first: int, last: int) -> list[str]:
        return [t.low for t in self.tokens[max(first, 0) : last]]


def opens_subset(scan: Scan, at: int) -> bool:
    """Whether "including", "among them" or "between them" stands just before this token."""
    before = scan.low(at - 1)
    return before in _OPENERS or before == "them" and scan.low(at - 2) in SUBSET


def count_of(scan: Scan, people: People) -> Count:
    """The count of a noun phrase; a bare plural is "somebody"."""
    if people.quantity:
        return people.quantity.count
    words = scan.text[scan.tokens[people.first].start : scan.tokens[people.last - 1].end]
    return Count(low=1, high=None, wording="indefinite", text=words)


def future(scan: Scan, at: int) -> bool:
    """Whether a modal stands within five words before this token."""
    return any(_modal(scan, i) for i in range(max(at - 5, 0), at))


def _modal(scan: Scan, at: int) -> bool:
    """Whether a modal stands here, and not the month of May."""
    return scan.low(at) in MODALS and (at == 0 or scan.tokens[at].text != "May")


def maybe_missing(scan: Scan, predicate: Predicate) -> bool:
    """"20 may still lie under the slabs": of the missing nobody can say more."""
    words = set(scan.words(predicate.first - 5, predicate.first))
    return predicate.harm == "missing" and bool(words & {"may", "might", "could"}) and "if" not in words


def unreal(scan: Scan, at: int) -> bool:
    """Whether the words before say that the harm is only possible, intended or warned of."""
    before = ["" if t.text == "May" else t.low for t in scan.tokens[max(at - 4, 0) : at]]
    for i, word in enumerate(before):
        if word in MODALS and ("have" not in before[i:] or word in {"would", "should"}):
            return True
    if before[-2:] == ["to", "be"] and {"going", "set", "due", "about", "likely"} & set(before):
        return True
    return bool(before) and before[-1] in _UNREAL or len(before) > 1 and before[-1] in BE and before[-2] in MODALS


def told_of(scan: Scan, at: int) -> tuple[int, Victims | None]:
    """The end of what somebody is said to be, and what it says of the victims: "ordinary travellers"."""
    for end in range(at + 1, min(at + 5, len(scan.tokens)) + 1):
        words = scan.words(at, end)
        if not words[-1].isalpha() and "-" not in words[-1]:
            break
        victims = victims_of(words)
        if victims:
            return end, victims
    return at, None
