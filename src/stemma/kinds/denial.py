"""Denials and counter-claims: a side that is blamed says that it did not do it, or that it was otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._lexicon_actors import actors_of
from stemma.kinds._lexicon_verbs import conjugated
from stemma.kinds._phrases import (
    Hit,
    Line,
    Word,
    WordList,
    claim,
    clause,
    is_armed,
    is_break,
    lines,
    negated,
    telling,
)
from stemma.model import Claim, Page, Statement

KIND = "denial"

_DENY = WordList.of("denied;denies;deny;denying;has denied;have denied", "denies")
_REJECT = WordList(conjugated(("reject", "dismiss", "refute", "dispute", "rebut", "repudiate", "contest", "contradict",
                               "question", "challenge", "doubt", "cast doubt on", "play down", "wave away",
                               "brush aside", "brush off", "shrug off", "laugh off", "scoff at")))
_ALSO_NOUNS = frozenset({"question", "challenge", "doubt", "contest", "dispute"})
# What is rejected; "this" and "that" only at the end of a clause ("rejected this").
_ACCOUNTS = frozenset("""
accusation accusations claim claims allegation allegations report reports charge charges suggestion suggestions account
accounts talk responsibility version versions figures figure toll tolls count counts number numbers estimate estimates
rumours rumors rumour rumor findings narrative story testimony footage video list complicity involvement
""".split())
_PRONOUNS = frozenset({"this", "that", "it", "them", "these", "those", "both"})
_DISOWN = WordList.of("distanced itself from;distanced themselves from;disavowed;disowned;dismissed as;disclaimed",
                      "rejects the account")
# "called that a lie", "described the footage as fabricated": a verb of naming, and what shows that it is disbelieved.
_CALLING = frozenset("""
called calls calling call described describes describing branded brands labelled labeled termed dismissed dismissing
dismisses slammed denounced
""".split())
_DISBELIEF = frozenset("""
lie lies nonsense fabrication fabrications fabricated false falsehood falsehoods untrue propaganda fantasy slander
slanderous invention inventions invented baseless groundless unfounded absurd ridiculous hoax theatre insult fiction
fake staged myth libel smear disinformation misinformation fable fables fairytale unsubstantiated concocted
""".split())
_NO_ACTS = frozenset("""
operation operations strikes strike flights sorties mission missions raid raids aircraft planes jets helicopters drones
artillery forces troops soldiers fighters units unit presence positions part hand role connection involvement link
links weapons mortars rockets checkpoints command depot depots installation installations headquarters launchers
barracks battery batteries
""".split())
_HAD_NO = WordList.of("""
had no;has no;have no;carried out no;conducted no;launched no;fired no;flew no;took no;was no;were no;there were no
there was no;did not have any;did not carry out any;did not conduct any;not conducted any;not carried out any
there had been no;there have been no;had been no;dropped no;played no;deployed no;not launch any;none of its
none of our;none of their
""")
# A side's own deeds, for "did not strike", "we shot nobody", "no market was targeted".
_DEEDS = WordList(conjugated((
    "target", "strike", "hit", "shoot", "kill", "attack", "bomb", "fire", "use", "threaten", "shell", "carry out",
    "harm", "own", "possess", "bombard", "launch", "conduct", "deploy", "fire on", "set fire", "plant", "order", "be",
    "have", "carry",
)))
_BE_HAVE = frozenset({"be", "have"})
_ONLY = WordList.of((
    "only targeted", "only target", "only targets", "only struck", "only strike", "only hit", "only strikes",
    "only attack", "only attacked", "fought only", "only fought", "targeted only", "target only",
    "struck only", "strikes only", "strike only", "only fighters", "only militants", "only terrorists",
    "only military targets", "only terrorist", "only military", "exclusively military",
    "legitimate targets", "legitimate military target", "legitimate military targets", "legitimate target",
    "purely military", "precision strikes on military", "precision strikes against military",
    "high-precision weapons", "only combatants", "only rebels", "only armed", "no civilians",
    "no civilian casualties", "no civilian losses",
    "no civilian deaths", "no civilian victims", "no civilian was", "no civilian had", "not a single civilian",
    "not one civilian", "without civilian casualties", "no women or children", "all terrorists", "all combatants",
), "says only military targets were struck")
_SHIFTS = WordList({phrase.strip(): (value, "") for value, phrases in {
    "blames the other side": """
        human shield;human shields;false flag;provocation;its own people;their own people;its own civilians
    """,
    "says it acted in self-defence": "self-defence;self-defense",
    "rejects the account": """
        staged;fabricated;fake news;a fabrication;propaganda;a lie;pack of lies;are lies;all lies;baseless;groundless
        unfounded;untrue;without foundation;no foundation;no basis;no truth;not true;is fiction;complete nonsense
        of lying;of inventing;of fabricating;of staging;of exaggerating;of spreading false;of spreading lies;a smear
        a hoax;exaggerated;a staging;stage-managed;a set-up;a performance;a provocation prepared;invented by;made up by
        nothing of the kind;nothing of the sort;is false;was false;were false;are false;false and
        claim false;claims false;accusations false;completely false;self-inflicted
    """,
    "denies involvement": """
        nothing to do with;no involvement;had no role;played no role;not responsible;was not behind;were not behind
        not involved;took no part;had no part in;had no hand in;no connection to;no connection with;no link to
        not our people;not our men;not our forces;not our soldiers;not our fighters;not our planes;not our shells
        not in the air;not flying;were elsewhere;was elsewhere;had been elsewhere;been nowhere near
        it was not us;was not us;wasn't us;wasn't them;was not them;were not ours;wasn't ours;not by us;nothing of ours
        not our doing;none of our;not ours;did not do it;didn't do it;nowhere near
        not near the;not in the area;not in the village;not in the town;not in the district;not in the city
        not in the region;not present in;not operating in;not active in
    """,
    "denies that it happened": """
        no such attack;no such operation;no such incident;no such event;no such strike;no such thing;no such massacre
        no knowledge of;not aware of any;no record of any
    """,
}.items() for phrase in phrases.replace("\n", ";").split(";") if phrase.strip()})
_SELF = frozenset({"we", "our", "us", "i"})
_NEGATIVE = frozenset({"not", "t", "never", "no", "nobody", "none", "neither"})
_BENEFITS = frozenset("""
access entry permission bail bond them visas safe us request requests parole motion application appeal him her
""".split())
_SAYING = frozenset("""
said says say insisted insists told accused accuses maintained repeated reiterated replied claimed claims stated called
""".split())
_NOT_OURS = frozenset({"casualties", "injuries", "deaths", "comment", "injured", "reason", "information"})


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each clause in which somebody denies."""
    quotes = _quoted(page)
    parties = _has_party(page)
    struck = False  # whether the line before told what a side says that it hit instead
    for line in lines(page):
        if not (line.has(_DENYING) or parties and (struck or line.has(_ANSWERING))):
            struck = False
            continue
        ends = -1
        denials = _denials(line)
        for first, last, value in sorted(_found(line, denials, parties, struck, line.sentence.number in quotes)):
            left, right = clause(line.words, first, last)
            if first <= ends:
                continue
            ends = right
            yield claim(page, statements, line, KIND, (left, right), value, "denied")
        struck = bool(denials)


def _has_party(page: Page) -> bool:
    """Whether the page has a fighting side at all; without one, nobody denies an attack."""
    return is_armed(page) and any(actors_of(page).of(line) for line in lines(page))


def _found(
    line: Line, denials: list[Hit], parties: bool, after_denial: bool, quoted: bool,
) -> Iterator[tuple[int, int, str]]:
    words = line.words
    denials = [hit for hit in denials if not _is_refusal(line, hit)]
    denials += _disbelieved(line, denials)
    for hit in denials:
        yield hit.first, hit.last, _told(words, hit)
    if not parties:
        return
    only = [hit for hit in _ONLY.find_in(line) if words[min(hit.last + 1, len(words) - 1)].low not in ("of", "single")]
    for hit in only[:1]:
        yield hit.first, hit.last, hit.value
    said = quoted or line.has(_SAYING)
    for hit in _SHIFTS.find_in(line) if said else ():
        yield hit.first, hit.last, hit.value
    if said:
        yield from _negated_deeds(line)
        yield from _no_acts(line)
        yield from _no_attack_was_made(line)
        yield from _dead_were_fighters(line)
    if after_denial or denials:
        yield from _counter_accounts(line)


def _told(words: Sequence[Word], hit: Hit) -> str:
    """"denies bombing the market": the verb with the first words of what is denied."""
    tail = []
    for at in range(hit.last + 1, min(hit.last + 8, len(words))):
        if is_break(words, at) or words[at].low in (".", "and", "'"):
            break
        tail.append(words[at].text)
    while tail and tail[-1].lower() in ("a", "an", "the", "of", "that", "as", "by", "to"):
        tail.pop()
    if not tail:
        return hit.value
    return " ".join(["rejects" if hit.value.startswith("reject") else "denies", *tail])


def _denials(line: Line) -> list[Hit]:
    """Words that deny, or reject an account of what happened."""
    words = line.words
    rejected = []
    for hit in _REJECT.find_in(line):
        after = words[hit.last + 1 : hit.last + 5]
        if hit.value in _ALSO_NOUNS and hit.tag in ("base", "s") or line.has(("judge", "prosecutors", "jury")):
            continue
        bare = bool(after) and after[0].low in _PRONOUNS and (len(after) < 2 or not after[1].low.isalpha())
        if bare or any(word.low in _ACCOUNTS for word in after):
            rejected.append(hit._replace(value="rejects the account"))
    return [*_DENY.find_in(line), *rejected, *_DISOWN.find_in(line)]


def _disbelieved(line: Line, known: list[Hit]) -> list[Hit]:
    """"called that a lie", "dismissed the footage as staged": an account that somebody does not believe."""
    words, taken = line.words, {hit.first for hit in known}
    found = []
    for at, word in enumerate(words if line.has(_CALLING) and line.has(_DISBELIEF) else ()):
        if word.low not in _CALLING or at in taken or negated(words, at):
            continue
        named = next((b for b in range(at + 1, min(at + 13, len(words))) if words[b].low in _DISBELIEF), None)
        about = {w.low for w in words[at + 1 : named]} & (_ACCOUNTS | _PRONOUNS) if named else set()
        if named and about:
            found.append(Hit(at, named, "rejects the account"))
    return found


_DEAD = WordList.of("the dead were;all the dead were;those killed were;all those killed were;the victims were;"
                    "those who died were;the casualties were;all of them were;all were;the men were;"
                    "the people killed were")
# One of these words stands in every line that denies, and in every one with which a side answers.
_DENYING = telling(_DENY, _REJECT, _DISOWN, _DISBELIEF)
_ANSWERING = telling(_ONLY, _SHIFTS, _NEGATIVE, _HAD_NO, _DEAD)
_FIGHTERS = frozenset("""
fighters militants terrorists combatants rebels insurgents armed bandits criminals gunmen militiamen members jihadists
""".split())
_SPOKESMEN = frozenset("""
army military spokesman spokeswoman spokesperson ministry minister government commander general colonel force front
movement police major brigadier
""".split())


def _dead_were_fighters(line: Line) -> Iterator[tuple[int, int, str]]:
    """"The army said those killed were all militants": a side's answer to reports of other dead."""
    words = line.words
    if not line.has(_SPOKESMEN):
        return
    for hit in _DEAD.find_in(line):
        after = range(hit.last + 1, min(hit.last + 4, len(words)))
        who = next((at for at in after if words[at].low in _FIGHTERS), None)
        if who is not None:
            yield hit.first, who, "says the dead were fighters"


def _no_acts(line: Line) -> Iterator[tuple[int, int, str]]:
    """"had no operations in the area", "flew no sorties that night": a side was not there or did nothing."""
    words = line.words
    for hit in _HAD_NO.find_in(line):
        after = range(hit.last + 1, min(hit.last + 5, len(words)))
        thing = next((at for at in after if words[at].low in _NO_ACTS), None)
        if thing is not None and not any(is_break(words, at) for at in range(hit.last + 1, thing)):
            yield hit.first, thing, "denies"


_MADE = frozenset(
    "carried conducted planned made launched fired flown ordered directed aimed delivered dropped".split()
)


def _no_attack_was_made(line: Line) -> Iterator[tuple[int, int, str]]:
    """"No strikes were planned or carried out", "no shells had been fired": a side answers for itself."""
    words = line.words
    for at, word in enumerate(words[:-3] if line.has(("no",)) else ()):
        if word.low != "no":
            continue
        acts = {w.low for w in words[at + 1 : at + 4]} & (_NO_ACTS | {"shells", "shots"})
        if not acts:
            continue
        be = next((b for b in range(at + 2, min(at + 6, len(words))) if words[b].low in ("was", "were", "been")), None)
        made = next((b for b in range(be + 1, min(be + 5, len(words))) if words[b].low in _MADE), None) if be else None
        if made and not any(is_break(words, b) for b in range(at + 1, made)):
            yield at, made, "denies"


def _is_refusal(line: Line, hit: Hit) -> bool:
    """"denied access", "denied entry": nothing is disputed."""
    after = {word.low for word in line.words[hit.last + 1 : hit.last + 5]}
    before = line.words[hit.first - 1].low if hit.first else ""
    refused = hit.value == "denies" and bool(after & _BENEFITS)
    return refused or before in ("was", "were", "been", "be", "not", "nor", "or", "neither")


def _quoted(page: Page) -> frozenset[int]:
    """Numbers of the sentences that have quoted words; one pass over both, which are in the order of the text."""
    numbers, at = set(), 0
    for quote in sorted(page.quotes, key=lambda q: q.outer):
        while at < len(page.sentences) and page.sentences[at].span.end <= quote.outer.start:
            at += 1
        for sentence in page.sentences[at : at + 20]:
            if sentence.span.start >= quote.outer.end:
                break
            numbers.add(sentence.number)
    return frozenset(numbers)


_NO_DENIAL = frozenset({"one", "doubt", "question", "idea", "longer", "choice", "way", "reason"})


def _negated_deeds(line: Line) -> Iterator[tuple[int, int, str]]:
    """"We do not own a mortar", "No market was targeted", "We shot nobody's farmer"."""
    words = line.words
    for hit in _DEEDS.find_in(line) if line.has(_NEGATIVE) else ():
        negative = _negative_near(line, hit)
        no_one = negative is not None and words[negative].low == "no" and words[negative + 1].low in _NO_DENIAL
        supposed = any(w.low in ("if", "unless", "whether") for w in words[max(0, hit.first - 9) : hit.first])
        if negative is None or no_one or supposed or any(w.low in _NOT_OURS for w in words[hit.first : hit.last + 4]):
            continue
        if hit.value in _BE_HAVE and not _absent(line, hit):
            continue
        own = any(word.low in _SELF for word in words[max(0, hit.first - 4) : hit.first])
        passive = hit.tag == "part" and words[negative].low == "no"
        attack = words[negative].low in ("not", "t", "never") and hit.value in _ATTACKS and _side_before(line, hit)
        if own or passive or attack:
            yield min(hit.first, negative), max(hit.last, negative), "denies"


_ATTACKS = frozenset({"target", "strike", "hit", "shoot", "kill", "attack", "bomb", "shell", "bombard", "threaten",
                      "fire", "harm", "carry out", "launch", "conduct", "use"})
_SIDES = frozenset("army military forces troops government soldiers police front it they planes jets its our".split())


def _side_before(line: Line, hit: Hit) -> bool:
    before = line.words[max(0, hit.first - 5) : hit.first]
    if before and before[-1].low in ("been", "was", "were"):
        return False  # "had not been hit": who was not harmed denies nothing
    return any(word.low in _SIDES or word.low in ("do", "does", "did") for word in before) and not any(
        word.low in ("to", "would", "will", "could") for word in before)


def _absent(line: Line, hit: Hit) -> bool:
    """"We had nobody there", "we were not in the village"."""
    near = {word.low for word in line.words[max(0, hit.first - 2) : hit.last + 3]}
    nobody = bool(near & _SELF) and bool(near & {"nobody", "none"})
    return nobody or {"not", "in"} <= near and bool(near & {"we", "been"})


def _negative_near(line: Line, hit: Hit) -> int | None:
    """Index of a negation up to four words before the verb, or right after it."""
    for at in (hit.last + 1, *range(hit.first - 1, max(hit.first - 5, -1), -1)):
        if 0 <= at < len(line.words) and line.words[at].low in _NEGATIVE:
            return at
        if at < hit.first and is_break(line.words, at):
            return None
    return None


_STRUCK = WordList(conjugated(("strike", "hit", "target", "bomb", "touch", "shell", "attack")))


def _counter_accounts(line: Line) -> Iterator[tuple[int, int, str]]:
    """After a denial, what the side says that it struck instead: "Its planes had hit a depot"."""
    for hit in _STRUCK.find_in(line):
        near = [word.low for word in line.words[max(0, hit.first - 5) : hit.first]]
        own = any(low in ("its", "force", "our", "jets", "planes", "we", "artillery", "forces") for low in near)
        if own and any(low in ("had", "has", "have") for low in near):
            yield hit.first, hit.last, "says another target was struck"
