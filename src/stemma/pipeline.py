"""The whole program on a page: the one place that knows the order of the stages.

Everything up to Reading is a pure function of one document; the rest are keyed joins over readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from stemma import kinds
from stemma.assessments.contradictions import contradictions
from stemma.assessments.weighing import assess
from stemma.copies.compared import Comparisons
from stemma.copies.dependences import dependences
from stemma.copies.drift import drifts
from stemma.copies.families import edges_of, families
from stemma.copies.origins import origins
from stemma.incidents.clustering import cluster
from stemma.judgements.alone import Alone, with_alone
from stemma.judgements.applying import apart, apply, joined
from stemma.judgements.signing import sign_offs, unplaced
from stemma.keeping import Notes
from stemma.model import Document, Judgement, Page, Reading, Record
from stemma.names.known import known_places
from stemma.names.parties import groups_of as voices_of
from stemma.names.parties import parties_of
from stemma.names.places import groups_of as sites_of
from stemma.names.places import places_of
from stemma.reading.clean import furniture_of
from stemma.reading.dates import dates_of
from stemma.reading.length import readable
from stemma.reading.names import names_of
from stemma.reading.outlets import outlet_of
from stemma.reading.places import toponyms_of
from stemma.reading.publication import document_date
from stemma.reading.quotes import quotes_of
from stemma.reading.sentences import sentences_of
from stemma.reading.times import times_of
from stemma.reading.truecase import truecased
from stemma.statements import statements_of
from stemma.tagging import DEFAULT, Size, tagged


def open_page(document: Document) -> Page:
    """What one document's text contains, before anyone is heard."""
    furniture = furniture_of(document)
    sentences = sentences_of(document, furniture)
    published = document_date(document, furniture)
    dates = dates_of(document, sentences, published)
    places = toponyms_of(document, sentences)
    return Page(
        document=document,
        published=published,
        furniture=furniture,
        sentences=sentences,
        quotes=quotes_of(document, sentences),
        dates=dates,
        mentions=tuple(sorted((*places, *names_of(document, sentences, places)), key=lambda m: (m.span, m.kind))),
        outlet=outlet_of(document, furniture),
        times=times_of(document, sentences, furniture, published, dates),
    )


def read(document: Document, tagger: Size = DEFAULT) -> Reading:
    """Statements and claims of one document: a pure function of it. Other languages than English have neither."""
    part, problems = readable(document)
    page = open_page(truecased(part))
    english = document.lang in (None, "en")
    cues, figures = tagged(page, tagger if english else "none", figures=kinds.takes_figures)
    page = replace(page, figures=figures)
    statements = statements_of(page, cues) if english else ()
    claims = kinds.claims_of(page, statements) if english else ()
    page = replace(page, document=document)
    return Reading(page=page, statements=statements, claims=claims, problems=problems, tagger=tagger,
                   victims=kinds.victims_told(page))


def join(
    readings: Sequence[Reading], judgements: Sequence[Judgement] = (), comparisons: Comparisons | None = None,
    notes: Notes | None = None,
) -> Record:
    """Families, parties, origins, incidents and assessments over all readings, in whatever order they come.

    comparisons, notes: what earlier builds found of pairs of these documents, and worked out of each reading; they save
    work and change nothing.
    judgements: what people decided, in any order; it beats what the stages find; what cannot be placed is a Problem.
    """
    # Names that the case knows come first: people decide on the rows that they see, which those names have corrected,
    # and so a decision on one figure never changes what a name means in another report.
    comparisons = comparisons or Comparisons()
    notes = notes or Notes()
    applied = apply(_known(readings, notes), judgements)
    readings, decisions = applied.readings, applied.decisions
    edges = edges_of(readings, comparisons, notes)
    related = families(readings, ties=decisions.copies, found=edges)
    voices, sites = voices_of(readings, notes), sites_of(readings)
    parties, speakers = parties_of(readings, decisions.parties, decisions.party_names, groups=voices)
    places, places_by_mention = places_of(readings, decisions.places, sites)
    traced = origins(readings, parties, speakers, related, notes, apart(applied, parties, speakers))
    drawn = dependences(readings, parties, speakers, traced, notes)
    drifted = drifts(readings, related, traced, comparisons, notes)
    victims = [victim for reading in readings for victim in reading.victims]
    incidents, rescoped, claim_places, evident = cluster(readings, places, places_by_mention, related, victims,
                                                         decisions.incidents, notes)
    alone = Alone(partial(parties_of, readings, groups=voices), partial(places_of, readings, groups=sites),
                  evident, edges)
    applied = joined(applied, rescoped, parties, speakers)
    readings = applied.readings
    record = Record(
        readings=readings,
        parties=parties,
        speakers=speakers,
        places=places,
        claim_places=claim_places,
        families=related,
        origins=traced,
        dependences=drawn,
        drifts=drifted,
        incidents=incidents,
        assessments=assess(readings, incidents, traced, related, drifted, drawn),
        contradictions=contradictions(readings, incidents, traced, speakers, drifted),
        problems=(*(problem for reading in readings for problem in reading.problems), *applied.problems),
        judged=with_alone(applied.judged, judgements, alone),
    )
    return replace(record, sign_offs=sign_offs(record, judgements),
                   problems=(*record.problems, *unplaced(record, judgements)))


def _known(readings: Sequence[Reading], notes: Notes) -> tuple[Reading, ...]:
    """The readings by document id, with what the case as a whole shows of names, and victims read again where that has
    changed a page."""
    told = {reading.document.id: reading.page for reading in readings if reading.victims is not None}
    return tuple(
        reading if reading.page is told.get(reading.document.id)
        else replace(reading, victims=kinds.victims_told(reading.page))
        for reading in known_places(sorted(readings, key=lambda r: r.document.id), notes)
    )
