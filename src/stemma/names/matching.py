"""Whether two names are one person's or one organisation's: words are aligned, given and family names apart."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from stemma.names.numerals import numbered
from stemma.names.spelling import alike, fold, plain
from stemma.reading.titles import HONORIFICS, PARTICLES, RANKS, ROLE_NOUNS, SUFFIXES

# Forms of one given name that spelling rules cannot reach: Slavic pairs, Romance and English short forms.
_FORMS = """
oleksandr alexander aleksandr alexandr aleksander alex sasha|volodymyr vladimir wladimir
mykola nikolai nikolay mikola|oleksii oleksiy alexei alexey aleksei aleksey
serhii serhiy sergei sergey sergiy sergii serge|dmytro dmitry dmitri dmitrii
yevhen yevgeny evgeny yevgeniy evgeniy evgenii yevhenii|mykhailo mikhail mihajlo mikhailo michail
andrii andriy andrei andrey andrej|petro pyotr peter petr|pavlo pavel paul|olena elena yelena
kateryna ekaterina katerina yekaterina|iryna irina|kyrylo kirill kiril|danylo daniil danila
vasyl vasily vasili vassily|hryhorii grigory grigori|ihor igor|oleh oleg|yurii yuri yuriy yury
mohammed muhammad mohamed mohammad mohamad muhammed mohd md|yusuf yousef youssef joseph|bill william will
bob robert rob|dick richard rick|jim james jimmy|mike michael|tony anthony antony|joe joseph|tom thomas
ted theodore edward|ed edward|dan daniel danny|dave david|steve stephen steven|liz elizabeth beth
kate katherine catherine|sue susan|pat patrick patricia|ben benjamin|sam samuel|matt matthew|nick nicholas
chris christopher|jon jonathan|tim timothy|jack john|alex alejandro|pepe jose|paco francisco|abe abraham
max maxim maksym maximilian
"""
_SAME_GIVEN: dict[str, set[str]] = {}
for _row in _FORMS.replace("\n", "|").strip("|").split("|"):
    for _name in _row.split():
        _SAME_GIVEN.setdefault(fold(_name), set()).update(fold(other) for other in _row.split())

_NICKNAME = re.compile(r"\s[\"“‘']([^\"”’']{2,20})[\"”’']\s+")
_ABD = re.compile(r"^abd(?:[aeiou][lnrstdz]{1,2}|l)?[-' ]?(?=[a-z]{3})")
_ARTICLE = re.compile(r"^(?:al|el)(?=[a-z]{4})")  # written together with a family name: "Elsayed"
# Arabic and Hebrew letters: words keep their script, since they are compared by their consonants alone.
_ABJAD = re.compile(r"[\u0590-\u08ff]")
_SERVANT = re.compile(r"^عبد ?(?:ال)?|(?<= )عبد (?:ال)?(?=\w)|(?<= )عبدال(?=\w)")
_DEFINITE = re.compile(r"(?:^|(?<= ))ال(?=\w{3})")
# What a bare article or patronymic particle adds to a name: nothing that tells people apart.
_LIGHT = PARTICLES - {"abu", "abou", "umm", "um"} | {"abu", "abou"}
# Forms of address of other languages that stand before a full name: Burmese, Malay, Swahili, Hausa, Spanish, Hindi.
_ADDRESSES = frozenset("""
u daw don dona bapak pak ibu tuan datuk dato kyai ustadz mzee mwalimu mallam malam engr engineer barr barrister shri
shrimati smt pandit sardar
""".split())
_TITLES = HONORIFICS | RANKS | ROLE_NOUNS | _ADDRESSES
_JOINERS = frozenset(("abd", "abdul", "abdel", "abdal", "abdu"))

FAMILY = 0.84  # least likeness of family names
CLEAR = 0.88  # below this a likeness is not enough without more, such as the same role
DOUBTFUL = 0.9  # the most that such a pair of names gets
GIVEN = 0.8  # least likeness of given names
FAMILY_PART, GIVEN_PART, MIDDLE_PART = 0.5, 0.35, 0.15  # what each makes of the likeness of two full names


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name that tell people apart, lower case, titles and articles left out."""
    if _ABJAD.search(name):
        return tuple(_DEFINITE.sub("", _SERVANT.sub("عبد", " ".join(name.split()))).split())
    latin = anyascii(name.replace("’", "'").replace("‘", "'")).lower()
    if latin.count(",") == 1:  # "REYES, Amal"
        family, _, given = latin.partition(",")
        latin = f"{given} {family}" if given.strip() and given.strip() not in SUFFIXES else family
    words = [w for w in re.split(r"[^a-z0-9']+", _prepared(latin)) if w.strip("'")]
    words = [w.replace("'", "") for w in words]
    while len(words) > 2 and words[0] in _TITLES:
        words.pop(0)
    while len(words) > 2 and words[-1] in SUFFIXES:
        words.pop()
    heavy = [w for w in words if w not in _LIGHT]
    return tuple(heavy if len(heavy) > 1 else words)


def _prepared(latin: str) -> str:
    """"abd al-qader" and "abdel kader" become one word, "al-" goes."""
    words = re.sub(r"\b(?:al|el|ul|ad|ar|as|ash|at|az|an)-", "al ", latin).split()
    out: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in _JOINERS and at + 1 < len(words):
            at += 1 + (words[at + 1] in ("al", "el", "ul", "ur", "ar") and at + 2 < len(words))
            word = "abd" + words[at]
        elif word in ("abu", "abou") and re.match(r"b[ae]k[aei]?r", words[at + 1] if at + 1 < len(words) else ""):
            at += 1
            word = "abubakr"  # one given name, also written "Abubakar"
        else:
            word = _ABD.sub("abd", word) if len(word) > 6 else word
        out.append(word)
        at += 1
    return " ".join(out)


def given_alike(a: str, b: str) -> float:
    """Likeness of two given names: spelling, initials, known forms, or one cut short ("Bern", "Bernardo")."""
    if len(a) == 1 or len(b) == 1:
        return 0.85 if a[0] == b[0] else 0.0
    x, y = fold(a), fold(b)
    if y in _SAME_GIVEN.get(x, ()):
        return 0.95
    short, long = sorted((x, y), key=len)
    if x != y and len(long) <= 3:
        return 0.0  # "Ali", "Ala": too short to be told from another name
    if len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 5:
        return max(0.86, alike(a, b))
    ending = long[len(short) - 1 :]
    if len(short) >= 5 and short[-1] in "aeiou" and long.startswith(short[:-1]) and ending in ("us", "is"):
        return 0.9  # "Crispino", "Crispinus"
    return alike(a, b)


def without_nickname(name: str) -> tuple[str, ...]:
    """The two names that 'Rosa "Linda" Reyes' stands for: "Rosa Reyes", "Linda Reyes"; none without a nickname."""
    match = _NICKNAME.search(name)
    if not match or not match.end() < len(name):
        return ()
    return f"{name[: match.start()]} {name[match.end() :]}".strip(), f"{match[1]} {name[match.end() :]}"


@lru_cache(maxsize=200_000)
def same_person(a: str, b: str) -> float:
    """Likeness of two full names of people, 0..1; 0 when they can be told apart by name.

    Both need a given and a family name, in that order; a single word matches nothing but itself.
    """
    if a != b and (forms := without_nickname(a) or without_nickname(b)):
        other = b if without_nickname(a) else a
        return max(same_person(form, other) for form in forms)
    if _generation(a) and _generation(b) and _generation(a) != _generation(b):
        return 0.0  # father and son
    x, y = name_words(a), name_words(b)
    if x == y:
        return 1.0
    if len(x) < 2 or len(y) < 2:
        return _joined(x, y)
    family = alike(x[-1], y[-1], FAMILY) or _without_article(x[-1], y[-1])
    given = given_alike(x[0], y[0]) if family >= FAMILY else 0.0
    if family < FAMILY or given < GIVEN or _other_sex(x, y):
        return max(_turned(x, y), _joined(x, y))
    middle = _middle(x[1:-1], y[1:-1])
    if middle is None:
        return 0.0
    score = FAMILY_PART * family + GIVEN_PART * given + MIDDLE_PART * middle
    score = min(score, 0.97)  # alike in spelling is not the same word
    return round(score if min(family, given) >= CLEAR or len(x[0]) == 1 or len(y[0]) == 1 else min(score, DOUBTFUL), 4)


_JUNIOR = re.compile(r"\b(?:(jr|junior|fils|hijo|ii|the younger)|(sr|senior|père|the elder)|(iii))\.?$", re.IGNORECASE)


def _generation(name: str) -> int:
    """Which bearer of a name the words behind it say: 1 the younger, 2 the elder, 3 the third; 0 where they do not."""
    match = _JUNIOR.search(name)
    return match.lastindex or 0 if match else 0


def without_article(word: str) -> str:
    """A family name without the Arabic article that is written together with it: "elsayed", "sayed"."""
    return _ARTICLE.sub("", word)


def _without_article(x: str, y: str) -> float:
    """Likeness of two family names of which one has the Arabic article written together with it."""
    one, other = without_article(x), without_article(y)
    return 0.96 * alike(one, other, FAMILY) if (one == x) != (other == y) else 0.0


def _joined(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """Names whose words are parted in another way ("Pol Pot", "Polpot"), or one of which leaves out the last word."""
    one, other = fold("".join(x)), fold("".join(y))
    if one == other and len(one) > 4:
        return 0.95
    short, long = sorted((x, y), key=len)
    starts = all(fold(a) == fold(b) for a, b in zip(short, long, strict=False))
    if starts and len(short) > 1 and len(long) - len(short) < 3:
        return 0.82  # "Amal Reyes", "Amal Reyes Ortiz"
    return 0.0


def _turned(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """Names of three words or more of which one has the family name first."""
    if len(x) != len(y) or len(x) < 3:
        return 0.0
    for first in (y[-1:] + y[:-1], y[1:] + y[:1]):
        if all(alike(a, b, FAMILY) >= FAMILY for a, b in zip(x, first, strict=True)):
            return 0.85
    return 0.0


def _middle(x: tuple[str, ...], y: tuple[str, ...]) -> float | None:
    """Likeness of what stands between given and family name; None if the two contradict each other."""
    short, long = sorted((x, y), key=len)
    if not short:
        return (1.0, 0.7, 0.6)[len(long)] if len(long) < 3 else None
    least, at = 1.0, 0
    for word in short:
        found = next((i for i in range(at, len(long)) if given_alike(word, long[i]) >= GIVEN), None)
        if found is None:
            return None
        least = min(least, given_alike(word, long[found]))
        at = found + 1
    return least


def _other_sex(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """"Ivan Petrov" and "Ivana Petrova": a final a on both words of one name only."""
    ends = [[word.endswith("a") for word in (name[0], name[-1])] for name in (x, y)]
    return sorted(ends) == [[False, False], [True, True]]


# ------------------------------------------------------------------------------------------ organisations

_EMPTY = frozenset("the of for and in on de du des la le les to a an & its at s".split())
# Legal forms of companies: they tell nothing about which company.
_LEGAL = frozenset("""
inc incorporated ltd limited llc llp plc co corp corporation company ag gmbh sa sas sarl bv nv oy ab as spa srl kg oao
ooo zao pao jsc ojsc pjsc cjsc pte pty bhd sdn kk aktiengesellschaft holding holdings group mbh aktiebolag oyj
""".split())
_LEGAL_PHRASES = re.compile(r"\b(?:(?:open |public |closed )?joint stock company|"
                            r"(?:public )?limited (?:liability )?company|gesellschaft mit beschrankter haftung)\b")
_SYNONYMS = {word: row.split()[0] for row in """
defence defense|centre center hub|organisation organization|labour labor|programme program|office bureau
committee commission|health medical|movement harakat|agency service|un u.n. unitednations
""".replace("\n", "|").strip("|").split("|") for word in row.split()}
_SYNONYMS |= {"agency": "agency", "service": "service", "office": "office", "bureau": "bureau", "medical": "medical"}


_PHRASES = (("united nations", "un"), ("united states of america", "us"), ("united states", "us"),
            ("rights of man", "human rights"))
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")  # "U.N.", "p.l.c."


def undotted(name: str) -> str:
    """"U.N." as "UN"."""
    return _DOTTED.sub(lambda m: m.group().replace(".", ""), name)


@lru_cache(maxsize=50_000)
def content_words(name: str) -> frozenset[str]:
    """The words that say which body it is, order and small words left out: "Front for the Defence of Kasra"."""
    text = plain(undotted(re.sub(r"['’]s\b", "", name)))
    for phrase, short in _PHRASES:
        text = text.replace(phrase, short)
    words = numbered(word for word in _LEGAL_PHRASES.sub("", text).split() if word not in _EMPTY)
    return frozenset(_SYNONYMS.get(word, word) for word in words)


@lru_cache(maxsize=100_000)
def same_body(a: str, b: str) -> float:
    """Likeness of two names of organisations, 0..1: the same content words in any order and spelling."""
    x, y = content_words(a), content_words(b)
    if not x or not y:
        return 0.0
    if x == y:
        return 1.0
    if x - _LEGAL == y - _LEGAL and x - _LEGAL:
        return 0.9 if x <= y or y <= x else 0.8
    one, other = ("".join(plain(name).split()) for name in (a, b))
    if one == other and len(one) > 5:
        return 0.95
    return _spelt_alike(x, y) or round(0.95 * _spelt_alike(x - _LEGAL, y - _LEGAL), 4)


def _spelt_alike(x: frozenset[str], y: frozenset[str]) -> float:
    """The least likeness of the words of two bodies, paired in any order; 0 where one has no partner."""
    if len(x) != len(y) or not x:
        return 0.0
    rest, least = sorted(y), 1.0
    for word in sorted(x):
        best = max(rest, key=lambda other: (alike(word, other), other))
        spelt = min(len(word), len(best)) > 3 and not any(c.isdigit() for c in word + best)
        likeness = alike(word, best) if spelt else float(word == best)
        least = min(least, likeness)
        rest.remove(best)
    return least if least >= 0.85 else 0.0


def initials_of(name: str) -> str:
    """The capitals that stand for a long name: "Hamra People's Front" is "HPF"."""
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", name)
                   if word[0].isupper() and word.lower() not in _EMPTY).upper()
