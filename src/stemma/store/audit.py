"""What a check finds in the log, and in the judgements and accounts that the log vouches for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from stemma.model import Judgement, Problem
from stemma.store import log
from stemma.store.case import CaseFile
from stemma.store.log import Entry
from stemma.store.vouching import vouched


def audit(case: CaseFile) -> list[Problem]:
    """All that is wrong with the log and with what it vouches for. Raises NotACase where a row cannot be read."""
    rows = list(case.select("SELECT number, at, by, action, subject, note, content, digest FROM log ORDER BY number"))
    found = log.first_break(rows, _head(case), _marks(case))
    broken = [] if found is None else [_problem(f"entry {found.number}", "log-broken", found.why)]
    entries = case.log(limit=log.ALL)
    return [*broken, *_judged(entries, case.judgements()), *_accounts(case, entries), *vouched(case, entries)]


def _problem(subject: str, code: str, message: str, place: str = "log") -> Problem:
    return Problem("check", subject, code, message, place)


def _head(case: CaseFile) -> tuple[int, str] | None:
    """Where the log should end; None where nothing legible says so."""
    for number, digest in case.select("SELECT number, digest FROM log_head"):
        if isinstance(number, int) and isinstance(digest, str):
            return number, digest
    return None


def _marks(case: CaseFile) -> dict[int, str]:
    """The end of the log as the last build saw it."""
    found = case.select("SELECT log_number, log_digest FROM build WHERE log_number > 0")
    return {number: digest for number, digest in found if isinstance(number, int)}


# --------------------------------------------------------------------------------------------------------- judgements


def _judged(entries: Sequence[Entry], judgements: Sequence[Judgement]) -> Iterator[Problem]:
    """Judgements and entries that do not say the same."""
    told = {e.subject: e for e in entries if e.action in (log.JUDGED, log.CARRIED)}
    ended = {e.subject: e for e in entries if e.action == log.WITHDRAWN}
    times = Counter(e.subject for e in entries if e.action in (log.JUDGED, log.CARRIED))
    for judgement in judgements:
        entry = told.pop(judgement.id, None)
        if entry is None:
            yield _problem(judgement.id, "not-in-log", f"The log does not tell of the judgement {judgement.id}.")
        else:
            yield from _agreeing(judgement, entry, ended.pop(judgement.id, None))
    for entry in (*told.values(), *ended.values()):
        yield _problem(entry.subject, "judgement-missing",
                       f"Entry {entry.number} of the log tells of the judgement {entry.subject}, which is not there.")
    for id in (j.id for j in judgements if times[j.id] > 1):
        yield _problem(id, "log-differs", f"The log tells more than once of how the judgement {id} was made.")


def _agreeing(judgement: Judgement, entry: Entry, end: Entry | None) -> Iterator[Problem]:
    """Whether the entries about a judgement say what it says."""
    try:
        told = msgspec.json.decode(entry.content, type=Judgement)
    except msgspec.DecodeError:
        told = None
    if told is None or replace(told, withdrawn=None) != replace(judgement, withdrawn=None):
        yield _problem(judgement.id, "log-differs",
                       f"The judgement {judgement.id} is not what entry {entry.number} of the log says.")
        return
    if judgement.withdrawn != (told.withdrawn if end is None else end.at):
        yield _problem(judgement.id, "log-differs",
                       f"The log says otherwise of whether, or when, the judgement {judgement.id} was withdrawn.")


# ----------------------------------------------------------------------------------------------------------- accounts


def _accounts(case: CaseFile, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Accounts that are not as the log says: somebody may have given himself a role."""
    due: dict[str, tuple[str, bool]] = {}
    for entry in entries:
        if entry.action.startswith(log.ACCOUNT):
            due[entry.subject] = _as_told(entry, due.get(entry.subject, ("", False)))
    held = {name: (role, disabled is not None)
            for name, role, disabled in case.select("SELECT name, role, disabled_at FROM account")}
    for name in sorted(held.keys() | due.keys(), key=str):
        if held.get(name) != due.get(name):
            yield _problem(str(name), "account-differs", f"The account {name} is not as the log says.", "account")


def _as_told(entry: Entry, before: tuple[str, bool]) -> tuple[str, bool]:
    """An account's role, and whether it is disabled, after an entry."""
    try:
        said = msgspec.json.decode(entry.content)
    except msgspec.DecodeError:
        return before
    if not isinstance(said, Mapping):
        return before
    return said.get("role", before[0]), said.get("disabled", before[1])
