"""The persons of a report who are told of one by one and what befell them, all mentions of one person together.

"A 24-year-old man was shot. The victim, Ona Perin, died" tells of one person. Two mentions are of different persons
where age, sex, name or part in the story differ, or where the text says "another". Figures ("three people were hurt")
are read by `_harm`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from stemma.kinds import _person_words as words
from stemma.kinds._person_fates import Fate, fates_in
from stemma.kinds._person_mentions import Told, told_in
from stemma.model import Mention, Page, Sentence, Victim
from stemma.reading.quantities import Token, tokens_of
from stemma.values import Span

_PIECE = 1500  # characters of a sentence that are read; what is longer is no prose
_BESIDE = 15  # tokens within which two mentions of one sentence are taken to be of two persons
_TOP = 3  # a line without an end further down is no headline of this report, but a link to another
_MOST = 60  # persons followed in one report
_BACKGROUND = re.compile(
    r"\b(?:last (?:year|month|week|summer|winter|spring|fall|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|(?:years?|months?|weeks?) (?:ago|earlier|before)|"
    r"in (?:an? )?(?:unrelated|separate|previous|earlier|other)|unrelated|"
    r"previous(?:ly)? |another (?:shooting|incident|homicide|attack)|earlier this (?:year|month|week)|"
    r"so far this year|this year|anniversary|(?:first|second|third|\d+(?:st|nd|rd|th)) (?:homicide|murder|slaying)|"
    r"in (?:19|20)\d\d|convicted|sentenced|prior)\b",
    re.IGNORECASE,
)
# A sentence that turns to another case.
_ELSEWHERE = re.compile(
    r"\b(?:(?:separate|unrelated|different|earlier|another|other|second|third|next|previous) "
    r"(?:(?:fatal|deadly|drive-by|non-fatal|nonfatal|violent) )?"
    r"(?:shootings?|incidents?|attacks?|cases?|robber(?:y|ies)|stabbings?|homicides?|crimes?)|"
    r"(?:hours?|days?|weeks?) (?:earlier|later|before),? (?:a|an|another|two|three)\b|"
    r"also (?:(?:is|are|was|were) )?investigat\w+|related (?:content|stories|articles)|more stories|also on|read more)",
    re.IGNORECASE,
)

# One of these stands in every such sentence, in small letters: looking for them takes a tenth of the time.
_ELSEWHERE_KEYS = ("shooting", "incident", "attack", "case", "robber", "stabbing", "homicide", "crime", " earlier",
                   " later", " before", "also ", "related ", "more stories", "read more")


def _turns(sentence: str) -> bool:
    """Whether a sentence turns to another case."""
    low = sentence.lower()
    for key in _ELSEWHERE_KEYS:
        if key in low:
            return bool(_ELSEWHERE.search(sentence))
    return False


class Person(Struct):
    """One person told of, what is known of them and what befell them."""

    name: tuple[str, ...] = ()
    age: int | None = None
    sex: str | None = None
    heads: set[str] = set()
    killed: bool = False
    hurt: bool = False
    apart: set[int] = set()  # persons (positions) that this one is not
    sentences: list[int] = []
    last: int = -1  # order of the latest mention
    spans: list[Span] = []  # the words that say what befell them
    background: bool = False  # whether the first that befell them is told as past or as another case
    speaker: bool = False  # whether they are said to say something
    elsewhere: bool = False  # first told of in a passage on another case

    @property
    def harmed(self) -> bool:
        return self.killed or self.hurt


class Cast:
    """The persons of a report while it is read."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self.order = 0
        self.elsewhere = False  # whether what is being told is another case

    def note(self, told: Told, here: set[int], beside: set[int], sentence: int, fate: str) -> int:
        """The position of the person that a mention is of.

        `here` are those that the sentence tells of already, `beside` those told of as others a few words before;
        `fate` is what the sentence says befell the person.
        """
        self.order += 1
        another = told.kind == "other" and not (fate and any(not self.persons[i].harmed for i in beside if i >= 0))
        found = None if another else self._find(told, here, sentence, fate)
        if found is None and fate and not another and told.kind != "pronoun" and not self.elsewhere:
            found = self._told_again(told, here, fate)
        if found is None:
            if len(self.persons) >= _MOST:
                return -1
            self.persons.append(Person(elsewhere=self.elsewhere))
            found = len(self.persons) - 1
            if another:
                self.persons[found].apart |= {i for i, p in enumerate(self.persons[:found])
                                              if sentence - p.sentences[-1] <= 4}
        person = self.persons[found]
        for other in beside:
            if other not in {found, -1} and told.kind != "pronoun":
                person.apart.add(other)
                self.persons[other].apart.add(found)
        absorb(person, told)
        person.speaker = person.speaker or told.speaks
        person.sentences.append(sentence)
        person.last = self.order
        return found

    def _find(self, told: Told, here: set[int], sentence: int, fate: str) -> int | None:
        recent = sorted(range(len(self.persons)), key=lambda i: -self.persons[i].last)
        if told.name:
            named = (i for i in recent if self.persons[i].name and not (
                told.sex and self.persons[i].sex and told.sex != self.persons[i].sex))
            same = next((i for i in named if same_name(self.persons[i].name, told.name)), None)
            if same is not None:
                return same
            return next((i for i in recent if told.age is not None and self.persons[i].age == told.age
                         and fits(self.persons[i], told) and i not in here), None)
        if told.kind in {"new", "bare", "kin", "other"}:
            if told.age is None:
                return None
            return next((i for i in recent if self.persons[i].age == told.age and fits(self.persons[i], told)
                         and i not in here), None)
        return self._again(told, recent, here, sentence, fate)

    def _told_again(self, told: Told, here: set[int], fate: str) -> int | None:
        """The person of whom an earlier sentence, a headline say, has told the same without a name or an age."""
        fit = [i for i, p in enumerate(self.persons) if p.harmed and i not in here and fits(p, told)
               and not p.elsewhere and not (p.name and told.name)]
        return max(fit, default=None, key=lambda i: (told.head in self.persons[i].heads,
                                                     self.persons[i].killed == (fate == "killed"),
                                                     self.persons[i].last))

    def _again(self, told: Told, recent: list[int], here: set[int], sentence: int, fate: str) -> int | None:
        """The person whom "the girl", "the victim" or "he" takes up again."""
        persons = self.persons
        close = [i for i in recent if fits(persons[i], told)]
        if told.kind == "pronoun":
            close = [i for i in close if sentence - persons[i].sentences[-1] <= 3]
            return next((i for i in close if not persons[i].speaker), close[0] if close else None)
        if told.head == "victim":
            return next((i for i in close if persons[i].harmed and not persons[i].heads & words.SUSPECT),
                        next((i for i in close if "victim" in persons[i].heads), None))
        like = [i for i in close if told.head in persons[i].heads]
        harmed_like = next((i for i in like if persons[i].harmed), None) if fate else None
        same = harmed_like if harmed_like is not None else like[0] if like else None
        if fate and told.head in words.GENERIC and harmed_like is None:
            only = [i for i in close if persons[i].harmed and i not in here and not persons[i].speaker]
            same = only[0] if len(only) == 1 else same
        if same is not None or told.head not in words.GENERIC:
            return same
        rest = [i for i in close if not persons[i].speaker and not persons[i].heads & words.SUSPECT]
        harmed_first = sorted(rest, key=lambda i: (i in here, not persons[i].harmed))
        return next((i for i in harmed_first if persons[i].harmed or persons[i].heads and i not in here), None)


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of a report may be of one person: a shared family name, and no other first name."""
    if a == b or set(a) <= set(b) or set(b) <= set(a):
        return True
    return a[-1] == b[-1] and a[0] == b[0]


def fits(person: Person, told: Told) -> bool:
    """Whether nothing in a mention speaks against its being of this person."""
    if person.sex and told.sex and person.sex != told.sex:
        return False
    if person.age is not None and told.age is not None and abs(person.age - told.age) > (1 if told.name else 0):
        return False
    return parts_fit(person.heads, {told.head} if told.head else set(), person.age, told.age)


def parts_fit(a: set[str], b: set[str], age_a: int | None = None, age_b: int | None = None) -> bool:
    """Whether two sets of nouns may be of one person: an officer is no suspect, a boy no man, a driver no passenger."""
    for one, two in ((a, b), (b, a)):
        if one & words.OFFICER and two & words.SUSPECT:
            return False
        if one & words.CHILD - {"baby"} and two & words.ADULT:
            return False
        if one & words.OFFICER and two & (words.CHILD | words.ROLES | {"teen", "teenager", "student"}):
            return False
        if one & words.CHILD and age_b is not None and age_b > 18 or one & {"man", "woman"} and (
                age_b is not None and age_b < 16):
            return False
    roles_a, roles_b = a & words.ROLES, b & words.ROLES
    return not (roles_a and roles_b and not roles_a & roles_b)


def absorb(person: Person, told: Told) -> None:
    """What a mention adds to a person."""
    if len(told.name) > len(person.name):
        person.name = told.name
    person.age = person.age if person.age is not None else told.age
    person.sex = person.sex or told.sex
    if told.head and told.kind != "pronoun":
        person.heads.add(told.head)


def persons_of(page: Page) -> list[Person]:
    """The persons whom a report tells of one by one and who were killed or hurt; each once."""
    cast = Cast()
    names = _names(page)
    focus: int | None = None
    for sentence in page.sentences:
        span = Span(sentence.span.start, min(sentence.span.end, sentence.span.start + _PIECE))
        tokens = tokens_of(page.text, span)
        if not tokens:
            continue
        cast.elsewhere = cast.elsewhere or sentence.number > 1 and _turns(span.of(page.text))
        headline = _is_headline(page, sentence)
        before, cast.elsewhere = cast.elsewhere, cast.elsewhere or headline and sentence.number > _TOP
        told = told_in(tokens, _placed(tokens, names, span), headline)
        fates = fates_in(tokens, told)
        if not told and not fates:
            cast.elsewhere = before
            continue
        background = bool(fates) and bool(_BACKGROUND.search(span.of(page.text)))
        befallen = {number: fate.fate for fate in reversed(fates) for number in fate.told}
        here: dict[int, int] = {}
        for number, mention in enumerate(told):
            if mention.alias is not None and here.get(mention.alias, -1) >= 0:
                here[number] = here[mention.alias]
                absorb(cast.persons[here[number]], mention)
                continue
            beside = {here[i] for i in here if parted(tokens, told, i, number, befallen)}
            here[number] = cast.note(mention, set(here.values()), beside, sentence.number, befallen.get(number, ""))
        if any(n >= 0 and cast.persons[n].harmed and not cast.persons[n].elsewhere for n in here.values()):
            cast.elsewhere = False
        for fate in fates:
            focus = _befall(cast, fate, tokens, told, here, focus, sentence, background)
        cast.elsewhere = before and cast.elsewhere
    return settled(cast.persons)


def parted(tokens: Sequence[Token], told: Sequence[Told], one: int, two: int, befallen: dict[int, str]) -> bool:
    """Whether two mentions of a sentence are of two persons: told in a row, as relatives, or harmed each."""
    a, b = told[one], told[two]
    if "pronoun" in (a.kind, b.kind) or b.first - a.last > _BESIDE:
        return False
    gap = {token.low for token in tokens[a.last : b.first]}
    if gap <= {"and", ",", "or"} and b.kind != "known" or b.kind == "kin" and two == one + 1:
        return True
    return one in befallen and two in befallen and "known" not in (a.kind, b.kind)


def _befall(cast: Cast, fate: Fate, tokens: Sequence[Token], told: Sequence[Told], here: dict[int, int],
            focus: int | None, sentence: Sentence, background: bool) -> int | None:
    """Notes a fate on the persons it is said of; one without a person is of the person last harmed."""
    agent = here.get(fate.agent, -1) if fate.agent is not None else -1
    if agent >= 0:
        for number in (here[i] for i in fate.told if here.get(i, -1) >= 0 and here[i] != agent
                       and told[i].kind != "pronoun"):
            cast.persons[agent].apart.add(number)
            cast.persons[number].apart.add(agent)
    who = [_meant(cast, told[i], here[i], agent, sentence.number) for i in fate.told if here.get(i, -1) >= 0]
    who = [number for number in who if number >= 0]
    if not fate.told and focus is not None:
        who = [focus]
    for number in who:
        person = cast.persons[number]
        if not person.harmed:
            person.background = background or person.elsewhere
        if fate.fate == "killed":
            person.killed = True
        else:
            person.hurt = True
        person.spans.append(Span(tokens[fate.at].start, tokens[max(fate.at, min(fate.last, len(tokens)) - 1)].end))
        focus = number
    return focus


def _meant(cast: Cast, told: Told, found: int, agent: int, sentence: int) -> int:
    """Whom a pronoun means where it is said of one harmed: sooner one known to be harmed, never the one who did it."""
    if told.kind != "pronoun":
        return found
    persons = cast.persons
    recent = sorted((i for i, p in enumerate(persons) if fits(p, told) and sentence - p.sentences[-1] <= 3
                     and i != agent), key=lambda i: -persons[i].last)
    if found in recent and persons[found].harmed:
        return found
    plain = [i for i in recent if not persons[i].speaker and not persons[i].heads & words.OFFICER]
    told_victim = next((i for i in plain if "victim" in persons[i].heads), None)
    sure = next((i for i in recent if persons[i].harmed), told_victim)
    return sure if sure is not None else (plain[0] if plain else found if found != agent else -1)


def _is_headline(page: Page, sentence: Sentence) -> bool:
    return sentence.part == "headline" or sentence.number == 0 or not page.text[
        sentence.span.start : sentence.span.end].rstrip().endswith((".", "!", "?", "”", '"'))


def _names(page: Page) -> list[Mention]:
    return sorted((m for m in page.mentions if m.kind == "person"), key=lambda m: m.span)


def _placed(tokens: Sequence[Token], names: Sequence[Mention], span: Span) -> list[tuple[int, int, tuple[str, ...]]]:
    """The person names of a sentence over its tokens, in their fullest form."""
    found = []
    for at in range(bisect_left(names, span.start, key=_start), bisect_left(names, span.end, key=_start)):
        mention = names[at]
        first = bisect_right(tokens, mention.span.start, key=attrgetter("end"))
        last = bisect_left(tokens, mention.span.end, lo=first, key=attrgetter("start"))
        full = mention.refers_to or mention.name
        name = tuple(w for w in re.findall(r"[^\W\d_]+", full.lower()) if w not in {"jr", "sr", "ii", "iii"})
        if first < last and name and (not found or first >= found[-1][1]):
            found.append((first, last, name))
    return found


def _start(mention: Mention) -> int:
    return mention.span.start


# ------------------------------------------------------------------------------------------------- settling


def settled(persons: Sequence[Person]) -> list[Person]:
    """The harmed persons, tellings of one person joined that nothing keeps apart."""
    kept: list[tuple[set[int], Person]] = []
    for number, person in enumerate(persons):
        if not person.harmed:
            continue
        home = next((i for i, (numbers, other) in enumerate(kept) if _one_person(other, person) and (
            person.age is not None and person.age == other.age
            or not (other.apart & {number} or person.apart & numbers))), None)
        if home is None:
            kept.append(({number}, person))
        else:
            kept[home][0].add(number)
            _join(kept[home][1], person)
    return [person for _, person in kept]


def _one_person(a: Person, b: Person) -> bool:
    if a.sex and b.sex and a.sex != b.sex:
        return False
    if a.name and b.name and not same_name(a.name, b.name):
        return False
    if a.age is not None and b.age is not None and abs(a.age - b.age) > 1:
        return False
    return parts_fit(a.heads, b.heads, a.age, b.age)


def _join(a: Person, b: Person) -> None:
    a.name = max(a.name, b.name, key=len)
    a.age = a.age if a.age is not None else b.age
    a.sex = a.sex or b.sex
    a.heads |= b.heads
    a.spans = sorted([*a.spans, *b.spans])
    a.killed, a.hurt = a.killed or b.killed, a.hurt or b.hurt
    a.apart |= b.apart
    a.sentences = sorted([*a.sentences, *b.sentences])
    a.background = a.background and b.background


def victims_told(page: Page) -> tuple[Victim, ...]:
    """The persons whom a report tells of one by one as killed or injured, each once, in the order of the text."""
    found = [
        Victim(
            doc=page.document.id,
            harm="killed" if person.killed else "injured",
            name=" ".join(person.name),
            age=person.age,
            spans=tuple(sorted(person.spans)),
            aside=person.background,
        )
        for person in persons_of(page)
    ]
    return tuple(sorted(found, key=lambda v: (v.spans, v.name)))
