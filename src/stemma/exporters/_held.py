"""A record held to incidents that people have signed or chosen, as an export may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from stemma.exporters._options import STATUSES, Options
from stemma.model import Incident, Judgement, Origin, Reading, Record, SignOff


def held(record: Record, options: Options) -> tuple[Record, Options]:
    """The record, and the options with their judgements, with nothing but what belongs to incidents that were chosen
    and are signed so far as was asked; both as they are where nothing was asked.

    What stays is as it was: reports that tell of such an incident, whole but for what they tell of others. Nothing is
    weighed anew.
    """
    if options.status is None and not options.incidents:
        return record, options
    chosen = _chosen(record, options)
    kept = {incident.id for incident in chosen} & (
        signed(record, options.status).keys() if options.status else {incident.id for incident in chosen})
    docs = {doc for incident in record.incidents if incident.id in kept for doc in incident.docs}
    back = {row for incident in record.incidents if incident.id not in kept for row in incident.claims}
    readings = tuple(_reading(reading, back) for reading in record.readings if reading.document.id in docs)
    rows = {row.id for reading in readings for row in (*reading.claims, *reading.statements)}
    judgements = tuple(one for one in options.judgements if _within(one, docs, rows))
    return _restricted(record, readings, kept, docs, rows, judgements), replace(options, judgements=judgements)


def _chosen(record: Record, options: Options) -> list[Incident]:
    return [one for one in record.incidents if not options.incidents or one.id in options.incidents]


def signed(record: Record, status: str) -> dict[str, SignOff]:
    """The signatures, by incident, of those that are signed at least so far."""
    least = STATUSES.index(status)
    return {one.incident: one for one in record.sign_offs
            if one.status in STATUSES and STATUSES.index(one.status) >= least}


def remarks(record: Record, options: Options) -> Iterator[str]:
    """How many incidents were held back, and one line for each that has changed since it was signed."""
    if options.status is None:
        return
    found = signed(record, options.status)
    chosen = _chosen(record, options)
    back = sum(incident.id not in found for incident in chosen)
    if back:
        many = "1 incident is" if back == 1 else f"{back:,} incidents are"
        yield f"{many} not in the file: not {_signed(options.status)} yet."
    for incident in chosen:
        if incident.id in found and (changed := found[incident.id].changes):
            yield _since(incident, found[incident.id], changed)


def _since(incident: Incident, sign_off: SignOff, changed: tuple[str, ...]) -> str:
    more = f"; and {len(changed) - 1:,} more" if len(changed) > 1 else ""
    return f"{incident.title} ({incident.id}) has changed since it was {sign_off.status}: {changed[0]}{more}."


def _signed(status: str) -> str:
    return "reviewed or published" if status == "reviewed" else status


def _reading(reading: Reading, back: Collection[str]) -> Reading:
    """A reading without the claims of incidents that are held back, and without statements that carry nothing else."""
    claims = tuple(claim for claim in reading.claims if claim.id not in back)
    if len(claims) == len(reading.claims):
        return reading
    carried = {claim.statement for claim in claims}
    empty = {claim.statement for claim in reading.claims} - carried
    return replace(reading, claims=claims, statements=tuple(s for s in reading.statements if s.id not in empty))


def _within(judgement: Judgement, docs: Collection[str], rows: Collection[str]) -> bool:
    """Whether a decision is about what stays only."""
    if not judgement.targets:
        return all(row in rows or row in docs for row in (judgement.subject, judgement.other) if row)
    return all(target.doc in docs and (target.row not in ("claim", "statement") or target.id in rows)
               for target in judgement.targets)


def _restricted(record: Record, readings: tuple[Reading, ...], kept: Collection[str], docs: Collection[str],
                rows: Collection[str], judgements: tuple[Judgement, ...]) -> Record:
    """The record with what belongs to these incidents, documents and rows."""
    mentions = {mention.id for reading in readings for mention in reading.page.mentions}
    told = {judgement.id for judgement in judgements}
    parties = (replace(one, docs=_in(one.docs, docs), mentions=_in(one.mentions, mentions)) for one in record.parties)
    places = (replace(one, mentions=_in(one.mentions, mentions)) for one in record.places)
    where = {incident.place for incident in record.incidents if incident.id in kept}
    families = (replace(one, docs=_in(one.docs, docs),
                        edges=tuple(edge for edge in one.edges if edge.a in docs and edge.b in docs))
                for one in record.families)
    origins = (_origin(one, docs, rows) for one in record.origins)
    return replace(
        record,
        readings=readings,
        parties=tuple(one for one in parties if one.docs),
        speakers={row: key for row, key in record.speakers.items() if row in rows},
        places=tuple(one for one in places if one.mentions or one.key in where),
        claim_places={row: key for row, key in record.claim_places.items() if row in rows},
        families=tuple(one for one in families if one.docs),
        origins=tuple(one for one in origins if one.claims or one.statements),
        dependences=tuple(one for one in record.dependences if any(row in rows for row in one.rows)),
        drifts=tuple(one for one in record.drifts if one.doc in docs and one.against in docs),
        incidents=tuple(one for one in record.incidents if one.id in kept),
        assessments=tuple(one for one in record.assessments if one.incident in kept),
        contradictions=tuple(one for one in record.contradictions if one.incident in kept),
        problems=tuple(one for one in record.problems if one.subject in docs or one.subject in told),
        judged=tuple(one for one in record.judged if one.judgement in told),
        sign_offs=tuple(one for one in record.sign_offs if one.incident in kept),
    )


def _origin(origin: Origin, docs: Collection[str], rows: Collection[str]) -> Origin:
    return replace(origin, docs=_in(origin.docs, docs), claims=_in(origin.claims, rows),
                   statements=_in(origin.statements, rows),
                   links=tuple(link for link in origin.links if link.row in rows))


def _in(ids: tuple[str, ...], wanted: Collection[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id in wanted)
