"""Sources named by their office alone ("the governor", "an interior ministry adviser") and the people who hold it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from stemma.names.entries import Entry
from stemma.names.matching import content_words
from stemma.names.spelling import plain
from stemma.reading.nations import BY_DEMONYM, BY_NAME
from stemma.reading.titles import ROLE_NOUNS

# Offices of which a place has one; "the governor" is a person where the case knows one governor only.
_UNIQUE = frozenset("""
governor mayor president premier chancellor administrator prefect ambassador envoy mediator archbishop bishop king queen
emir sultan patriarch
""".split())
_STATES = frozenset(plain(word) for word in (*BY_DEMONYM, *BY_NAME))
_COMPLEMENT = re.compile(r"\s(?:of|for|at|in|to|who|with)\s.*$", re.DOTALL)
# An adjective or a complement in capitals says only of which state: "the Kasran interior ministry".
_OF_STATE = re.compile(r"\b[^\W\d_a-z][\w-]+(?:an|i|ese|ish)(?=\s+[a-z])|\sof\s[^\W\d_a-z][\w-]+(?:a|ia|land|stan)$")
_SPELLINGS = {"ministry": "minister", "advises": "adviser", "advisor": "adviser", "spokeswoman": "spokesman",
              "spokesperson": "spokesman", "chairwoman": "chairman", "governs": "governor"}


def join_offices(unnamed: Mapping[Entry, str], people: Mapping[Entry, str]) -> dict[Entry, str]:
    """Those of the unnamed entries that mean a person of the case, with the name that stands for the person.

    A single word needs "the" and an office of which there is one; a longer phrase must equal the role that some
    document gives the person, and have "the" or the person's name in its own document. Both must fit one person only.
    """
    holders: dict[frozenset[str], set[str]] = defaultdict(set)
    docs: dict[str, set[str]] = defaultdict(set)
    by_doc: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for e, head in people.items():
        docs[head].add(e.doc)
        for word in _words(e.role or ""):
            by_doc[e.doc][word].add(head)
        for office in _offices(e.role):
            holders[office].add(head)
    found = {}
    for e in unnamed:
        office = _words(e.name)
        if not office & ROLE_NOUNS:
            continue
        here = _named_here(e, office, by_doc[e.doc])
        held_by = (here if len(here) == 1 else holders.get(office, set()) or _wider(office, holders, e.doc, docs)
                   or _narrower(e, holders, docs) or here)
        if len(held_by) != 1:
            continue
        head = next(iter(held_by))
        headed = e.definite or (office <= _UNIQUE and e.name[:1].isupper())
        if headed if len(office) == 1 else (e.definite or e.doc in docs[head]):
            found[e] = head
    return found


def _wider(
    office: frozenset[str], holders: Mapping[frozenset[str], set[str]], doc: str, docs: Mapping[str, set[str]]
) -> set[str]:
    """People of the same document whose office some report gives more fully: "an adviser of the ministry"."""
    if len(office) < 2:
        return set()
    return {head for longer, heads in holders.items() if office < longer for head in heads if doc in docs[head]}


def _narrower(e: Entry, holders: Mapping[frozenset[str], set[str]], docs: Mapping[str, set[str]]) -> set[str]:
    """People of the same document who are called by the phrase's head: "the deputy governor of the coast region" is
    "deputy governor Ada Lund". One word would be too little: a case may have mayors of several towns."""
    head = _words(_COMPLEMENT.sub("", e.name))
    if len(head) < 2 or head == _words(e.name) or not head & ROLE_NOUNS:
        return set()
    return {person for person in holders.get(head, ()) if e.doc in docs[person]}


def _named_here(e: Entry, office: frozenset[str], here: Mapping[str, set[str]]) -> set[str]:
    """"The commissioner" is the one person whom the same document calls by a role with that word."""
    headed = e.definite or (office <= _UNIQUE and e.name[:1].isupper())  # a headline leaves the article out
    return here.get(next(iter(office)), set()) if len(office) == 1 and headed else set()


def _offices(role: str | None) -> set[frozenset[str]]:
    """What a person may be called by: the whole role, and its head where that is a unique office."""
    if not role:
        return set()
    head = _words(_COMPLEMENT.sub("", role))
    whole = _words(role)
    return {office for office in (whole, head) if len(office) > 1 or office <= _UNIQUE} - {frozenset()}


@lru_cache(maxsize=20_000)
def _words(phrase: str) -> frozenset[str]:
    phrase = _OF_STATE.sub("", phrase)
    kept = " ".join(w for w in phrase.split() if plain(re.sub(r"['’]s$", "", w)) not in _STATES)
    return frozenset(_SPELLINGS.get(word, word) for word in content_words(kept))
