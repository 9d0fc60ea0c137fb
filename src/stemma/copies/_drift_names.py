"""Who, where and when in a copy: names spelt another way or exchanged, actors, places, directions and days."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.copies._drift_figures import MONTHS
from stemma.copies._drift_sides import TITLES, Found, Pair, Side, Texts, changed_to, name_words
from stemma.copies.wording import close_names, folded
from stemma.model import Mention, Reading
from stemma.values import Span

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_KINDS = {"person": "name", "place": "place", "org": "actor"}
_WHAT = {"name": "another person is named", "place": "another place is named", "actor": "another actor is named"}
# Generic actors by what they are; a change from one to another says that somebody else did or said it.
_ACTORS = {name: frozenset(words.split()) for name, words in {
    "army": "army troops soldiers soldier military servicemen troopers paratroopers",
    "police": "police policemen policeman gendarmes gendarmerie",
    "coastguard": "coastguard coastguards",
    "navy": "navy sailors marines",
    "rebels": "rebels rebel insurgents insurgent guerrillas guerrilla separatists militants militant",
    "militia": "militia militias militiamen militiaman paramilitaries vigilantes",
    "government": "government authorities",
    "peacekeepers": "peacekeepers",
    "bandits": "bandits gang gangs cartel pirates rustlers",
}.items()}
_ACTOR_OF = {word: name for name, words in _ACTORS.items() for word in words}
_DIRECTIONS = {form: name for name in ("north", "south", "east", "west") for form in (
    name, name + "ern", name + "ward", name + "wards", name + "erly")}
_AREAS = frozenset("village hamlet district county province region island valley camp".split())
_PEOPLE_OF = ("n", "an", "ian", "ean", "i", "ese", "ish", "s")
_CONTEXT = 3  # words around two names within which a common word must stand


def name_changes(pair: Pair, texts: Texts) -> Iterator[Found]:
    """Changes of names, actors, places, directions and days in two aligned passages."""
    yield from _respelt(pair, texts)
    told: set[int] = set()
    for found, at in _exchanged(pair, texts):
        told.add(at)
        yield found
    if not told:
        yield from _only_person(pair, texts)
        yield from _actors(pair)
    yield from _directions(pair)
    yield from _days(pair)


def _proper(side: Side, at: int) -> bool:
    """Whether a word is part of a name: a capital where none is due, or read as a name."""
    word = side.words[at]
    return word.capital and word.key not in WEEKDAYS and word.key not in MONTHS and (
        at > 0 and not _begins_sentence(side, at) or side.mention_at(at) is not None)


def _begins_sentence(side: Side, at: int) -> bool:
    between = side.text[side.words[at - 1].span.end : side.words[at].span.start] if at else "."
    return any(mark in between for mark in ".!?:\n\"“")


# ---------------------------------------------------------------------------------------------------- spelling


def _respelt(pair: Pair, texts: Texts) -> Iterator[Found]:
    """A name spelt another way; neighbours of one name are told together."""
    runs: list[list[int]] = []
    for i, j in sorted(pair.respelt.items()):
        a, b = pair.old.words[i], pair.new.words[j]
        strange = not texts.new.vocabulary[a.key] and not texts.old.vocabulary[b.key]
        if not (strange and _proper(pair.old, i) and _proper(pair.new, j)) or _forms_of_one(a.key, b.key):
            continue
        if runs and i - runs[-1][-1] <= 2 and 0 < j - pair.respelt[runs[-1][-1]] <= 2:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        was = _whole_name(pair.old, run[0], run[-1])
        now = _whole_name(pair.new, pair.respelt[run[0]], pair.respelt[run[-1]])
        yield Found("name", "low", was, now, f"a name is spelt another way: {pair.told(was, now)}")


def _forms_of_one(a: str, b: str) -> bool:
    """Whether two words are a place and its adjective ("Sarovia", "Sarovian")."""
    short, long = sorted((a, b), key=len)
    return any(long == stem + ending for stem in (short, short[:-1]) for ending in _PEOPLE_OF)


def _whole_name(side: Side, first: int, last: int) -> Span:
    """The words [first, last] with the capitals that belong to the same name."""
    while first > 0 and side.words[first - 1].capital and side.text[
            side.words[first - 1].span.end : side.words[first].span.start] in (" ", "-") and side.keys[
            first - 1] not in TITLES:
        first -= 1
    while last + 1 < len(side.words) and side.words[last + 1].capital and side.text[
            side.words[last].span.end : side.words[last + 1].span.start] in (" ", "-"):
        last += 1
    return side.shown(first, last)


# ------------------------------------------------------------------------------------------------- other names


def _exchanged(pair: Pair, texts: Texts) -> Iterator[tuple[Found, int]]:
    """A name where another stood, in the same surroundings."""
    done: set[tuple[Span, Span]] = set()
    for i, j in sorted(pair.partner.items()):
        if i in pair.kept or j in pair.kept_new or i in pair.respelt:
            continue
        if not (_proper(pair.old, i) and _proper(pair.new, j) and _same_surroundings(pair, i, j)):
            continue
        was, now = _name_span(pair.old, i), _name_span(pair.new, j)
        kind = _kind_of(pair, i, j)
        if (was, now) in done or kind is None or not _strangers(pair, texts, was, now):
            continue
        done.add((was, now))
        yield Found(kind, "high", was, now, f"{_WHAT[kind]}: {pair.told(was, now)}"), i


def _name_span(side: Side, at: int) -> Span:
    mention = side.mention_at(at)
    return mention.span if mention is not None and side.span.covers(mention.span) else _whole_name(side, at, at)


def _kind_of(pair: Pair, i: int, j: int) -> str | None:
    """What sort of name was exchanged; None where the two are of different sorts."""
    old, new = pair.old.mention_at(i), pair.new.mention_at(j)
    if old is None or new is None or old.kind != new.kind:
        return None
    return _KINDS[old.kind]


def _same_surroundings(pair: Pair, i: int, j: int) -> bool:
    near = [n for n in range(i - _CONTEXT, i + _CONTEXT + 1) if n in pair.kept and n != i]
    return pair.likeness >= 0.4 and sum(abs(pair.kept[n] - j) <= _CONTEXT + 1 for n in near) >= 2


def _strangers(pair: Pair, texts: Texts, was: Span, now: Span) -> bool:
    """Whether two names cannot be two ways to name one bearer, and neither stands elsewhere in the other passage."""
    old, new = _forms(texts.old.forms, pair.old, was), _forms(texts.new.forms, pair.new, now)
    if any(a == b or close_names(a, b) for a in old for b in new) or _short_for(was, now, pair):
        return False
    around_old = set(pair.old.keys) | _forms_beside(pair.old)
    around_new = set(pair.new.keys)
    own_old = name_words(was.of(pair.old.text))
    own_new = name_words(now.of(pair.new.text))
    return bool(own_old and own_new) and not own_new & around_old and not own_old & around_new


def _forms_beside(side: Side) -> set[str]:
    """Keys of the full names that a passage names in short."""
    return {key for mention in side.mentions for key in name_words(mention.refers_to or mention.name)}


def _forms(forms: dict[str, frozenset[str]], side: Side, span: Span) -> set[str]:
    """Keys of all the words by which a document names the bearer of a name: short and full forms."""
    found = set(name_words(span.of(side.text)))
    for mention in side.mentions:
        if mention.span.overlaps(span):
            found |= name_words(mention.refers_to or mention.name)
    return found.union(*(forms.get(key, ()) for key in tuple(found)))


def _short_for(was: Span, now: Span, pair: Pair) -> bool:
    """Whether one name is made of the other's initials."""
    a, b = was.of(pair.old.text), now.of(pair.new.text)
    initials = ["".join(t[0] for t in name.split() if t[0].isupper()) for name in (a, b)]
    return a.replace(".", "") == initials[1] or b.replace(".", "") == initials[0]


def _only_person(pair: Pair, texts: Texts) -> Iterator[Found]:
    """The one person of a sentence exchanged for another one."""
    old, new = (
        [m for m in side.mentions if m.kind == "person" and side.span.covers(m.span)]
        for side in (pair.old, pair.new))
    if len(old) != 1 or len(new) != 1 or pair.likeness < 0.5:
        return
    was, now = old[0].span, new[0].span
    if _strangers(pair, texts, was, now) and _everybody(texts, old[0], new[0]):
        yield Found("name", "high", was, now, f"another person is named: {pair.told(was, now)}")


def _everybody(texts: Texts, old: Mention, new: Mention) -> bool:
    """Whether both names are in full, or known to the other document as somebody else's."""
    known = texts.old.vocabulary
    return " " in old.name.strip() and " " in new.name.strip() or any(known[key] for key in name_words(new.name))


def _actors(pair: Pair) -> Iterator[Found]:
    """Generic actors: "the army" that became "the coastguard"."""
    old = {name: i for i, key in reversed(list(enumerate(pair.old.keys))) if (name := _ACTOR_OF.get(key))}
    new = {name: j for j, key in reversed(list(enumerate(pair.new.keys))) if (name := _ACTOR_OF.get(key))}
    lost, come = [n for n in old if n not in new], [n for n in new if n not in old]
    for name in lost:
        i = old[name]
        facing = [n for n in come if pair.partner.get(i) == new[n]]
        alone = come if len(lost) == len(come) == 1 and pair.likeness >= 0.55 and "government" not in (
            *lost, *come) else []
        for other in facing or alone:
            j = new[other]
            was, now = pair.old.readable(i, i), pair.new.readable(j, j)
            yield Found("actor", "high", was, now, f"another actor is named: {pair.told(was, now)}")
            return


# ---------------------------------------------------------------------------------------------- where and when


def _directions(pair: Pair) -> Iterator[Found]:
    """"North" that became "south"."""
    old = {_DIRECTIONS[key]: i for i, key in enumerate(pair.old.keys) if key in _DIRECTIONS}
    new = {_DIRECTIONS[key]: j for j, key in enumerate(pair.new.keys) if key in _DIRECTIONS}
    lost, come = [d for d in old if d not in new], [d for d in new if d not in old]
    if len(lost) == len(come) == 1 and not old.keys() & new.keys():
        was, now = pair.old.readable(old[lost[0]], old[lost[0]]), pair.new.readable(new[come[0]], new[come[0]])
        yield Found("place", "high", was, now, f"another direction is given: {pair.told(was, now)}")


def _days(pair: Pair) -> Iterator[Found]:
    """Another weekday or month, and a month read as something else."""
    for names, what in ((WEEKDAYS, "day"), (MONTHS - {"may", "march"}, "month")):
        old = {key: i for i, key in enumerate(pair.old.keys) if key in names and pair.old.words[i].capital}
        new = {key: j for j, key in enumerate(pair.new.keys) if key in names and pair.new.words[j].capital}
        lost, come = [d for d in old if d not in new], [d for d in new if d not in old]
        if len(lost) == len(come) == 1:
            i, j = old[lost[0]], new[come[0]]
            if pair.partner.get(i) != j and not _common_near(pair, i, j):
                continue
            was, now = pair.old.readable(i, i), pair.new.readable(j, j)
            yield Found("day", "high", was, now, f"another {what} is given: {pair.told(was, now)}")
    for i, j in sorted(pair.partner.items()):
        a, b = pair.old.words[i], pair.new.words[j]
        if a.key in MONTHS and a.capital and b.capital and b.key not in MONTHS | WEEKDAYS and i not in pair.kept:
            was, now = pair.old.readable(i, i), pair.new.readable(j, j)
            yield Found("words", "medium", was, now, f"a month has become another word: {pair.told(was, now)}")


def _common_near(pair: Pair, i: int, j: int) -> bool:
    """Whether a content word close to both is the same."""
    near = (n for n in range(i - 4, i + 5) if n in pair.kept and pair.old.words[n].content)
    return any(abs(pair.kept[n] - j) <= 4 for n in near)


def swapped_areas(old: Reading, new: Reading) -> Iterator[Found]:
    """A village named by the name of its district and the like: two known names that exchanged what they stand for."""
    roles_old, roles_new = _roles(old), _roles(new)
    for name, own in sorted(roles_new.items()):
        for role in sorted(own):
            before = roles_old.get(name)
            others = sorted(n for n, held in roles_old.items() if role in held and n != name)
            if before is None or role in before or not others or close_names(name, others[0]):
                continue
            if any(role in roles_new.get(other, {}) for other in others):
                continue
            was = roles_old[others[0]][role][0]
            for now in own[role]:
                yield Found("place", "high", was, now, "another place is named: "
                            + changed_to(was.of(old.page.text), now.of(new.page.text)))


def _roles(reading: Reading) -> dict[str, dict[str, list[Span]]]:
    """For each place of a document what it is called besides its name ("village"), with the words that say so."""
    found: dict[str, dict[str, list[Span]]] = {}
    text = reading.page.text
    for mention in reading.page.mentions:
        if mention.kind != "place":
            continue
        held = found.setdefault(folded(mention.name), {})
        for role in _AREAS:
            before = text[max(0, mention.span.start - len(role) - 4) : mention.span.start].casefold()
            after = text[mention.span.end : mention.span.end + len(role) + 1].casefold()
            if before == f"{role} of ":
                held.setdefault(role, []).append(Span(mention.span.start - len(before), mention.span.end))
            elif after == f" {role}":
                held.setdefault(role, []).append(Span(mention.span.start, mention.span.end + len(after)))
    return found
