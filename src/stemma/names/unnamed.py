"""Sources without a name: one party for each distinct phrase, lightly normalised."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from stemma.names.entries import Entry
from stemma.names.matching import undotted
from stemma.names.spelling import plain
from stemma.reading.nations import BY_DEMONYM
from stemma.reading.titles import ROLE_NOUNS

# Words that mean the same kind of source.
_SAME = {"phone": "telephone", "contacted": "reached",
         "authorities": "officials", "authority": "official", "locals": "residents", "defense": "defence",
         "american": "us", "spokesperson": "spokesman", "spokeswoman": "spokesman", "specialists": "experts",
         "eyewitnesses": "witnesses", "eyewitness": "witness", "inhabitants": "residents", "inhabitant": "resident"}
_LATER = re.compile(r"\s(?:who|whom|whose|which|that|briefed|speaking|working|familiar|quoted|asked|contacted|reached|"
                    r"interviewed|involved|present|living)\b.*$|,.*$", re.IGNORECASE | re.DOTALL)
_WHERE = re.compile(r"\s(?:at|in|from|near|inside|outside|with|of)\s.*$", re.DOTALL)
_STATES = frozenset(plain(word) for word in BY_DEMONYM) | {"us", "uk", "western", "eu", "un"}


def shorter_forms(name: str) -> list[str]:
    """The phrase, and the phrase without what is told about the source afterwards."""
    short = _LATER.sub("", name).strip()
    shorter = _WHERE.sub("", short).strip()
    forms = [name, *([short] if short else []), *([shorter] if len(shorter.split()) > 1 else [])]
    return list(dict.fromkeys(forms))


def phrase_key(name: str) -> str:
    """A phrase for comparison: small words as they are, singular, synonyms read alike."""
    text = plain(undotted(name))
    words = [_SAME.get(word, word) for word in text.split() if word not in ("the", "a", "an")]
    return " ".join(_singular(_SAME.get(word, word)) for word in words) or text or "source"


def _singular(word: str) -> str:
    if len(word) < 5 or word.endswith("ss") or word.endswith("us"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "ches", "shes")) else word[:-1] if word.endswith("s") else word


def join_unnamed(entries: Sequence[Entry]) -> dict[Entry, str]:
    """Each entry with the phrase key that stands for its source."""
    keys = {e: phrase_key(e.name) for e in entries}
    first: dict[str, dict[str, int]] = defaultdict(dict)
    for e, key in keys.items():
        first[e.doc][key] = min(e.at, first[e.doc].get(key, e.at))
    in_doc = {doc: [(at, key) for key, at in own.items()] for doc, own in first.items()}
    resolved = {e: _spelt_out(e, _introduced(e, key, in_doc[e.doc]), in_doc[e.doc]) for e, key in keys.items()}
    states: dict[str, set[str]] = defaultdict(set)
    for key in resolved.values():
        states[_without_state(key)].add(key)
    return {e: _stateless(key, states) for e, key in resolved.items()}


def _introduced(entry: Entry, key: str, others: list[tuple[int, str]]) -> str:
    """"the doctor" is the one doctor whom the document has introduced before."""
    if " " in key or key not in ROLE_NOUNS or phrase_key(entry.name) != plain(entry.name):
        return key
    earlier = {other for at, other in others
               if at <= entry.at and other != key and key in _LATER.sub("", other).split()[:4]}
    return next(iter(earlier)) if len(earlier) == 1 else key


def _spelt_out(entry: Entry, key: str, others: list[tuple[int, str]]) -> str:
    """Bare "elders", as headlines have it, are the one group of elders that the document tells more about."""
    if " " in key or not entry.name.lower().endswith("s"):
        return key
    longer = {other for _, other in others if other.startswith(key + " ")}
    return next(iter(longer)) if len(longer) == 1 else key


def _without_state(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _STATES)


def _stateless(key: str, states: dict[str, set[str]]) -> str:
    """"senior defence official" joins "senior US defence official" where the case knows one state's only."""
    base = _without_state(key)
    longer = {other for other in states.get(base, ()) if other != base}
    return next(iter(longer)) if key == base and len(longer) == 1 and len(base.split()) > 2 else key
