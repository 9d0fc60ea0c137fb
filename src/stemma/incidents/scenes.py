"""Scenes: where and when each claim of one document happened, as far as the document says.

A report is mostly about one happening, its focus. A claim belongs to the focus unless its sentence (or one
before it in its paragraph) names another place where something violent happened, or another day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from stemma.incidents.days import OF_ATTACK, REACH, DayVote, attachment, attacks, best_day, may_be_one_day, plainly
from stemma.incidents.triggers import CARE, HARM, STRUCK, kinds_in, second_attack, violent
from stemma.model import Claim, DateMention, Mention, Page, Sentence
from stemma.reading._place_words import SITE_NOUNS
from stemma.values import HARMS, Span, When

MOVED = frozenset({"displaced", "affected"})
LEAD = 6  # sentences from the top in which a report says what it is about
WIDE = frozenset({"country", "region", "water", "border"})
WIDE_WORDS = frozenset(
    "province region country district state governorate oblast county border river sea strait republic island".split()
)
SAYING = (
    r"(?:said|says|told|wrote|added|announced|rejected|denied|dismissed|accused|blamed|condemned|warned|demanded|urged|"
    r"confirmed|repeated|insisted|spoke|reported|posted|tweeted)"
)
SPEECH = re.compile(
    rf"\b(?:{SAYING}|statement|post|tweet|briefing|interview|reporters|according|telephone)\b[^.;,]{{0,14}}$",
    re.IGNORECASE,
)
# The time at which a count stood, or before or after which something was to happen, is not when it happened.
AS_OF = re.compile(r"\b(?:by|until|till|as of|before|since|from|up to|next)\s+(?:the\s+)?$", re.IGNORECASE)
LOOKING_BACK = 3  # sentences from the top of which one recalls the past where the whole report does
BESIDE = 120  # characters on either side of a date that say what it is the date of
DATELINE = 45  # characters from the start of a sentence in which a dateline may stand
AFTER = re.compile(r"\b(?:days?|weeks?|months?|years?|nights?) (?:after|before|following)$", re.IGNORECASE)
DATELINE_AFTER = re.compile(r"^,?\s*(?:\([^()]{1,40}\)\s*)?[-–—:]{1,2}\s")
SPEECH_AFTER = re.compile(rf"^\s+(?:\w+ )?{SAYING}\b", re.IGNORECASE)
# A street or a building is a part of a scene, not the place by which it is known.
SITE = re.compile(
    r"\b(?:street|road|avenue|square|bridge|boulevard|lane|highway|quarter|market|station|hospital|school|hotel|mosque|"
    r"church|river|university|airport)$",
    re.IGNORECASE,
)
# A past happening that a report recalls: "since the ambush of a night bus in January last year".
RECALLED = re.compile(
    r"\b(?:last (?:year|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)|years? (?:ago|since|after)|anniversary|(?:deadliest|worst|bloodiest)[^.]{0,60}since|"
    r"in (?:19|20)\d\d|previous(?:ly)?|earlier this year|months ago|decades?|a year (?:ago|earlier))\b",
    re.IGNORECASE,
)


class Scene(Struct, frozen=True):
    """Where and when, by the mention that names the place; None is unknown."""

    place: Mention | None
    when: When | None
    recalled: bool = False
    second: bool = False  # another attack, minutes or hours after a first at the same place
    plain: bool = False  # of a focus: whether the report says its day plainly


class View:
    """A page with its mentions and dates by sentence.

    `areas` are case-folded names that the case as a whole uses of a province or a country.
    """

    def __init__(self, page: Page, claims: Sequence[Claim], areas: Collection[str]) -> None:
        self.page = page
        self.sentences = page.sentences
        self.by_number = {sentence.number: sentence for sentence in page.sentences}
        self.starts = [sentence.span.start for sentence in page.sentences]
        self.places = by_sentence(page.sentences, [m for m in page.mentions if m.kind == "place"])
        self.dates = by_sentence(page.sentences, page.dates)
        self.text = {s.number: s.span.of(page.text) for s in page.sentences}
        self.areas = areas
        self.local: dict[int, list[Mention]] = {}
        self.struck: dict[int, list[Mention]] = {}
        self.happened: dict[int, list[DayVote]] = {}
        self.others: dict[int, DateMention | None] = {}
        self.past = {number for number, words in self.text.items() if RECALLED.search(words)}
        self.tolls = {c.sentence for c in claims if c.kind in HARMS and c.scope in ("incident", "partial")}

    @cached_property
    def dateline(self) -> Mention | None:
        """The place of a dateline that stands apart from the sentences, as the report names it elsewhere."""
        words = " ".join(f.span.of(self.page.text) for f in self.page.furniture if f.kind == "dateline").casefold()
        local = (m for sentence in self.sentences for m in self.local_places(sentence.number))
        named = (m for m in local if words and re.search(rf"\b{re.escape(m.name.casefold())}\b", words))
        return next(named, None)

    @cached_property
    def lead(self) -> int | None:
        """The number of the sentence that follows a dateline."""
        end = max((f.span.end for f in self.page.furniture if f.kind == "dateline"), default=None)
        after = (s.number for s in self.sentences[:LEAD] if end is not None and s.span.start >= end)
        return next(after, None)

    @cached_property
    def late(self) -> bool:
        """Whether the report looks back: all violence of its first sentences is past, as at an anniversary."""
        told = [sentence for sentence in self.sentences[:LEAD] if self.violent(sentence)]
        fresh = [sentence for sentence in told if sentence.number not in self.past]
        if not told or told[0] in fresh or told[0].number >= LOOKING_BACK:
            return False
        dated = [sentence for sentence in fresh if any(vote.weight > 1 for vote in self.happening_dates(sentence))]
        return not dated and not any(self.local_places(sentence.number) for sentence in fresh)

    def recalled(self, sentence: Sentence) -> bool:
        """Whether a sentence recalls another happening than the one that the report is about."""
        return sentence.number in self.past and not self.late

    def number_of(self, offset: int) -> int | None:
        """The number of the sentence that holds an offset."""
        at = bisect_right(self.starts, offset) - 1
        return self.sentences[at].number if at >= 0 and offset < self.sentences[at].span.end else None

    def violent(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of violence, by its words or by the figures that were read in it."""
        return sentence.number in self.tolls or violent(self.text[sentence.number])

    def tells_second(self, sentence: Sentence) -> bool:
        """Whether a sentence gives a toll of another attack that came minutes or hours after a first."""
        return sentence.number in self.tolls and second_attack(self.text[sentence.number])

    def local_places(self, number: int) -> list[Mention]:
        """Towns, villages and sites of a sentence; countries, regions and waters are too wide to be a scene."""
        if number not in self.places:
            return []
        if number not in self.local:
            self.local[number] = [m for m in self.places[number] if self.is_local(m)]
        return self.local[number]

    def is_local(self, mention: Mention) -> bool:
        """Whether a mention names a town or a village, by the gazetteer, by its class noun, or by the case's use."""
        if wide(mention) or not (mention.geo or mention.name.split()[-1][:1].isupper()):
            return False
        if mention.geo or is_settlement(mention):
            return True
        if (mention.role or "").casefold() in SITE_NOUNS:
            return False
        return mention.name.casefold() not in self.areas and not SITE.search(mention.name)

    def own_dates(self, sentence: Sentence) -> list[DateMention]:
        """The dates of a sentence, where one is told by another happening only those of its own.

        "Still searching on Monday, two days after a raid" tells the day of the raid; "killed six on Wednesday, a day
        after a strike" does not tell that of the strike.
        """
        dates = self.dates.get(sentence.number, [])
        other = self.day_after(sentence)
        if other is not None:
            return [date for date in dates if date is not other]
        return [date for date in dates if AFTER.search(date.when.text)] or dates

    def day_after(self, sentence: Sentence) -> DateMention | None:
        """The words "a day after" that lead over to an earlier happening, in a sentence that tells one of its own."""
        if sentence.number not in self.others:
            dates = self.dates.get(sentence.number, [])
            other = next((date for date in dates if AFTER.search(date.when.text)), None)
            own = [date for date in dates if other is not None and date.span.start < other.span.start]
            told = bool(own) and violent(self.page.text[sentence.span.start : own[-1].span.start])
            self.others[sentence.number] = other if told else None
        return self.others[sentence.number]

    def happening_dates(self, sentence: Sentence) -> list[DayVote]:
        """Dates of a sentence that say when something happened, rather than when it was said or counted.

        Their weight tells how firmly they hang on words of attack; the firmest comes first.
        """
        if sentence.number in self.happened:
            return self.happened[sentence.number]
        kept = []
        for mention in self.own_dates(sentence):
            before = self.page.text[max(sentence.span.start, mention.span.start - BESIDE) : mention.span.start]
            after = self.page.text[mention.span.end : min(sentence.span.end, mention.span.end + BESIDE)]
            firmness = attachment(before, after, self.text[sentence.number])
            if mention.when.text.casefold().startswith(("next", "by ", "until")):
                continue
            if AS_OF.search(before) and firmness < OF_ATTACK:  # "the toll from Monday's strike" tells the day
                continue
            if mention.span.start - sentence.span.start < DATELINE and DATELINE_AFTER.match(after):
                continue
            if mention.when.since or SPEECH.search(before) or SPEECH_AFTER.match(after):
                continue
            if firmness >= 1.0:
                kept.append(DayVote(mention.when, firmness))
        self.happened[sentence.number] = sorted(kept, key=lambda vote: -vote.weight)
        return self.happened[sentence.number]


def wide(mention: Mention) -> bool:
    """Whether a place is too large to be where something happened."""
    if mention.geo is not None:
        return mention.geo.kind in WIDE
    return (mention.role or "").casefold() in WIDE_WORDS


SETTLEMENTS = frozenset("village town city suburb hamlet settlement camp quarter".split())


def is_settlement(mention: Mention) -> bool:
    """Whether the text calls a place a town or a village."""
    return (mention.role or "").casefold() in SETTLEMENTS


COMPASS = re.compile(r"\b(?:north|south|east|west|central)[a-z-]*(?:ern)?\s+$", re.IGNORECASE)
AREA_BEFORE = re.compile(
    r"\b(?:across|throughout|(?:province|region|country|district|state|governorate|county|republic|island) of)\s+$"
)
AREA_AFTER = re.compile(
    r"^\s+(?:province|region|district|governorate|oblast|county|state|air force|army|government)\b", re.IGNORECASE
)
AREA_WORDS = re.compile(
    r"^(?:the\s+)?(?:north|south|east|west|central)[a-z-]*\s+|\s+(?:province|region|district|governorate|oblast|county|state)$",
    re.IGNORECASE,
)
ADJECTIVE = re.compile(r"(?:ian|ean|ese|ish|i)$")


def wide_names(page: Page) -> frozenset[str]:
    """Names that the document itself uses of an area: "northern X", "X province", "the district of X"."""
    found: set[str] = set()
    read = page.text[: page.sentences[-1].span.end] if page.sentences else ""
    unknown = [m for m in page.mentions if m.kind == "place" and m.geo is None]
    countries = {name for name in {m.name for m in unknown} if has_demonym(name, read)}
    for mention in unknown:
        start, end = mention.span.start, mention.span.end
        before, after = read[max(0, start - 24) : start], read[end : end + 24]
        area = COMPASS.search(before) or AREA_BEFORE.search(before) or AREA_AFTER.match(after)
        area = area or mention.name in countries or wide(mention)
        if area or ADJECTIVE.search(mention.name) and after[:2].strip().islower():
            found.update((mention.name.casefold(), AREA_WORDS.sub("", mention.name).strip().casefold()))
    return frozenset(found)


def has_demonym(name: str, text: str) -> bool:
    """Whether the text uses an adjective made of a name, as of a country: "Sarovian" beside "Sarovia"."""
    stem = re.escape(name.rstrip("aeiouy"))
    return len(name) > 4 and bool(re.search(rf"\b{stem}(?:i?an|ean|ese|ish|i)s?\b(?<!\b{re.escape(name)})", text))


def by_sentence(sentences: Sequence[Sentence], items: Sequence) -> dict[int, list]:
    """Items with a span, under the number of the sentence that they start in."""
    found: dict[int, list] = defaultdict(list)
    ordered = sorted(items, key=lambda item: item.span)
    index = 0
    for item in ordered:
        while index < len(sentences) and sentences[index].span.end <= item.span.start:
            index += 1
        if index < len(sentences) and sentences[index].span.start <= item.span.start:
            found[sentences[index].number].append(item)
    return found


def name_key(mention: Mention) -> str:
    """What makes two mentions of one document one place."""
    return mention.geo.id if mention.geo is not None else (mention.refers_to or mention.name).casefold()


def same_name(a: Mention | None, b: Mention | None) -> bool:
    """Whether two mentions of one document name one place."""
    if a is None or b is None:
        return a is b
    return name_key(a) == name_key(b)


def focus_of(view: View) -> Scene:
    """What the report is mostly about."""
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, Mention] = {}

    def weigh(mention: Mention, weight: float) -> None:
        weights[name_key(mention)] += weight
        first.setdefault(name_key(mention), mention)

    for sentence in view.sentences:
        words = view.text[sentence.number]
        if sentence.part == "headline":
            for mention in view.local_places(sentence.number):
                weigh(mention, 3.0)
        if not view.violent(sentence) or view.recalled(sentence):
            continue
        top = 3.0 if sentence.number < LEAD else 1.0
        force = top * (1 + bool(HARM.search(words)) + bool(kinds_in(words)))
        for mention in struck_places(view, sentence):
            weigh(mention, force * (2 if is_scene_of(view.page.text, sentence, mention) else 1))
        meant = place_meant(view, sentence)
        if meant is not None:
            weigh(meant, force)
    if not weights:
        return dated_scene(view, most_named(view))
    best = max(sorted(weights), key=lambda key: (weights[key], -first[key].span.start))
    return dated_scene(view, first[best])


THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|ha[sd]|have|will|would|could|can|may|might|seems?)\b)", re.I)


def place_meant(view: View, sentence: Sentence) -> Mention | None:
    """The place that a sentence on violence means without naming it.

    "There" means the only town or village of the sentence before, and a lead that names no place that of its dateline.
    """
    local = view.local_places(sentence.number)
    if not local and THERE.search(view.text[sentence.number]):
        before = view.local_places(sentence.number - 1)
        return before[0] if len({name_key(m) for m in before}) == 1 else None
    if len(local) == 1 and sentence.number < LEAD:
        after = view.page.text[local[0].span.end : sentence.span.end]
        if local[0].span.start - sentence.span.start < DATELINE and DATELINE_AFTER.match(after):
            return local[0]
    return view.dateline if not local and sentence.number == view.lead else None


def dated_scene(view: View, place: Mention | None) -> Scene:
    """The focus at a place, with the day that the report gives for it."""
    votes = focus_dates(view, place)
    when = best_day(votes)
    lead = next((sentence for sentence in view.sentences[:LEAD] if view.violent(sentence)), None)
    return Scene(place, when, second=lead is not None and view.tells_second(lead), plain=plainly(votes, when))


ATTACK_AT = re.compile(
    r"\b(?:at|near|in|on|of|outside|hit|struck|shelled|bombed|stormed|attacked)\s+(?:the\s+)?"
    r"(?:\w+\s+){0,3}(?:of\s+)?$"
)


def is_scene_of(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether words of attack lead straight to a place: "the strike near X", "gunmen stormed the village of X"."""
    before = text[max(sentence.span.start, mention.span.start - REACH) : mention.span.start]
    return bool(ATTACK_AT.search(before)) and attacks(before)


def most_named(view: View) -> Mention | None:
    """The local place that a report names most often, where its words of violence name none."""
    local = [m for sentence in view.sentences for m in view.local_places(sentence.number)]
    counts = Counter(name_key(m) for m in local)
    return max(local, key=lambda m: (counts[name_key(m)], -m.span.start), default=None)


def focus_dates(view: View, place: Mention | None) -> list[DayVote]:
    """The days that the report gives for its focus, with how much each says."""
    votes: list[DayVote] = []
    for sentence in view.sentences:
        title = is_section_title(view, sentence)
        if not (view.violent(sentence) or title) or view.recalled(sentence):
            continue
        here = any(same_name(m, place) for m in view.local_places(sentence.number))
        elsewhere = not here and bool(struck_places(view, sentence))
        weight = (3.0 if sentence.number < LEAD or title else 1.0) * (2.0 if here else 0.3 if elsewhere else 1.0)
        votes.extend(DayVote(vote.when, weight * vote.weight) for vote in view.happening_dates(sentence))
    return votes


def struck_places(view: View, sentence: Sentence) -> list[Mention]:
    """Local places of a sentence that its words make a place of violence, not of care, speech or direction."""
    if sentence.number not in view.struck:
        local = view.local_places(sentence.number) if view.violent(sentence) else []
        view.struck[sentence.number] = [m for m in local if not aside(view.page.text, sentence, m)]
    return view.struck[sentence.number]


ASIDE_BEFORE = re.compile(
    r"\b(?:from|to|towards?|outside|(?:reporters|newsmen|journalists|speaking|conference|crowd|mourners) (?:in|at)|"
    r"briefing in|hospitals? (?:in|at|of)|clinic (?:in|at)|met in|"
    r"meet(?:ing)? in|talks in|held in|arrived in|visit(?:ed|ing)?|based in|exiled? in|envoys in|"
    r"told|capital,?|road to|way to|(?:north|south|east|west)\w* of|"
    r"miles (?:from|of)|km (?:from|of)|kilomet(?:re|er)s (?:from|of))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
ASIDE_AFTER = re.compile(
    r"^(?:['’]s)?\s+(?:said|says|told|has denied|denied|accused|warned|hospital|government|officials?|"
    r"correspondent|newspaper|time\b)"
)


def aside(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a place stands in a sentence only as a direction, a speaker or a place of care."""
    before = text[sentence.span.start : mention.span.start]
    after = text[mention.span.end : sentence.span.end]
    if ASIDE_BEFORE.search(before) or ASIDE_AFTER.match(after):
        return True
    if len(before) < DATELINE and DATELINE_AFTER.match(after):
        return True
    near = before[-60:] + after[:30]
    return bool(CARE.search(near)) and not STRUCK.search(near) and not kinds_in(near)


def scenes_of(view: View, focus: Scene) -> dict[int, Scene]:
    """The scene of each sentence, by its number."""
    found: dict[int, Scene] = {}
    section = focus
    last, paragraph = focus, -1
    for sentence in view.sentences:
        if is_section_title(view, sentence):
            section = scene_here(view, sentence, focus) or focus
        if sentence.paragraph != paragraph:
            last, paragraph = section, sentence.paragraph
        own = scene_here(view, sentence, focus)
        if own is not None:
            last = own
        elif last.recalled:
            last = section
        second = not focus.second and view.tells_second(sentence)
        found[sentence.number] = Scene(last.place, last.when, last.recalled, second=True) if second else last
    return found


def is_section_title(view: View, sentence: Sentence) -> bool:
    """A short line of its own that names a place: "Oskel, Sunday evening"."""
    words = view.text[sentence.number]
    return (
        sentence.number >= 2
        and len(words) < 50
        and words[-1:] not in ".!?”\"’'"
        and bool(view.local_places(sentence.number))
        and len(words.split()) <= 6
    )


def scene_here(view: View, sentence: Sentence, focus: Scene) -> Scene | None:
    """The scene that a sentence names itself; None where it names neither another place nor another day."""
    struck = struck_places(view, sentence)
    meant = place_meant(view, sentence) if not struck else None
    if meant is not None:
        struck = [meant]
    if not struck and is_section_title(view, sentence):
        struck = view.local_places(sentence.number)
    recalled = view.recalled(sentence)
    dates = view.happening_dates(sentence) if view.violent(sentence) or struck else []
    when = dates[0].when if dates else None
    another_day = when is not None and focus.when is not None and not may_be_one_day(when, focus.when)
    if not struck:
        if another_day and (recalled or dates[0].weight >= 3.0):
            return Scene(None, when, recalled)  # "Tuesday's attack on the bus", in a report on Wednesday's fighting
        return None
    place = next((m for m in struck if same_name(m, focus.place)), None) if not recalled else None
    # At the place that the report is about, only a date that hangs on words of attack speaks of another happening.
    if place is not None and not (another_day and dates[0].weight >= 2.0):
        return focus
    return Scene(place or struck[0], when, recalled)


def placed(claim: Claim, view: View, scenes: dict[int, Scene], focus: Scene) -> Claim:
    """A claim with the scene of its sentence; a toll over a wide area gets the area that its sentence names."""
    scene = scenes.get(claim.sentence, focus)
    if claim.scope == "aggregate":
        area = next((m for m in nearest(view.places.get(claim.sentence, ()), claim.span) if wide(m)), None)
        return replace(claim, place=area.id if area else None)
    split = clause_scene(claim, view, scene, focus)
    if claim.kind in MOVED and not split.recalled:
        split = focus  # the place in the sentence is the one they went to
    when = claim.when or split.when
    scope = claim.scope
    if claim.kind in HARMS and scope == "incident" and split.recalled:
        scope = "other"
    if view.late and scope == "other" and scene is focus:
        scope = "incident"
    return replace(claim, place=split.place.id if split.place else None, when=when, scope=scope)


def clause_scene(claim: Claim, view: View, scene: Scene, focus: Scene) -> Scene:
    """Where one sentence names two struck places, a claim belongs to the one nearest to it."""
    sentence = view.by_number.get(claim.sentence)
    if sentence is None or claim.kind not in HARMS:
        return scene
    recall = RECALLED.search(view.text[sentence.number]) if view.recalled(sentence) else None
    if recall and scene.recalled and claim.span.end <= sentence.span.start + recall.start():
        return focus
    other = view.day_after(sentence)
    if other is not None and claim.span.start > other.span.start:
        return Scene(None, None, recalled=True)
    struck = struck_places(view, sentence)
    if len({(m.refers_to or m.name).casefold() for m in struck}) < 2:
        return scene
    closest = nearest(struck, claim.span)[0]
    if same_name(closest, focus.place) and not scene.recalled:
        return focus
    return Scene(closest, scene.when if scene.place and same_name(scene.place, closest) else None, scene.recalled)


def nearest(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """Mentions by their distance from a span, in characters; those behind it come first at equal distance."""

    def distance(m: Mention) -> tuple[int, int]:
        gap = max(m.span.start - span.end, span.start - m.span.end, 0)
        return gap, m.span.start < span.start

    return sorted(mentions, key=distance)
