"""What was or was not checked, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stemma.kinds._phrases import Hit, Line, WordList, claim, clause, lines_with, telling
from stemma.model import Claim, Page, Statement
from stemma.values import Stance

KIND = "verification"

_VERIFY = WordList.of((
    "verify", "verified", "verifies", "verifying", "authenticated", "authenticate", "corroborated",
    "corroborate", "geolocated", "geo-located", "fact-checked", "cross-checked", "substantiated", "unverifiable",
    "unverified", "uncorroborated", "verification of", "validated", "geolocate", "independently confirmed",
    "independently confirm", "independent confirmation", "independent verification", "unconfirmed",
))
_CONFIRM = WordList.of("confirmed;confirm;confirms;confirming;confirmation;reviewed;analysed;analyzed;examined;tested;"
                      "inspected")
# What has to stand near "confirm", since officials also confirm tolls, deaths by name and appointments.
_EVIDENCE = frozenset("""
attack attacks strike strikes report reports video videos footage image images photo photos photograph photographs
clip clips claim claims authenticity incident bombing shelling explosion explosions blast allegations account
accounts details number casualties authentic location recordings recording airstrike information independently crash
""".split())
_SEEN = frozenset("""
video videos footage image images photo photos photograph photographs clips clip documents recordings fragments
remnants debris wreckage recording casing casings
""".split())
_LOOKED = frozenset({"reviewed", "analysed", "analyzed", "examined", "tested", "inspected"})
_NOT = frozenset("not t no cannot unable never without neither nor yet un failed impossible couldn difficult".split())
_UNKNOWN = WordList.of((
    "conflicting reports", "conflicting accounts", "conflicting figures", "conflicting death tolls",
    "conflicting tolls", "conflicting versions", "conflicting claims", "conflicting information", "saw no such",
    "found no evidence", "found no trace", "found no sign", "found no signs", "saw no evidence",
    "no evidence to support",
    "evidence to the contrary", "has not been confirmed", "have not been confirmed", "yet to be confirmed",
    "could not be confirmed", "no independent account", "no independent witnesses",
    "could not be checked", "could not check", "not be established independently", "not independently established",
    "unable to check", "impossible to check", "no way to check", "no way to confirm",
    "no way of confirming", "no way to verify",
    "no way of verifying", "no way to establish", "impossible to confirm", "impossible to establish",
    "no way of checking", "difficult to check",
    "not possible to check", "could not be substantiated", "could not independently establish",
    "could not be independently established", "not been able to check", "not be checked independently",
    "could not independently check", "could not be independently checked", "unable to establish independently",
), "unknown")
_CHECKS = frozenset({
    "check", "checked", "establish", "established", "ascertain", "ascertained", "substantiate", "determine",
    "determined",
})
_NUMBERS = frozenset({"number", "toll", "figure", "figures", "extent", "numbers", "scale", "count"})
_UNSURE = frozenset({"unknown", "unclear", "uncertain", "unconfirmed"})


def find(page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """One claim for each clause that says what was checked, or that it could not be."""
    for line in lines_with(page, _TELLING):
        ends = -1
        for first, last, value, stance in sorted(_found(line)):
            left, right = clause(line.words, first, last)
            if first <= ends:
                continue
            ends = right
            yield claim(page, statements, line, KIND, (left, right), value, stance)


def _found(line: Line) -> Iterator[tuple[int, int, str, Stance]]:
    for hit in _VERIFY.find_in(line):
        yield hit.first, hit.last, *_outcome(line, hit)
    for hit in _CONFIRM.find_in(line):
        if _is_check(line, hit):
            yield hit.first, hit.last, *_outcome(line, hit)
    for at, word in enumerate(line.words if line.has(_COMPARING) else ()):
        if word.low in _MATCHED and _is_matched(line, at):
            yield at, at, *_outcome(line, Hit(at, at, ""))
        if word.low in _CHECKS and _is_unchecked(line, at):
            yield at, at, "not verified", "unverified"
    for hit in _UNKNOWN.find_in(line):
        words = {word.low for word in line.words[hit.first : hit.last + 1]}
        disputed = bool(words & {"conflicting", "evidence"})
        value = "conflicting accounts" if "conflicting" in words else "no evidence found"
        searched = bool(words & {"evidence", "trace", "sign", "signs", "saw"})
        value = value if searched or "conflicting" in words else "not verified"
        yield hit.first, hit.last, value, "disputed" if disputed else "unverified"
    for at, word in enumerate(line.words if line.has(_NUMBERS) or line.has(("how",)) else ()):
        if word.low in _NUMBERS and (last := _unsure_after(line, at)):
            yield at, last, "number unknown", "unverified"
        if word.low == "how" and (first := _how_many(line, at)) is not None:
            yield first, at + 1, "number unknown", "unverified"


def _how_many(line: Line, at: int) -> int | None:
    """"it was unclear how many had died": index of the word that says so."""
    lows = [word.low for word in line.words[max(0, at - 6) : at + 2]]
    unsure = _UNSURE.intersection(lows) or {"impossible", "difficult"}.intersection(lows)
    unsure = unsure or {"clear", "known", "know", "say"}.intersection(lows) and _NOT.intersection(lows)
    return max(0, at - 4) if lows[-2:] == ["how", "many"] and unsure else None


_CHECKED = frozenset("independently happened versions version toll figures figure".split())
_QUESTIONS = frozenset({"who", "what", "whether", "how", "where", "if", "why"})


def _is_unchecked(line: Line, at: int) -> bool:
    """"cannot be checked", "could not reach the village to establish what happened"."""
    before = {word.low for word in line.words[max(0, at - 9) : at]}
    after = {word.low for word in line.words[at + 1 : at + 7]}
    about = {word.low for word in line.words[max(0, at - 14) : at]} | after
    asked = [word.low for word in line.words[at + 1 : at + 2]]
    if asked and asked[0] in _QUESTIONS and line.words[at].low in ("establish", "ascertain", "established"):
        return bool(before & _NOT) and not before & {"police", "investigators", "prosecutors", "detectives"}
    return bool(before & _NOT) and bool(about & (_EVIDENCE | _CHECKED))


_MATCHED = frozenset("check checked checking match matched matching compared comparing traced counted".split())
_COMPARING = _MATCHED | _CHECKS
_TELLING = telling(_VERIFY, _CONFIRM, _UNKNOWN, _COMPARING, _NUMBERS, ("how",))
_RECORDS = frozenset("""
obituaries obituary notices registers register records lists list images imagery photographs photos maps footage
graves documents certificates videos video
""".split())


def _is_matched(line: Line, at: int) -> bool:
    """"matched 14 of the names with the hospital's register": a check of the outlet's own."""
    lows = [word.low for word in line.words[at + 1 : at + 12]]
    joint = next((n for n, low in enumerate(lows) if low in ("with", "against", "to", "from")), None)
    return joint is not None and bool(_RECORDS.intersection(lows[joint + 1 :]))


def _outcome(line: Line, hit: Hit) -> tuple[str, Stance]:
    """"not verified" or "verified", by the negation before."""
    before = [word.low for word in line.words[max(0, hit.first - 7) : hit.first]]
    if hit.value.startswith("un") or any(low in _NOT for low in before):
        return "not verified", "unverified"
    return "verified", "confirmed"


def _is_check(line: Line, hit: Hit) -> bool:
    """Whether "confirm" or "review" is of evidence, and not of a toll, a name or an appointment."""
    words = line.words
    after = {word.low for word in words[hit.last + 1 : hit.last + 6]}
    reach = 9 if hit.value in _LOOKED else 5
    before = {word.low for word in words[max(0, hit.first - reach) : hit.first]}
    if "that" in after or "his" in after or "her" in after or "readiness" in after or "willingness" in after:
        return False
    if "surveillance" in after | before or "police" in after:
        return False
    if hit.value in _LOOKED:
        return bool((after | before) & _SEEN)
    if hit.value in ("confirmed", "confirming", "confirmation") and before & {"were", "was", "been", "be"}:
        return bool(before & _EVIDENCE)
    return bool(after & _EVIDENCE)


def _unsure_after(line: Line, at: int) -> int | None:
    """"The exact number of victims remains unknown", "the toll was not known"."""
    for last in range(at + 1, min(at + 9, len(line.words))):
        low = line.words[last].low
        if low in _UNSURE or low in ("known", "clear") and line.words[last - 1].low in ("not", "immediately"):
            return last
    return None
