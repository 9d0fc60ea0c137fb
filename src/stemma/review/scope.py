"""What is this figure the toll of? Asked of figures that stay out of a range for their scope, and of those within it
whose words speak of a part or of a longer time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from stemma.assessments.figures import is_indefinite
from stemma.judgements import Correction
from stemma.model import Claim, Incident
from stemma.report import words
from stemma.review import _stakes
from stemma.review._index import Figures, Index, given_by, without
from stemma.review._question import Option, Question, asked, weighed
from stemma.review.figure import alone_at_ends
from stemma.values import HARMS, Scope, Span

KIND = "value"
READINGS: dict[Scope, str] = {
    "incident": "the whole toll of this incident",
    "partial": "a part of it: one site, one hospital or one group",
    "aggregate": "a toll over several incidents or a longer time",
    "other": "the toll of another incident",
}
# Rough doubt, and what raises it: the report gives no other toll of the incident; another report gives the same number
# as the whole toll; no word near the figure speaks of a part or of a longer time.
START, ONLY_ONE, SAME_NUMBER, NO_WORDS, WORDS_WITHIN = 0.15, 0.2, 0.3, 0.15, 0.45
NO_FIGURES = Figures((), {}, {})
BORDER = re.compile(
    r"\b(?:since|so far|in total|altogether|overall|across|nationwide|other|others|another|elsewhere|earlier|separate"
    r"(?:ly)?|hospitals?|morgue|clinic|including|among them|alone|more|further|brought|previous(?:ly)?|raids|strikes|"
    r"attacks|weeks?|months?|years?|the war|the day)\b", re.IGNORECASE)


def find(index: Index) -> Iterator[Question]:
    """Questions about the scope of figures, those left out before those counted."""
    for incident in index.record.incidents:
        out = left_out(index, incident)
        basis = (*index.told(incident), [(claim, index.readings[claim.doc]) for claim in out])
        yield from index.once.of((KIND, incident.id), basis, lambda one=incident, out=out: _all_of(index, one, out))


def _all_of(index: Index, incident: Incident, out: Sequence[Claim]) -> list[Question]:
    own = index.figures(incident.id)
    found = [_left_out(index, incident, claim, own.get(claim.kind, NO_FIGURES)) for claim in out]
    for harm, now in index.ranges(incident.id).items():
        for holders, _ in alone_at_ends(index.tolls(incident.id)[harm], now):
            if holders[0].count.stated and (border := border_words(index, holders[0])):
                found.append(_within(index, incident, holders, border))
    return found


def left_out(index: Index, incident: Incident) -> list[Claim]:
    """The figures that an incident's ranges leave out for their scope, each once, parts of a named total left aside:
    that they are parts is said in so many words. One that no incident holds is asked of the incident that its report is
    mostly about, not of all that it mentions. One person told of, where each whole toll is of more, is plainly a part.
    """
    rows = dict.fromkeys(link.row for one in index.assessments.get(incident.id, ()) for link in one.excluded)
    found = [index.claims[row] for row in rows if row in index.claims]
    found = [c for c in found if (index.home.get(c.id) or index.focus(c.doc) or incident.id) == incident.id]
    more = {harm for harm, toll in index.ranges(incident.id).items() if toll.low > 1}
    return [claim for claim in found if claim.kind in HARMS and claim.scope in ("partial", "aggregate")
            and claim.part_of is None and claim.stance != "denied" and claim.count and claim.count.stated
            and not is_indefinite(claim) and not (claim.count.high == 1 and claim.kind in more)]


def border_words(index: Index, claim: Claim) -> str:
    """The word of the figure's sentence that may speak of a part, of a longer time or of another happening."""
    page = index.readings[claim.doc].page
    sentence = next((s.span for s in page.sentences if s.number == claim.sentence), claim.span)
    found = BORDER.search(Span(min(sentence.start, claim.span.start), sentence.end).of(page.text))
    return found.group() if found else ""


def _left_out(index: Index, incident: Incident, claim: Claim, own: Figures) -> Question:
    now, doubt, reasons = index.ranges(incident.id), START, []
    after = {**now, **_stakes.ranges({claim.kind: [*own.different, replace(claim, scope="incident")]})}
    if claim.doc not in own.numbers:
        doubt, reasons = doubt + ONLY_ONE, [*reasons, "the report gives no other toll of this incident"]
    if own.givers.get(given_by(claim), set()) - {claim.doc}:
        doubt, reasons = doubt + SAME_NUMBER, [*reasons, "another report gives this number as the whole toll"]
    if not border_words(index, claim):
        doubt, reasons = doubt + NO_WORDS, [*reasons, "its sentence does not say so"]
    but = f", but {words.listed(reasons)}" if reasons else ""
    why = (f"Left out of the toll of {index.incident_name(incident)} as {READINGS[claim.scope]}{but}. "
           f"{_stakes.change(now, after, 'it is the whole toll')}")
    return _asked(index, incident, claim, why, weighed(_stakes.moved(now, after), doubt))


def _within(index: Index, incident: Incident, holders: Sequence[Claim], found: str) -> Question:
    claim, now = holders[0], index.ranges(incident.id)
    after = _stakes.ranges(without(index.tolls(incident.id), [holder.id for holder in holders]))
    why = (f"Counted as the whole toll of {index.incident_name(incident)}, where it sets an end of the range; but its "
           f"sentence has the word “{found}”. {_stakes.change(now, after, 'it is not the whole toll')}")
    return _asked(index, incident, claim, why, weighed(_stakes.moved(now, after), WORDS_WITHIN))


def _asked(index: Index, incident: Incident, claim: Claim, why: str, weight: float) -> Question:
    return asked(KIND, f"What is this figure the toll of: {_stakes.figure(claim)}?", [index.target(claim)], why,
                 (incident.id,), weight, options_now(claim.scope))


@cache
def options_now(scope: Scope) -> tuple[Option, ...]:
    """All readings, that it is no such figure, and unsure, which leaves it as it is."""
    readings = (Option(str(key), label, value=Correction("scope", to))
                for key, (to, label) in enumerate(READINGS.items(), start=1))
    return (*readings, Option("0", "no such figure in these words", "no", kind="claim"),
            Option("u", "unsure", "unsure", Correction("scope", scope)))
