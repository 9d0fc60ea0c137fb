"""How each figure of an incident is carried: outlets, acts of reporting, independent sources, and the chains back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma.assessments.support import Books, books_of, supports_of
from stemma.copies.chains import Tracks, chain, tracks_of
from stemma.model import Chain, Claim, Dependence, Incident, Origin, Statement, Step, Support
from stemma.report import words
from stemma.report.lookup import Lookup, Ref, refs_of, report_name, rows_of, value_of
from stemma.values import HARMS, Span

MOST_CHAINS = 6  # of one figure on the page, one for each report first; the terminal shows any of them
SPOILT = "a retelling that changed the figure it repeats: nobody's account"
QUOTED = 90  # characters of a step's words
STEP_WORDS = {"report": "Report", "copied_from": "Copied from", "carried_by": "Carried by", "told_by": "Told by",
              "act": "Act of reporting:"}
PLAIN = frozenset({"report", "act"})  # steps that need no reason where their words are shown


class StepView(Struct, frozen=True):
    """One step of a chain, with the words that show it."""

    kind: str
    label: str  # "Copied from"
    name: str  # "report A, Hill Courier"
    day: str
    words: str  # as the report has them
    letter: str  # of the report that holds the words
    doc: str
    span: Span | None
    anchor: str  # of the words, "" where no text shows the step
    reason: str


class ChainView(Struct, frozen=True):
    """The way of one figure from a report back to the act of reporting."""

    row: str
    letter: str
    outlet: str
    refs: tuple[Ref, ...]  # of every sentence of the report that goes this way back
    steps: tuple[StepView, ...]
    counts: bool  # whether it leads to a source at all

    @property
    def brief(self) -> str:
        """"B, Valley Post ← A, Hill Courier ← Mira Tolvan ← Telegram"."""
        return " ← ".join(f"{self.letter}, {self.outlet}" if step.kind == "report" else step.name
                          for step in self.steps)


class Drawing(Struct, frozen=True):
    """A source that draws on another one and is not counted beside it."""

    name: str
    on: str
    reason: str
    refs: tuple[Ref, ...]


class SupportView(Struct, frozen=True):
    """One figure and what carries it."""

    figure: str  # "“at least 14” (14 or more)"
    note: str  # why nobody is counted, where somebody is named
    said: str  # "two outlets, one act of reporting, one independent source"
    outlets: tuple[str, ...]
    acts: tuple[str, ...]
    sources: tuple[str, ...]
    dependent: tuple[Drawing, ...]
    chains: tuple[ChainView, ...]
    more: int  # chains beyond those
    refs: tuple[Ref, ...]  # every sentence that gives it


class SupportTable(Struct, frozen=True):
    """The figures of one harm."""

    harm: str
    label: str
    rows: tuple[SupportView, ...]


class Ways(Struct, frozen=True):
    """What chains and support are read from. Built once for a record."""

    tracks: Tracks
    books: Books


def ways_of(look: Lookup, books: Books | None = None) -> Ways:
    """The indexes that chains and support are read from. books: of this record, where they are at hand."""
    return Ways(tracks_of(look.record), books or books_of(look.record))


def supports(look: Lookup, incident: Incident, ways: Ways, most: int = MOST_CHAINS) -> tuple[SupportTable, ...]:
    """One table for each harm of an incident that any figure is given of."""
    found = supports_of(look.record, incident.id, None, ways.books)
    tables = ((harm, [row for row in found if row.kind == harm]) for harm in HARMS)
    return tuple(SupportTable(harm, words.HARM_WORDS[harm], tuple(support_view(look, row, ways, most) for row in rows))
                 for harm, rows in tables if rows)


def support_view(look: Lookup, support: Support, ways: Ways, most: int) -> SupportView:
    """One figure: who carries it, and so many of the chains."""
    claims = sorted((look.claims[row] for row in support.claims), key=lambda c: (look.numbers[c.id], c.span, c.id))
    chains = ways_back(look, claims, ways) if most or not support.acts else ()
    acts = {origin.id: origin for claim in claims if (origin := look.origin_of.get(claim.id))}
    return SupportView(
        figure=value_of(claims[0]), said=carried_words(support), outlets=support.outlets,
        note=SPOILT if not support.acts and any(c.counts for c in chains) else "",
        acts=tuple(dict.fromkeys(act_words(look, acts[act]) for act in support.acts)),
        sources=tuple(_name(look, party) for party in support.sources),
        dependent=tuple(_drawing(look, row) for row in support.dependent),
        chains=chains[:most], more=max(0, len(chains) - most) if most else 0, refs=refs_of(look, claims),
    )


def ways_back(look: Lookup, claims: Sequence[Claim], ways: Ways) -> tuple[ChainView, ...]:
    """The chains of these claims; sentences of one report that go the same way back are one chain."""
    found: dict[tuple, list[ChainView]] = {}
    for claim in claims:
        view = chain_view(look, chain(ways.tracks, claim.id))
        found.setdefault((claim.doc, *((step.kind, step.name) for step in view.steps)), []).append(view)
    return tuple(replace(same[0], refs=tuple(dict.fromkeys(ref for view in same for ref in view.refs)))
                 for same in found.values())


def carried_words(support: Support) -> str:
    """"two outlets, one act of reporting, one independent source"."""
    return ", ".join((words.how_many(len(support.outlets), "outlet"),
                      words.how_many(len(support.acts), "act of reporting", "acts of reporting"),
                      words.how_many(len(support.sources), "independent source")))


def act_words(look: Lookup, origin: Origin) -> str:
    """"Mira Tolvan, on Telegram, 2 May 2033"."""
    where = words.CHANNEL_WORDS.get(origin.channel or "", "")
    day = words.day(origin.date, weekday=False) if origin.date else ""
    return ", ".join(filter(None, (_name(look, origin.party), where, day)))


def _name(look: Lookup, party: str) -> str:
    return look.parties[party].name if party in look.parties else party


def _drawing(look: Lookup, row: Dependence) -> Drawing:
    return Drawing(_name(look, row.party), _name(look, row.on), row.reason, refs_of(look, rows_of(look, row.rows)))


def chain_view(look: Lookup, found: Chain) -> ChainView:
    """One chain with its words."""
    row = rows_of(look, (found.row,))[0]
    return ChainView(found.row, look.letters[row.doc], report_name(look, row.doc), refs_of(look, (row,)),
                     tuple(_step(look, step, row) for step in found.steps), found.origin is not None)


def _step(look: Lookup, step: Step, row: Claim | Statement) -> StepView:
    shown = step.span is not None and step.doc in look.letters
    name = step.name
    if step.kind in ("report", "copied_from") and step.doc in look.letters:
        name = f"{'report ' if step.kind == 'copied_from' else ''}{look.letters[step.doc]}, {step.name}"
    return StepView(
        kind=step.kind, label=STEP_WORDS[step.kind], name=name,
        day=words.day(step.day, weekday=False) if step.day and step.kind != "act" else "",
        words=_quoted(look, step) if shown else "", letter=look.letters[step.doc] if shown else "",
        doc=step.doc or "", span=step.span, anchor=_anchor(look, step, row) if shown else "",
        reason="" if shown and step.kind in PLAIN else step.reason,
    )


def _quoted(look: Lookup, step: Step) -> str:
    text = " ".join(step.span.of(look.by_doc[step.doc].page.text).split())
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip(" ,;:.") + "…"


def _anchor(look: Lookup, step: Step, row: Claim | Statement) -> str:
    """Where the words can be jumped to: at the row itself, or at a place of their own."""
    if row.doc == step.doc and row.span == step.span:
        return row.id
    return f"w-{step.doc}-{step.span.start}-{step.span.end}"


def anchors_of(chains: Iterable[ChainView]) -> dict[str, dict[Span, StepView]]:
    """By Document.id the words that need a place of their own."""
    found: dict[str, dict[Span, StepView]] = {}
    for step in (step for view in chains for step in view.steps if step.anchor.startswith("w-")):
        found.setdefault(step.doc, {}).setdefault(step.span, step)
    return found


def chains_in(tables: Iterable[Sequence[SupportTable]]) -> Iterable[ChainView]:
    """Every chain of these tables."""
    return (view for incident in tables for table in incident for row in table.rows for view in row.chains)
