"""Place names in one document: found by the gazetteer and by context, resolved where the document supports it.

Names that no gazetteer has are found by what stands around them ("the village of X", "X province", a dateline); they
come without coordinates. Demonyms ("Russian") are no places. Of nested names the longest is given.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma.ids import make_id
from stemma.model import Document, Mention, Sentence
from stemma.reading._occupied import Occupied
from stemma.reading._place_context import NONE, STRONG, WEAK, Sign, sign_of
from stemma.reading._place_pieces import Piece, cut, cut_title
from stemma.reading._place_resolution import Name, Scene, resolve, scene_of
from stemma.reading._place_runs import Line, line_of, lines_of, plain, runs_of, tokens_of
from stemma.reading._place_words import ADJECTIVE_DIRECTIONS, AREA_NOUNS, CONTINENTS, SITE_NOUNS
from stemma.reading.gazetteer import Entry, entries, largest_cities, name_key
from stemma.reading.given_names import GIVEN_NAMES
from stemma.reading.nations import AMBIGUOUS, BY_DEMONYM, BY_NAME
from stemma.reading.organisations import OUTLET_NOUNS
from stemma.reading.plain_words import FUNCTION
from stemma.reading.titles import CUE_VERBS
from stemma.values import Geo, Span

BIG_CITY, BIG_OTHER_NAME = 200_000, 500_000  # people; such a city needs no context (main name; another name)
# So many weak signs, of so many different words, together say that an unknown name is a place.
ENOUGH_WEAK, DIFFERENT_WEAK = 3, 2

_DATELINE = re.compile(
    r"^[ \t]{0,8}(?P<town>[A-ZÀ-Þ][A-ZÀ-Þ’'.-]{1,24}(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ’'.-]{1,24}){0,3})"
    r"(?P<area>, [A-Z][\w.’'-]{1,24}(?: [A-Z][\w.’'-]{1,24}){0,2})?"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?"
    r"(?:[ ]?\([A-Z][\w./’' -]{1,30}\)[ ]?(?:--?|[–—:])|[ ]--?[ ]|[ ]?[–—]|\.[ ](?=[A-Z][a-z]+ [a-z]))", re.MULTILINE
)
_ORDINAL_CITY = re.compile(
    r"(?<!\w)(?P<state>[A-Z][\w.]{1,24}(?: [A-Z][\w.]{1,24}){0,3})['’]s (?:(?P<rank>second|third|fourth|fifth)[- ]?)?"
    r"(?:largest|biggest|most populous)?[- ]?(?:city|capital)\b"
)
# "WHAT ELSE. The pictures show ...": a question that heads a paragraph.
_QUESTIONS = frozenset("what where who when why how which whose".split())
SHORT_LINE = 70  # characters
# "IT WAS US", "TELL US": before the pronoun in capitals.
_TO_SPEAKER = frozenset("WAS IS NOT HELP SAVE TELL TOLD LET GIVE JOIN CONTACT ABOUT FOLLOW EMAIL".split())
_RANKS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


class Found(Struct, frozen=True):
    """A name held to be a place, before it is resolved."""

    piece: Piece
    sign: Sign


def toponyms_of(document: Document, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """The place names of a document in the order of the text; spans are code points of document.text."""
    text = document.text
    lines = [*_datelines(text, sentences), *lines_of(text, sentences)]
    found, surnames = _gather(text, lines)
    found = _with_demonyms(found, lines)
    accepted = _accepted(found, surnames)
    found = [f for f in found if _is_kept(f, accepted, surnames)]
    kept = [*found, *_in_titles(text, lines, accepted, found)]
    names = {(f.piece.start, id(f.piece.run.line)): _name(f) for f in kept}
    scene = scene_of(lines, names.values())
    mentions = [_mention(document, f, names[f.piece.start, id(f.piece.run.line)], scene) for f in kept]
    mentions = _with_roles(mentions)
    special = [*_borders(document, lines), *_described(document, sentences)]
    return _longest([*special, *mentions])


def _longest(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Of mentions that overlap the one given first, in the order of the text."""
    taken, kept = Occupied(), []
    for mention in mentions:
        if not taken.overlaps(mention.span):
            taken.take(mention.span)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.span))


# -------------------------------------------------------------------------------------------------- finding


def _datelines(text: str, sentences: Sequence[Sentence]) -> Iterator[Line]:
    """Agency datelines, which stand outside the sentences or at the start of one: "TASCH, Orvel (Agency) -"."""
    covered = {s.span.start for s in sentences}
    for match in _DATELINE.finditer(text):
        if len(match["town"]) < 4 or match["town"].split()[0].casefold() in _QUESTIONS or _is_title(text, match):
            continue
        end = match.end("area") if match["area"] else match.end("town")
        start = match.start("town")
        inside = any(start <= at < end for at in (covered if len(covered) < 3 else ())) or start in covered
        yield line_of(tokens_of(text, start, end), "body", -2 if inside else -1)


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether a dateline is a paper's own first line: "LAMP MOSAIC - morning edition", and nothing else on it."""
    if text[: match.start()].strip():
        return False
    end = text.find("\n", match.end())
    return end >= 0 and end - match.start() < SHORT_LINE and text[end - 1] not in ".!?\r"


def _gather(text: str, lines: Sequence[Line]) -> tuple[list[Found], set[str]]:
    """Every piece that may be a place with its sign, and the surnames in the text."""
    found: list[Found] = []
    surnames: set[str] = set()
    for line in lines:
        previous: tuple[Piece, Sign] | None = None
        for run in runs_of(text, line):
            pieces = cut(text, run)
            surnames |= pieces.surnames
            for piece in pieces.pieces:
                sign = sign_of(piece, previous)
                previous = (piece, sign)
                found.append(Found(piece, sign))
    return found, surnames


def _with_demonyms(found: list[Found], lines: Sequence[Line]) -> list[Found]:
    """An unknown name whose demonym the document uses as well is a country or a region: "Orvelia", "Orvelian"."""
    words = {line.tokens[at].word for line in lines for at in line.capitals}
    words |= {word + "*" for line in lines for word in _adjectives(line)}
    found = [
        Found(f.piece, Sign(STRONG, f.sign.role or "country")) if _has_demonym(f.piece, words) else f for f in found
    ]
    return [Found(f.piece, Sign(f.sign.force, f.sign.role or "region")) if _is_dateline_area(f.piece) else f
            for f in found]


def _adjectives(line: Line) -> Iterator[str]:
    """Capitalised words right before a noun in small letters: "the Orveli city"."""
    for at in line.capitals:
        token, following = line.tokens[at], line.tokens[at + 1] if at + 1 < len(line.tokens) else None
        if following is None or token.possessive or not following.word.islower():
            continue
        if following.low not in FUNCTION and following.low not in CUE_VERBS:
            yield token.word


def _is_dateline_area(piece: Piece) -> bool:
    """Whether an unknown name stands behind the town of a dateline: "TASCH, Orvel (Agency) -"."""
    before = piece.run.line.tokens[piece.start - 1].word if piece.start else ""
    return piece.run.line.number < 0 and before == "," and not piece.entries


def _has_demonym(piece: Piece, words: set[str]) -> bool:
    name = piece.name
    if piece.entries or len(piece.tokens) > 1 or len(name) < 5 or piece.tokens[0].low in GIVEN_NAMES:
        return False
    if name.endswith("a"):
        forms = (name + "n", name[:-1] + "ian", name + "ns", name[:-1] + "ese")
    else:
        forms = (name + "ian", name + "ese", name.rstrip("e") + "ians")
    return any(form in words for form in forms) or any(name + end in words for end in ("i*", "ish*", "an*"))


def _accepted(found: Sequence[Found], surnames: set[str]) -> set[str]:
    """Keys of the names that the document as a whole shows to be places."""
    force: dict[str, int] = defaultdict(int)
    weak: dict[str, list[str]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    for f in found:
        if f.piece.run.line.titled and f.piece.run.line.number >= 0:
            continue
        if f.piece.run.line.shouted and not f.piece.entries and f.sign.role is None:
            continue  # in a line of capitals "in" says nothing of an unknown word
        force[f.piece.key] = max(force[f.piece.key], f.sign.force)
        if f.sign.force == WEAK and f.piece.start:
            weak[f.piece.key].append(f.piece.run.line.tokens[f.piece.start - 1].low)
        people[f.piece.key] += f.sign.person
    keys = set()
    for f in found:
        key = f.piece.key
        needed = WEAK if f.piece.entries and not _doubtful(f.piece, surnames) else STRONG
        somebody = key in surnames or people[key]
        shown = force[key] >= needed and (key not in surnames or (force[key] == STRONG and not people[key]))
        many = len(weak[key]) >= ENOUGH_WEAK and len(set(weak[key])) >= DIFFERENT_WEAK
        if shown or (many and not somebody):
            keys.add(key)
    return keys


def _doubtful(piece: Piece, surnames: set[str]) -> bool:
    """Whether a known name is as well a person's name, an everyday word, or very short."""
    first = piece.tokens[0]
    if len(piece.tokens) > 1:
        return False
    if first.low in CONTINENTS:
        return False
    return first.low in GIVEN_NAMES or first.low in surnames or plain(first) or len(first.word) <= 3


def _in_titles(text: str, lines: Sequence[Line], accepted: set[str], found: Sequence[Found]) -> Iterator[Found]:
    """Accepted names that a title hides among its other capitalised words."""
    have = {(id(f.piece.run.line), at) for f in found for at in range(f.piece.start, f.piece.stop)}
    for line in lines:
        for run in runs_of(text, line) if line.titled else ():
            for piece in cut_title(text, run, accepted):
                if not any((id(line), at) in have for at in range(piece.start, piece.stop)):
                    yield Found(piece, Sign(STRONG))


def _abbreviates(piece: Piece) -> bool:
    """Whether a short word stands for a longer name; in a line of capitals it is an everyday word: "MASS", "CAR"."""
    if len(piece.tokens) > 1 or len(piece.key) > 4 or not piece.entries or "." in piece.name:
        return False
    return bool(piece.entries[0].rank) or name_key(piece.entries[0].geo.name) != piece.key


def _is_kept(found: Found, accepted: set[str], surnames: set[str]) -> bool:
    piece, sign = found.piece, found.sign
    if piece.run.line.shouted and _abbreviates(piece):
        return False
    if piece.nation:
        tokens = piece.run.line.tokens
        if piece.name == "US" and any(t.word in _TO_SPEAKER for t in tokens[max(0, piece.start - 1) : piece.start]):
            return False
        lone = len(piece.tokens) == 1 and piece.name in AMBIGUOUS
        return not lone or piece.key not in surnames
    if len(piece.tokens) == 1 and piece.key in OUTLET_NOUNS:
        return False  # "Tomorrow in the Post"
    if piece.key in accepted:
        return sign.force > NONE or not sign.person or not piece.entries or piece.entries[0].geo.population > BIG_CITY
    if not piece.entries or piece.key in surnames or _doubtful(piece, surnames):
        return False
    best = piece.entries[0]
    if best.geo.kind in ("region", "water", "facility", "district"):
        return True
    return best.geo.population >= (BIG_OTHER_NAME if best.rank else BIG_CITY)


# ------------------------------------------------------------------------------------------------ resolving


def _name(found: Found) -> Name:
    piece, role = found.piece, found.sign.role or ""
    area = AREA_NOUNS.get(role) in ("region", "district")
    return Name(piece.key, piece.entries, _containers(piece), area, role in ("city", "town", "village", "capital"))


def _containers(piece: Piece) -> tuple[Entry, ...]:
    """The place behind a comma: "Tasch, Orvel"."""
    tokens, at = piece.run.line.tokens, piece.stop
    if at + 1 >= len(tokens) or tokens[at].word != "," or not tokens[at + 1].capital:
        return ()
    for length in (3, 2, 1):
        words = tokens[at + 1 : at + 1 + length]
        if len(words) == length and all(t.capital for t in words):
            found = entries(name_key(" ".join(t.word for t in words)))
            if found:
                return tuple(e for e in found if e.geo.kind in ("country", "region"))[:3]
    return ()


def _mention(document: Document, found: Found, name: Name, scene: Scene) -> Mention:
    piece, role = found.piece, found.sign.role
    start, end = piece.tokens[0].start, piece.tokens[-1].end
    geo, rivals = resolve(name, scene)
    if geo is None and not role and len(piece.tokens) > 1 and piece.tokens[-1].low in SITE_NOUNS:
        role = piece.tokens[-1].low
    noun = _noun_after(piece)
    if noun is not None:
        end = noun.end
        role = noun.low
        geo = _as_area(geo, noun.low)
    direction = _direction_before(piece)
    if direction is not None and noun is None and (geo is None or geo.kind in ("country", "region", "city")):
        start = direction.start
        role = "region" if geo is None or geo.kind != "city" else "district"
        geo = replace_geo(geo, direction.low, role) if geo else None
    words = " ".join(document.text[start:end].split())
    if words.isupper() and len(words) > 3 and words not in BY_NAME and "." not in words:
        words = words.title()
    span = Span(start, end)
    return Mention(make_id("m", document.id, "place", start, end), document.id, "place", span, words, role,
                   None, geo, rivals)


def _with_roles(mentions: list[Mention]) -> list[Mention]:
    """Gives a name without a point the class that the document gives it elsewhere; a town's outweighs a province's."""
    towns: dict[str, str] = {}
    areas: dict[str, str] = {}
    for mention in mentions:
        if mention.geo is not None or not mention.role:
            continue
        words = mention.name.casefold().split()
        if AREA_NOUNS.get(mention.role) == "region":
            bare = words[:-1] if words[-1] == mention.role else words[1:] if words[0] in ADJECTIVE_DIRECTIONS else words
            areas.setdefault(" ".join(bare), mention.role)
        elif words[-1] != mention.role:
            towns.setdefault(" ".join(words), mention.role)
    return [
        replace(m, role=towns.get(m.name.casefold()) or areas.get(m.name.casefold()))
        if m.geo is None and m.role is None else m for m in mentions
    ]


def _noun_after(piece: Piece):
    """The class noun that belongs to the name: "Orvel province", "Orvel airfield"."""
    tokens, at = piece.run.line.tokens, piece.stop
    if at >= len(tokens) or piece.tokens[-1].possessive or piece.run.line.number < 0:
        return None
    token = tokens[at]
    plural = token.low.endswith("s") and token.low[:-1] in AREA_NOUNS
    if token.low not in AREA_NOUNS or token.low == "border" or plural:
        return None
    return token if token.start - piece.tokens[-1].end == 1 else None


def _direction_before(piece: Piece):
    """"northern" before a name, small or at the start of the sentence."""
    tokens, at = piece.run.line.tokens, piece.start - 1
    if at < 0 or tokens[at].low not in ADJECTIVE_DIRECTIONS or piece.tokens[0].start - tokens[at].end != 1:
        return None
    return tokens[at]


def _as_area(geo: Geo | None, noun: str) -> Geo | None:
    """A town's name with "province" means the province: same point, as far as we know, and an id of its own."""
    kind = AREA_NOUNS[noun]
    if geo is not None and geo.country == "US" and noun == "county" and geo.kind in ("city", "town"):
        return None  # counties of the USA are seldom named for a town in them
    if geo is None or geo.kind in ("region", "water", "country", "facility") or geo.kind == kind:
        return geo
    return replace_geo(geo, noun, kind)


def replace_geo(geo: Geo, word: str, kind: str) -> Geo:
    """A part of, or an area around, a known place."""
    return Geo(f"{geo.id}:{word}", f"{word} {geo.name}" if word in ADJECTIVE_DIRECTIONS else f"{geo.name} {word}",
               geo.country, geo.lat, geo.lon, kind, 0)  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------- borders, described


def _borders(document: Document, lines: Sequence[Line]) -> Iterator[Mention]:
    """"the Orvelian border", "Orvel's border with Tasch", "the border of Orvel": a line, so no point is given."""
    words = document.text.casefold()
    for line in lines if "border" in words or "frontier" in words else ():
        tokens = line.tokens
        for at, token in enumerate(tokens):
            if token.low not in ("border", "frontier") or line.number < 0:
                continue
            first, last, codes = at, at, []
            while first > 0 and _state(tokens[first - 1].word) and len(codes) < 2:
                first -= 1
                codes.append(_state(tokens[first].word))
            if at + 2 < len(tokens) and tokens[at + 1].low in ("with", "of", "between"):
                ahead = at + 3 if tokens[at + 2].low == "the" and at + 3 < len(tokens) else at + 2
                if _state(tokens[ahead].word):
                    last = ahead
                    codes.append(_state(tokens[ahead].word))
            if codes:
                yield _border(document, Span(tokens[first].start, tokens[last].end), sorted({c for c in codes if c}))


def _state(word: str) -> str | None:
    """The code of a state that a word, also a compound such as "Orvelian-Taschian", names first."""
    for part in (word, *re.split(r"[-–]", word)):
        nation = BY_NAME.get(part) or BY_DEMONYM.get(part)
        if nation:
            return nation.code
    return None


def _border(document: Document, span: Span, codes: list[str]) -> Mention:
    words = " ".join(span.of(document.text).split())
    geo = Geo("border:" + "-".join(codes), words, None, None, None, "border")
    return Mention(make_id("m", document.id, "place", span.start, span.end), document.id, "place", span, words,
                   "border", None, geo)


def _described(document: Document, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """"Orvel's second-largest city", for states that the gazetteer knows."""
    for sentence in sentences:
        words = sentence.span.of(document.text)
        if "city" not in words and "capital" not in words:
            continue
        for match in _ORDINAL_CITY.finditer(document.text, sentence.span.start, sentence.span.end):
            words = match["state"].split()
            tails = (" ".join(words[i:]) for i in range(len(words)))
            nation = next((BY_NAME[tail] for tail in tails if tail in BY_NAME), None)
            if nation is None:
                continue
            if match.group().endswith("capital"):
                geo = next((e.geo for e in entries(name_key(nation.capital)) if e.geo.country == nation.code), None)
            else:
                rank = _RANKS.get(match["rank"] or "", 1)
                largest = largest_cities(nation.code)
                geo = largest[rank - 1] if len(largest) >= rank else None
            skip = len(match["state"]) - len(next(n for n in nation.names if match["state"].endswith(n)))
            span = Span(match.start() + skip, match.end())
            yield Mention(make_id("m", document.id, "place", span.start, span.end), document.id, "place", span,
                          " ".join(span.of(document.text).split()), "city", geo.name if geo else None, geo)


