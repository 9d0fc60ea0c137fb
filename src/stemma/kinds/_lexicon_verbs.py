"""Forms of English verbs: enough of a conjugator for the word lists of the kinds."""

from __future__ import annotations

from collections.abc import Iterable

# base: (past, participle); verbs that are not here are regular.
_IRREGULAR = {
    "shoot": ("shot", "shot"), "strike": ("struck", "struck"), "hit": ("hit", "hit"), "fall": ("fell", "fallen"),
    "set": ("set", "set"), "put": ("put", "put"), "blow": ("blew", "blown"), "break": ("broke", "broken"),
    "burn": ("burned", "burnt"), "tear": ("tore", "torn"), "throw": ("threw", "thrown"), "take": ("took", "taken"),
    "retake": ("retook", "retaken"), "overrun": ("overran", "overrun"), "hold": ("held", "held"),
    "lose": ("lost", "lost"), "fight": ("fought", "fought"), "drive": ("drove", "driven"),
    "break into": ("broke", ""), "lay": ("laid", "laid"), "come": ("came", "come"), "slay": ("slew", "slain"),
    "win": ("won", "won"), "leave": ("left", "left"), "flee": ("fled", "fled"), "meet": ("met", "met"),
    "bring": ("brought", "brought"),
    "keep": ("kept", "kept"), "have": ("had", "had"), "behead": ("beheaded", "beheaded"), "rain": ("rained", "rained"),
    "open": ("opened", "opened"), "begin": ("began", "begun"), "sweep": ("swept", "swept"), "cut": ("cut", "cut"),
    "say": ("said", "said"), "target": ("targeted", "targeted"), "level": ("levelled", "leveled"),
    "tell": ("told", "told"), "repel": ("repelled", "repelled"), "withdraw": ("withdrew", "withdrawn"),
    "run": ("ran", "run"), "wreck": ("wrecked", "wrecked"), "give": ("gave", "given"), "sink": ("sank", "sunk"),
    "fly": ("flew", "flown"), "beat": ("beat", "beaten"), "stick": ("stuck", "stuck"), "lie": ("lay", "lain"),
    "wear": ("wore", "worn"), "go": ("went", "gone"),
    "find": ("found", "found"),
    "send": ("sent", "sent"), "spend": ("spent", "spent"), "split": ("split", "split"), "bury": ("buried", "buried"),
}
_DOUBLING = frozenset("""
hit set put cut run overrun gut rip stop wed plan slam drop ram repel pin lob strap bar
""".split())


def past(verb: str) -> str:
    """The simple past."""
    return _IRREGULAR[verb][0] if verb in _IRREGULAR else _regular(verb)


def participle(verb: str) -> str:
    """The past participle, with which passives are made."""
    return _IRREGULAR[verb][1] if verb in _IRREGULAR else _regular(verb)


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if verb in _DOUBLING else verb + "ed"


def ing(verb: str) -> str:
    """The present participle."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + verb[-1] + "ing" if verb in _DOUBLING else verb + "ing"


def third(verb: str) -> str:
    """He, she, it."""
    if verb == "have":
        return "has"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else verb + "s"


def forms(verb: str) -> dict[str, str]:
    """Each written form of a verb (or verb and particle: "carry out") with its name: base, s, past, part, ing.

    A form that is both past and participle is called "part".
    """
    base, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    if base == "be":
        return {"been": "part"} | dict.fromkeys(("am", "is", "are", "was", "were"), "past")
    named = {base: "base", third(base): "s", past(base): "past", ing(base): "ing", participle(base): "part"}
    if base == "burn":
        named["burned"] = "part"
    if base == "level":
        named |= {"levelled": "part", "leveling": "ing"}
    return {form + tail: name for form, name in named.items()}


def conjugated(verbs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Entries for a WordList: every form of each verb -> (the verb, the name of the form)."""
    return {form: (verb, name) for verb in verbs for form, name in forms(verb).items()}
