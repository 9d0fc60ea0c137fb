"""Words of forms: what people choose among, in plain terms. One list for each field of a claim."""

from __future__ import annotations

from stemma.report import words

SCOPES = (
    ("incident", "this happening as a whole"), ("partial", "a part of it"),
    ("aggregate", "several happenings over a time"), ("other", "another happening"),
)
STANCES = (
    ("asserted", "stated"), ("confirmed", "confirmed"), ("unverified", "not verified"), ("estimate", "an estimate"),
    ("undercount", "probably too low"), ("disputed", "disputed"), ("denied", "denied"),
)
STATUSES = (("unspecified", "not said"), ("civilian", "civilians"), ("combatant", "fighters"), ("mixed", "both"))
GROUPS = (("", "not said"), ("children", "children"), ("women", "women"), ("elderly", "elderly people"),
          ("journalists", "journalists"), ("medics", "medical staff"), ("aid_workers", "aid workers"))
SOURCE_KINDS = (("person", "a person"), ("org", "an organisation"), ("unnamed", "somebody without a name"),
                ("narrator", "the report itself"))


def kinds() -> tuple[tuple[str, str], ...]:
    """Kinds of claim that people may choose, harms first."""
    return (*words.HARM_WORDS.items(), *words.KIND_WORDS.items())


def scopes() -> tuple[tuple[str, str], ...]:
    """What a figure may be the toll of."""
    return SCOPES


def stances() -> tuple[tuple[str, str], ...]:
    """How firmly something may be said."""
    return STANCES


def statuses() -> tuple[tuple[str, str], ...]:
    """Who may be harmed."""
    return STATUSES


def groups() -> tuple[tuple[str, str], ...]:
    """Groups of people that a figure may be about."""
    return GROUPS


def source_kinds() -> tuple[tuple[str, str], ...]:
    """Who may say something."""
    return SOURCE_KINDS


def scope_words(scope: str) -> str:
    """"the toll of several happenings over a time"."""
    return f"the toll of {dict(SCOPES).get(scope, scope)}"
