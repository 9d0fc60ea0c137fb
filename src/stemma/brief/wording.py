"""Words of a brief: figures as they were written, who says so, and quotations. Plain, short, and nothing added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stemma.brief.desk import File, party_of
from stemma.model import Claim, Party
from stemma.reading.nations import BY_NAME
from stemma.reading.plain_words import COMMON, FUNCTION
from stemma.reading.titles import ROLE_NOUNS
from stemma.report.words import CHANNEL_WORDS, counted, listed, sentence_case
from stemma.values import Count, Victims

MOST_NAMES = 3  # of one sentence; the others are counted
ABBREVIATED = 4  # letters; so short a word in capitals may be an abbreviation
_SEARCHED = 200_000  # characters of a report in which "the" is looked for
LONGEST_QUOTE = 180  # characters

# Nouns of office, by which a person speaks for more than himself and is named. Others are told of by what they are.
_OFFICES = frozenset("""
president vice-president premier minister prime-minister secretary undersecretary chancellor governor vice-governor
mayor deputy-mayor senator congressman congresswoman lawmaker legislator mp parliamentarian councillor councilor
ambassador envoy diplomat consul commissioner administrator prefect magistrate judge prosecutor ombudsman negotiator
mediator delegate spokesman spokeswoman spokesperson aide adviser advisor deputy chief head leader chairman chairwoman
chairperson chair director director-general manager coordinator superintendent inspector commander commandant general
colonel major captain lieutenant brigadier admiral marshal sheriff emir sultan king queen bishop archbishop cardinal
rapporteur secretary-general vice-chairman treasurer attaché attache counsellor coroner fiscal
""".split())
_LEADS = re.compile(r"(?:leads|heads|runs|chairs|directs|commands|represents)\b", re.IGNORECASE)
_VERB = re.compile(r"[a-z]+s\s+(?:the|a|an|at|in|on|for|with|as)\b")
_DIGITS = re.compile(r"\d[\d.,]*(?:-plus|\+)?")
_NUMBER_WORDS = frozenset("""
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands dozen dozens score
scores tens million several few
""".split())
_BESIDE_NUMBERS = frozenset("""
a an the and to or of than at least most more less fewer no not up as many over under about around some nearly almost
between roughly approximately exactly exceeded only half
""".split())
_HEDGED = re.compile(
    r"\b(?:least|most|more|less|fewer|over|up to|many as|about|around|some|nearly|almost|exceed\w*|between|roughly|"
    r"approximately|plus)\b", re.IGNORECASE)
_HEDGES = {"at_least": "at least", "more_than": "more than", "at_most": "up to", "about": "about"}
_PLURAL_NOUN = re.compile(r"(?:dozens|scores|hundreds|thousands|millions|couple|tens)$", re.IGNORECASE)

_FATE = {
    "killed": ("was killed", "were killed"), "injured": ("was injured", "were injured"),
    "casualties": ("was killed or injured", "were killed or injured"), "missing": ("is missing", "are missing"),
    "captured": ("was taken captive", "were taken captive"), "affected": ("was affected", "were affected"),
    "displaced": ("had to leave home", "had to leave their homes"),
}
_GROUPS = {
    "children": ("child", "children"), "women": ("woman", "women"), "elderly": ("elderly person", "elderly people"),
    "journalists": ("journalist", "journalists"), "medics": ("member of medical staff", "members of medical staff"),
    "aid_workers": ("aid worker", "aid workers"),
}
_STATUS = {"civilian": ("civilian", "civilians"), "combatant": ("fighter", "fighters")}
TOLL_WORDS = {
    "killed": "the number of people killed", "injured": "the number of people injured",
    "casualties": "the number of people killed or injured", "missing": "the number of people missing",
    "captured": "the number of people taken captive", "displaced": "the number of people who left their homes",
    "affected": "the number of people affected",
}
# Sources that are papers rather than people.
_PAPERS = {"reports": "reports that name no source", "report": "a report", "media": "other media"}
_PAPER_NOUNS = frozenset("list statement post video letter communique communiqué document record release".split())
_OF_WHICH_ONE = frozenset({"president", "governor", "mayor", "premier", "prime minister", "king", "chancellor"})
_COMPLEMENT = re.compile(r"\s(?:of|for|at|in|from|to|with|on|who|working|kept|contacted|reached)\s")
_CUT = frozenset("of the a an in at to for from and or with by".split())


# ----------------------------------------------------------------------------------------------- figures


def figure(count: Count) -> str:
    """A figure as written, with the hedge that stands elsewhere in the sentence: "at least 31"."""
    if count.wording == "none":
        return "none"
    text = " ".join(count.text.split())
    plain = re.sub(r"^(?:another|further)\s+", "", text, flags=re.IGNORECASE)
    if plain.isupper() or plain[:1].isupper():
        plain = plain.lower()
    if not is_number(plain):
        plain = number_of(count)
    hedge = _HEDGES.get(count.wording, "")
    return plain if not hedge or _HEDGED.search(plain) else f"{hedge} {plain}"


def is_number(words: str) -> bool:
    """Whether words tell a number and nothing else."""
    tokens = words.replace("-", " ").split()
    numbers = [token for token in tokens if token in _NUMBER_WORDS or _DIGITS.fullmatch(token)]
    return bool(numbers) and all(token in numbers or token in _BESIDE_NUMBERS or token == "plus" for token in tokens)


def number_of(count: Count) -> str:
    """The reading of a figure that is written without a number ("a man and his two sons")."""
    ends = [counted(end) for end in (count.low, count.high) if end is not None]
    return " to ".join(dict.fromkeys(ends))


def people(count: Count, victims: Victims) -> tuple[str, bool]:
    """("at least nine people", whether that is many): a figure with those whom it counts."""
    one, many = _GROUPS.get(victims.group or "") or _STATUS.get(victims.status) or ("person", "people")
    words = figure(count)
    single = count.low == count.high == 1
    if single and words in ("a", "an", "he", "she"):
        words = "one"
    of = " of" if _PLURAL_NOUN.search(words) else ""
    return f"{words}{of} {one if single else many}", not single


def fate(count: Count, harm: str, victims: Victims) -> str:
    """"At least nine people were killed"."""
    words, many = people(count, victims)
    return f"{sentence_case(words)} {_FATE[harm][many]}"


def common(claims: Iterable[Claim]) -> Victims:
    """Who was harmed, as far as all of several claims say the same."""
    said = {claim.victims for claim in claims}
    return said.pop() if len(said) == 1 else Victims()


# ------------------------------------------------------------------------------------------------ holders


def name_of(party: Party, file: File, rows: Sequence[Claim]) -> str:
    """How a source is told of: people of office by name and role, others by what they are, bodies by name."""
    if party.kind == "person":
        return person(party)
    if party.kind == "unnamed":
        return unnamed(party.name)
    return body(party, file, rows)


def person(party: Party) -> str:
    """"Ilya Borenko (governor of Lower Ambel)"; of a private person only what the report says that he or she is."""
    role = (party.role or "").split(", ")[0].strip()
    if not role or role.split()[-1].casefold() in _CUT:
        return "a person named in the report"
    if _LEADS.match(role):
        return f"{party.name} (who {role})"
    if _VERB.match(role):
        return f"a person who {role}"
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", role.casefold())
    if not _OFFICES.isdisjoint(words):
        return f"{party.name} ({lower_first(the_owner(role))})"
    return with_article(lower_first(role))


def the_owner(role: str) -> str:
    """"city's mayor" as "the city's mayor"."""
    return f"the {role}" if re.match(r"[a-z]+['’]s\b", role) else role


def lower_first(role: str) -> str:
    """A role without the capital that a headline or a title gave it."""
    first, _, rest = role.partition(" ")
    known = first.casefold() in ROLE_NOUNS or first.casefold() in FUNCTION or first.casefold() in COMMON
    return f"{first.lower()} {rest}".strip() if known and not first.isupper() else role


_OWN_WORDS = frozenset("a an the one two three several many some our his her its their both other".split())


def with_article(noun: str) -> str:
    """"a resident", "an eyewitness"; nothing before what has a word of its own there."""
    noun = re.sub(r"^dr\b\.?", "doctor", noun, flags=re.IGNORECASE)
    first = noun.split()[0].casefold() if noun.split() else ""
    if re.search(r"['’]s$", first):
        return f"the {noun}"
    if first in _OWN_WORDS:
        return noun
    vowel = first[:1] in "aeiou" and not first.startswith(("uni", "one", "eu")) and first != "un"
    return f"{'an' if vowel else 'a'} {noun}"


def unnamed(name: str) -> str:
    """A source without a name, where the words say what it is; else the words as they stand."""
    words = name.split()
    if name.casefold() in _PAPERS:
        return _PAPERS[name.casefold()]
    if not words or words[-1].casefold() in _CUT:
        return "an unnamed source"
    first = words[0].casefold()
    if first in FUNCTION or first in COMMON or first in ROLE_NOUNS:
        name = " ".join([first, *words[1:]])
    head = _COMPLEMENT.split(f"{name.casefold()} ")[0]
    last = re.sub(r"[^\w-]", "", head.split()[-1]) if head.split() else ""
    singular = re.sub(r"(?<=[^s])s$", "", last)
    if last in _PAPER_NOUNS:
        return with_article(name)
    if name.casefold() in _OF_WHICH_ONE:
        return f"the {name.casefold()}"
    if last in ("one", "two", "three") or last in ("people", "locals", "authorities", "inhabitants", "witnesses"):
        return name
    if not {last, singular} & ROLE_NOUNS:
        return f"a source described only as “{name}”"
    return name if last not in ROLE_NOUNS else with_article(name)


def body(party: Party, file: File, rows: Sequence[Claim]) -> str:
    """A body's name, with "the" where the reports write it so."""
    name = in_title_case(party.name) if party.name.isupper() and " " in party.name else party.name
    if name in BY_NAME or name.casefold().startswith("the "):
        return name
    definite = not name[:1].isupper() or said_with_the(party.variants or (party.name,), file, rows)
    return f"the {name}" if definite else name


def in_title_case(name: str) -> str:
    """"FORUM OF THE HILLS" as "Forum of the Hills"."""
    words = [word.lower() if word.casefold() in FUNCTION else word if len(word) <= ABBREVIATED
             else sentence_case(word.lower()) for word in name.split()]
    return sentence_case(" ".join(words))


def said_with_the(names: Sequence[str], file: File, rows: Sequence[Claim]) -> bool:
    """Whether the reports of these rows write "the" before one of these names."""
    known = "|".join(re.escape(name) for name in names)
    pattern = re.compile(rf"\bthe\s+(?:{known})\b(?![-'’])", re.IGNORECASE)
    docs = sorted({row.doc for row in rows})
    return any(pattern.search(file.desk.books.pages[doc].page.text[:_SEARCHED]) for doc in docs)


def holders(file: File, rows: Sequence[Claim], channels: bool = True) -> str:
    """Who gives these rows: "A, B and a report that names no source"; each source once, whatever carries it."""
    by_party: dict[str, tuple[str, list[Claim]]] = {}
    unsourced: set[str] = set()
    for row in rows:
        party = party_of(file, row)
        if party is not None:
            by_party.setdefault(party.key, (party.key, []))[1].append(row)
        elif row.source.known and row.source.name:
            by_party.setdefault(f"?{row.source.name}", ("", []))[1].append(row)
        else:
            unsourced.add(row.doc)
    names = []
    for key, (known, own) in sorted(by_party.items()):
        party = file.desk.parties.get(known)
        words = name_of(party, file, own) if party else unnamed(key[1:])
        spoken = channels and not (party and party.kind == "unnamed" and _PAPER_NOUNS & set(words.split()))
        names.append(words + (channel(file, own) if spoken else ""))
    names = list(dict.fromkeys(names))
    more = len(names) - MOST_NAMES
    if more > 1:
        names = [*names[:MOST_NAMES], f"{counted(more)} other sources"]
    if unsourced:
        names.append("a report that names no source" if len(unsourced) == 1
                     else f"{counted(len(unsourced))} reports that name no source")
    return listed(names)


def channel(file: File, rows: Sequence[Claim]) -> str:
    """" on Telegram", where the reports name one channel for these rows."""
    found = {channel for row in rows if (channel := file.desk.channels.get(row.statement or ""))}
    return f" {CHANNEL_WORDS[found.pop()]}" if len(found) == 1 else ""


def has_source(file: File, row: Claim) -> bool:
    """Whether anybody is named, or at least described, for a row."""
    return party_of(file, row) is not None or row.source.known


# --------------------------------------------------------------------------------------------- quotations


def quoted(file: File, row: Claim) -> str:
    """The words of a row between quotation marks, on one line, cut at a word where they are long."""
    text = " ".join(row.span.of(file.desk.books.pages[row.doc].page.text).split()).strip("“”\"‘’' .,;:")
    if len(text) > LONGEST_QUOTE:
        text = text[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(",;: ") + " …"
    inner = re.sub(r'"([^"]*)"', r"‘\1’", text).replace("“", "‘").replace("”", "’").replace('"', "‘")
    opened = inner.rfind("‘")
    if opened >= 0 and not re.search(r"’(?!\w)", inner[opened:]):  # a mark that the row's words do not close
        inner = inner[:opened] + inner[opened + 1 :]
    return f"“{inner}”"


def titled(value: str, file: File, rows: Sequence[Claim]) -> str:
    """A side's name as a sentence says it: "the Kareth army"."""
    if value in BY_NAME:
        return value
    last = value.split()[-1] if value.split() else ""
    if said_with_the((value,), file, rows) or last in ("army", "military", "police", "navy", "government", "regime"):
        return f"the {value}"
    head = _COMPLEMENT.split(f"{value} ")[0].split()[-1]
    plain = value[:1].isupper() or head.endswith(("s", "men")) or head == "people"
    return value if plain else with_article(value)
