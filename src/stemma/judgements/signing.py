"""Sign-off: how far people have come with each incident, and what is different since they signed it.

What was signed is kept line by line in the signature itself, so that a change can be told in words. The words of these
lines are part of what is kept: who changes them lets every older signature show a change. They are of `report.words`,
as on pages, so that what was signed reads as what was seen; nothing else of `report` is needed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal, get_args

import msgspec

from stemma.assessments.estimate import estimate
from stemma.assessments.support import Books, books_of
from stemma.errors import UsageError
from stemma.judgements.making import Signature, make, target_of
from stemma.judgements.placing import problem, value_of
from stemma.judgements.standing import standing
from stemma.model import Assessment, Claim, Incident, Judgement, Place, Problem, Reading, Record, SignOff, Target
from stemma.report import words
from stemma.values import HARMS

Status = Literal["draft", "reviewed", "published"]

# Lines of which an incident has any number: what stands before the colon, and how one more, one less and one that has
# changed are told.
MANY = {
    "report": ("a new report: {}", "a report is gone: {}", "report {}"),
    "source": ("a new independent source {}", "an independent source is gone: {}", "source {}"),
    "figure": ("a new figure: {}", "a figure is gone: {}", "the figure {}"),
    "difference": ("accounts differ anew: {}", "accounts differ no longer: {}", "accounts differ: {}"),
}
NOTHING_KEPT = "it is not what was signed any more; what it was then was not kept"


class Contents:
    """What incidents of a record hold, line by line; indexes are built once for all of them."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.books: Books = books_of(record)
        self.readings: dict[str, Reading] = {reading.document.id: reading for reading in record.readings}
        self.places: dict[str, Place] = {place.key: place for place in record.places}
        self.assessments = _by_incident(record.assessments)
        self.contradictions = _by_incident(record.contradictions)

    def of(self, incident: Incident) -> dict[str, str]:
        """The lines of one incident."""
        found = {
            "place": words.place(self.places.get(incident.place or "")),
            "day": words.when(incident.when, weekday=False),
            "what happened": words.happening(incident.kind),
        }
        tolls = {one.kind: one for one in self.assessments.get(incident.id, ())}
        for harm in (harm for harm in HARMS if harm in tolls):
            found[harm] = _range(tolls[harm])
            best = estimate(self.record, incident.id, harm, self.books)
            if best is not None and best.best is not None:
                found[f"best {harm}"] = f"{words.number(best.best)} (grade {best.grade})"
        found |= {"held responsible": words.listed(incident.perpetrators), "weapons": words.listed(incident.weapons)}
        found = {line: value for line, value in found.items() if value}
        for harm in (harm for harm in HARMS if harm in tolls):
            found |= {f"source: of the {harm}, {name}": "" for name in sorted(map(self._party, tolls[harm].sources))}
        names = self._names(incident)
        found |= {f"report: {name}": self.readings[doc].page.outlet or ""
                  for doc, name in sorted(names.items(), key=lambda item: item[1])}
        found |= dict(self._figures(incident, names))
        found |= {f"difference: {one.about}: {one.why}": ""
                  for one in sorted(self.contradictions.get(incident.id, ()), key=lambda one: (one.about, one.why))}
        return found

    def _party(self, key: str) -> str:
        return self.books.parties[key].name if key in self.books.parties else key

    def _figures(self, incident: Incident, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Each figure of people harmed by its words and its report; words that stand there twice are numbered."""
        claims = [claim for row in incident.claims
                  if (claim := self.books.claims.get(row)) and claim.kind in HARMS and claim.doc in names]
        seen: Counter[str] = Counter()
        for claim in sorted(claims, key=lambda one: (names[one.doc], one.span, one.id)):
            quoted = " ".join(claim.span.of(self.readings[claim.doc].document.text).split())
            line = f"figure: “{quoted}” ({names[claim.doc]})"
            seen[line] += 1
            yield line if seen[line] == 1 else f"{line} ({seen[line]})", self._figure(claim)

    def _names(self, incident: Incident) -> dict[str, str]:
        """The names of an incident's documents; of those that share one, the further ones are numbered."""
        seen: Counter[str] = Counter()
        found = {}
        for doc in (doc for doc in sorted(incident.docs) if doc in self.readings):
            name = self.readings[doc].document.name
            seen[name] += 1
            found[doc] = name if seen[name] == 1 else f"{name} ({seen[name]})"
        return found

    def _figure(self, claim: Claim) -> str:
        count = words.reading(claim.count) if claim.count else "no number"
        scope = {"incident": "", "other": "", "partial": "a part of the toll",
                 "aggregate": "a toll over several incidents or a longer time"}[claim.scope]
        stance = "" if claim.stance == "asserted" else claim.stance
        key = self.record.speakers.get(claim.id)
        by = f"by {self._party(key)}" if key else "no source named"
        return ", ".join(filter(None, (claim.kind, count, words.victims(claim.victims), scope, stance, by)))


def content_of(record: Record, incident: Incident) -> dict[str, str]:
    """What people sign: place, day, what happened, tolls, best numbers, independent sources, reports, figures with
    their sources and contradictions, by lines in plain words. For many incidents of a record use `Contents`."""
    return Contents(record).of(incident)


def digest_of(content: Mapping[str, str]) -> str:
    """A digest of an incident's lines; their order does not matter."""
    return sha256(msgspec.json.encode(sorted(content.items()))).hexdigest()


def sign(record: Record, incident: Incident, status: Status, by: str, at: datetime, note: str = "") -> Judgement:
    """The signature of an incident as it is in this record. Raises UsageError for nobody's name, and for an incident
    without a claim, which nothing could find again."""
    own = set(incident.claims)
    targets = [target_of(claim, reading.document) for reading in record.readings for claim in reading.claims
               if claim.id in own]
    return make("sign_off", targets, by, at, value=signature(record, incident, status), note=note)


def signature(record: Record, incident: Incident, status: Status) -> Signature:
    """What a signature of an incident says: how far, and all that was seen when it was signed."""
    content = content_of(record, incident)
    return Signature(status, digest_of(content), content)


def signature_of(record: Record, targets: Iterable[Target], status: str) -> Signature:
    """The same for the incident that holds most of these claims. Raises UsageError for a status that nobody signs, and
    where no incident holds any of them."""
    if status not in get_args(Status):
        raise UsageError(f"An incident is {words.listed(get_args(Status), 'or')}, not {status!r}.")
    home = {claim: incident for incident in record.incidents for claim in incident.claims}
    found = _most(home[target.id].id for target in targets if target.id in home)
    if found is None:
        raise UsageError("No incident holds any of these claims.")
    return signature(record, next(incident for incident in record.incidents if incident.id == found), status)


def sign_offs(record: Record, judgements: Iterable[Judgement]) -> tuple[SignOff, ...]:
    """How far people have come with each incident of a record, in its order.

    Of the signatures that hold, an incident has the latest of those of which it holds more claims than any other
    incident (of two with as many, the one whose id comes first). Where it is not what was signed any more it stays
    signed, and `changes` says what is different. Signatures of incidents that are no more: `unplaced`.
    """
    signed = {home: judgement for judgement, home in _placed(record, judgements)
              if home is not None and _signature(judgement) is not None}
    contents = Contents(record) if signed else None
    return tuple(
        _sign_off(signed[incident.id], incident, contents) if contents and incident.id in signed
        else SignOff(incident.id, "draft", None, "", None)
        for incident in record.incidents)


def unplaced(record: Record, judgements: Iterable[Judgement]) -> tuple[Problem, ...]:
    """Signatures whose claims are there and in no incident any more, or that cannot be read, as problems."""
    found = []
    for judgement, home in _placed(record, judgements):
        if _signature(judgement) is None:
            found.append(problem(judgement, "unreadable", "What was signed cannot be read."))
        elif home is None:
            found.append(problem(judgement, "unplaced", "None of the claims that it was signed with is part of an "
                                 "incident any more. Please sign again, or withdraw it."))
    return tuple(found)


def changes(signed: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What is different between two contents of an incident, line by line in plain words."""
    found = []
    for line in dict.fromkeys((*now, *signed)):
        if signed.get(line) != now.get(line):
            found.append(_told(line, signed.get(line), now.get(line)))
    return tuple(found)


def _told(line: str, was: str | None, now: str | None) -> str:
    """One line's change."""
    sort, _, what = line.partition(": ")
    if sort not in MANY or not what:
        if was is None:
            return f"{line}: was not given, is {now}"
        return f"{line}: was {was}, is not given any more" if now is None else f"{line}: was {was}, is {now}"
    new, gone, changed = MANY[sort]
    if was is None or now is None:
        more = was or now
        return (new if was is None else gone).format(f"{what}: {more}" if more else what)
    return f"{changed.format(what)}: was {was or 'not given'}, is {now or 'not given any more'}"


def _sign_off(judgement: Judgement, incident: Incident, contents: Contents) -> SignOff:
    """An incident's signature, held against what the incident is now."""
    signature = _signature(judgement)
    assert signature is not None  # those that cannot be read are not among them
    different: tuple[str, ...] = ()
    if signature.status != "draft" and digest_of(now := contents.of(incident)) != signature.seen:
        different = changes(signature.content, now) if signature.content else (NOTHING_KEPT,)
    return SignOff(incident.id, signature.status, judgement.id, judgement.by, judgement.at, different)


def _placed(record: Record, judgements: Iterable[Judgement]) -> Iterator[tuple[Judgement, str | None]]:
    """The signatures that hold, earliest first, each with the incident that it belongs to.

    Their rows are those that were found when judgements were applied; a signature of which none was found is not among
    them, since placing it has told so.
    """
    rows = {one.judgement: one.rows for one in record.judged}
    home = {claim: incident.id for incident in record.incidents for claim in incident.claims}
    there: set[str] | None = None
    for judgement in standing(one for one in judgements if one.kind == "sign_off"):
        own: Sequence[str] = rows.get(judgement.id) or ()
        if not own:
            there = there or {claim.id for reading in record.readings for claim in reading.claims}
            own = [row for row in _ids(judgement) if row in there]
        if own:
            yield judgement, _most(home[row] for row in own if row in home)


def _most(incidents: Iterable[str]) -> str | None:
    """The incident that comes most often; of two the one whose id comes first."""
    held = Counter(incidents)
    return min(held, key=lambda incident: (-held[incident], incident), default=None)


def _ids(judgement: Judgement) -> list[str]:
    return [target.id for target in judgement.targets] or [judgement.subject]


def _signature(judgement: Judgement) -> Signature | None:
    """What was signed; None where it cannot be read."""
    try:
        found = value_of(judgement)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, Signature) else None


def _range(toll: Assessment) -> str:
    """A toll in words: "11 to 20", "11 or more", "unknown"."""
    if toll.low is None and toll.high is None:
        return "unknown"
    if toll.open_end and toll.high in (None, toll.low):
        return words.bounds(toll.low, None)
    return words.bounds(toll.low, toll.high) + (" or more" if toll.open_end else "")


def _by_incident(rows: Iterable) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.incident, []).append(row)
    return found
