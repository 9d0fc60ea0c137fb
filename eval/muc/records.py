"""From what the models say of a text to incidents: which kinds there are, and what belongs to each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from eval.muc.entities import KINDS, QUESTIONS, ROLES, TAGS, Entity, Text, entity_numbers, groups, second_numbers
from eval.muc.lexicon import KIND_WORDS
from eval.muc.linear import Dense, Hashed, logistic
from eval.muc.tallies import tally
from stemma.model import Claim, Page, Reading
from stemma.reading.nations import BY_CODE, BY_DEMONYM, BY_NAME

# Chances from which something is told; set on the development texts with models that had not seen them.
LEAST = {"any": 0.30, "ATTACK": 0.43, "BOMBING": 0.38, "KIDNAPPING": 0.30, "ARSON": 0.45, "ROBBERY": 0.45,
         "perps": 0.33, "weapons": 0.30, "phys_targets": 0.37, "victims": 0.35, "killed": 0.35, "injured": 0.30}
SURE = 0.85  # of the surest victim's chance: those below are more often victims of other attacks, recalled
WEEK = timedelta(days=7)
_HEAD = 70  # code points; what a dateline names is where the report comes from
_DEMONYM = re.compile(r"[A-Z][a-z]+")
# The countries that the reports are about; others are named as somebody's home or as where a report comes from.
AREA = frozenset("SV CO GT PE CL HN AR BO EC PA NI VE BR PY UY CR MX CU DO HT JM".split())


@dataclass
class Draft:
    """An incident while it is put together."""

    kind: str
    fills: dict[str, list[Entity]] = field(default_factory=lambda: {role: [] for role in ROLES})
    lines: Counter = field(default_factory=Counter)


def judged(text: Text, models: dict[str, Hashed | Dense]) -> tuple[dict[str, float], list[Entity]]:
    """Log-odds for each question about the text, and its entities with their chances."""
    about = {question: models[f"text:{question}"](text.buckets) for question in QUESTIONS}
    scores = {tag: [models[f"phrase:{tag}"](mention.buckets) for mention in text.mentions] for tag in TAGS}
    numbers = entity_numbers(text, scores, about)
    entities = [Entity(group, {tag: logistic(models[f"entity:{tag}"](row)) for tag in TAGS})
                for group, row in zip(groups(text.mentions), numbers, strict=True)]
    row = second_numbers(text, scores, about, entities)
    return {question: models[f"second:{question}"](row) for question in QUESTIONS}, entities


def incidents_of(reading: Reading, cased: str, text: Text, about: dict[str, float],
                 entities: Sequence[Entity]) -> list[dict]:
    """The incidents of one text in the scorer's form; `cased` is the text in mixed case."""
    page, claims = reading.page, reading.claims
    chances = {question: logistic(about[question]) for question in QUESTIONS}
    if chances["any"] < LEAST["any"]:
        return []
    kinds = [kind for kind in KINDS if chances[kind] > LEAST[kind]] or [max(KINDS, key=lambda kind: chances[kind])]
    drafts = {kind: Draft(kind) for kind in kinds}
    for entity in entities:
        for role in ROLES:
            if entity.chances[role] > LEAST[role]:
                draft = drafts[_kind_near(text, entity, kinds)]
                draft.fills[role].append(entity)
                draft.lines.update({text.mentions[at].line for at in entity.mentions[:3]})
    parts = [part for draft in drafts.values() for part in _by_day(page, text, draft)]
    told = [part for part in parts if any(part.fills[role] for role in ROLES if role != "weapons")]
    blamed = next((part.fills["perps"] for part in told if part.fills["perps"]), [])
    for part in told:
        part.fills["perps"] = part.fills["perps"] or blamed  # a report names those behind several attacks once
    return [_row(page, cased, text, part, claims) for part in told]


def _by_day(page: Page, text: Text, draft: Draft) -> list[Draft]:
    """The drafts into which an incident falls whose victims and targets are told under different days."""
    days = _days(page)
    place: dict[int, list[tuple[str, Entity]]] = {}
    for role in ("victims", "phys_targets"):
        for entity in draft.fills[role]:
            told = [days[line] for line in _lines(text, entity) if line in days]
            place.setdefault(told[0] if told else 0, []).append((role, entity))
    stated = sorted(day for day in place if day)
    if len(stated) < 2 or len(stated) > MOST_DAYS:
        return [draft]
    parts = {day: Draft(draft.kind) for day in stated}
    lines = {day: [line for _, entity in place[day] for line in _lines(text, entity)[:1]] for day in stated}
    for day, rows in place.items():
        for role, entity in rows:
            target = day or _nearest(_lines(text, entity)[0], lines)
            parts[target].fills[role].append(entity)
    for role in ("perps", "weapons"):
        for entity in draft.fills[role]:
            parts[_nearest(_lines(text, entity)[0], lines)].fills[role].append(entity)
    for day, part in parts.items():
        part.lines.update(lines[day])
    return list(parts.values())


MOST_DAYS = 4  # a text that tells of more is a chronicle, whose days are better not trusted


def _lines(text: Text, entity: Entity) -> list[int]:
    return [text.mentions[at].line for at in entity.mentions]


def _nearest(line: int, lines: dict[int, list[int]]) -> int:
    """The day whose lines are nearest to a line."""
    return min(lines, key=lambda day: min(abs(line - other) for other in lines[day]))


def _days(page: Page) -> dict[int, int]:
    """The day (its ordinal) that each sentence is about as far as it says, else that of up to two sentences before."""
    found: dict[int, int] = {}
    starts = [sentence.span.start for sentence in page.sentences]
    for mention in page.dates:
        first, last = mention.when.start, mention.when.end or mention.when.start
        at = bisect_right(starts, mention.span.start) - 1
        exact = first is not None and first == last and mention.span.start >= _HEAD
        if exact and at >= 0 and at not in found and first != page.published.day:
            found[at] = first.toordinal()
    carried = dict(found)
    for at in range(len(starts)):
        for back in (1, 2):
            if at not in carried and at - back in found:
                carried[at] = found[at - back]
    return carried


def _kind_near(text: Text, entity: Entity, kinds: Sequence[str]) -> str:
    """The kind of incident that is spoken of nearest to where an entity is named."""
    if len(kinds) == 1:
        return kinds[0]

    def distance(kind: str) -> float:
        told = [line.number for line in text.lines if not KIND_WORDS[kind].isdisjoint(line.plain)]
        named = [text.mentions[at].line for at in entity.mentions[:6]]
        return min((abs(n - t) + 0.3 * (t > n) for n in named for t in told), default=99.0)

    return min(kinds, key=distance)


def _row(page: Page, cased: str, text: Text, draft: Draft, claims: Sequence[Claim]) -> dict:
    lines = set(draft.lines)
    row: dict = {"type": draft.kind, "date": _date(page, _surest(text, draft)), "country": _country(page, cased, lines),
                 "places": _places(page, lines)}
    for role in ROLES:
        ranked = sorted(draft.fills[role], key=lambda e: -e.chances[role])
        row[role] = list(dict.fromkeys(_name(text, entity) for entity in ranked))
    for tag in ("killed", "injured"):
        count = _count(text, draft, tag, claims)
        row[tag] = list(count) if count else None
    return row


def _surest(text: Text, draft: Draft) -> set[int]:
    """The two lines that tell most of an incident in words of its kind."""
    told = [line for line in draft.lines if not KIND_WORDS[draft.kind].isdisjoint(text.lines[line].plain)]
    return set(sorted(told, key=lambda line: (-draft.lines[line], line))[:2])


def _count(text: Text, draft: Draft, tag: str, claims: Sequence[Claim]) -> tuple[int, int | None] | None:
    """How many were killed or injured: the incident's victims, else the highest figure claimed where it is told.

    The injured are seldom named one by one, so that a higher figure of theirs goes before what the phrases come to;
    a stated figure of several goes before a bare plural and before a single name.
    """
    victims = draft.fills["victims"]
    least = max(LEAST[tag], SURE * max((victim.chances[tag] for victim in victims), default=0.0))
    count = tally(text, [[text.mentions[at] for at in victim.mentions] for victim in victims
                         if victim.chances[tag] > least])
    claimed = [(claim.count.low, claim.count.high) for claim in claims
               if claim.kind == tag and claim.scope in ("incident", "partial") and claim.sentence in draft.lines
               and claim.stance in ("asserted", "confirmed", "unverified") and claim.count and claim.count.low]
    highest = max(claimed, key=lambda figure: figure[0], default=None)
    vague = count is not None and (count[1] is None or count == (1, 1))
    if highest and (count is None or tag == "injured" and highest[0] > count[0]
                    or vague and highest[0] > 1 and (highest[1] is not None or count == (1, 1))):
        return highest if highest != (1, None) else (2, None)
    return count


def _name(text: Text, entity: Entity) -> str:
    """The fullest of an entity's names, in capitals as the texts have it."""
    mentions = [text.mentions[at] for at in entity.mentions]
    best = max(mentions, key=lambda m: (len(m.words) < 60, len(m.words.split())))
    return (best.words if " " in best.words else best.longer).upper()


def _near(page: Page, lines: set[int]) -> list[tuple[int, int]]:
    """The ranges of the lines, as code points."""
    return [(page.sentences[n].span.start, page.sentences[n].span.end) for n in sorted(lines)
            if 0 <= n < len(page.sentences)]


def _inside(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in ranges)


def _date(page: Page, lines: set[int]) -> list[str] | None:
    """The first day told where the incident is, the report's own apart; else the week that ends with the report."""
    published, ranges = page.published.day, _near(page, lines)
    for mention in sorted(page.dates, key=lambda m: m.span):
        first, last = mention.when.start, mention.when.end or mention.when.start
        if first is None or last is None or (last - first).days > 31 or mention.span.start < _HEAD:
            continue
        if _inside(mention.span.start, ranges) and first != published:
            return [first.isoformat(), last.isoformat()]
    return [(published - WEEK).isoformat(), published.isoformat()] if published else None


def _country(page: Page, cased: str, lines: set[int]) -> str | None:
    """The country named most, above all where the incident is told."""
    ranges, votes = _near(page, lines), Counter[str]()
    for mention in page.mentions:
        if mention.kind == "place" and mention.geo and mention.geo.country in AREA:
            votes[mention.geo.country] += 3 if _inside(mention.span.start, ranges) else 1
            votes[mention.geo.country] += mention.span.start < _HEAD
    for match in _DEMONYM.finditer(cased):
        nation = BY_DEMONYM.get(match.group())
        if nation and nation.code in AREA:
            votes[nation.code] += 1
    return BY_CODE[max(votes, key=lambda code: (votes[code], code))].names[0].upper() if votes else None


def _places(page: Page, lines: set[int]) -> list[str]:
    """The places named where the incident is told and in the sentences beside, countries left out."""
    ranges = _near(page, {line + step for line in lines for step in (-1, 0, 1)})
    named = [mention.name.upper() for mention in page.mentions
             if mention.kind == "place" and mention.name not in BY_NAME and mention.span.start >= _HEAD
             and not (mention.geo and mention.geo.kind == "country") and _inside(mention.span.start, ranges)]
    return list(dict.fromkeys(named))
