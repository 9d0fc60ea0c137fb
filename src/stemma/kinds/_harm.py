"""The harm engine: reads a page once for every harm and hands each kind its claims.

Per sentence, `_grammar` finds figures; here they are seen in the light of the document: what "as many" and "of them"
refer to, who "60 wounded" are after "30 civilians killed", the scope, the stance and the source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from stemma.ids import make_id
from stemma.kinds._grammar import findings_of
from stemma.kinds._learned import learned_findings
from stemma.kinds._scan import Finding
from stemma.kinds._scope import first_scope, home_country, is_apart, is_lesser, settle
from stemma.kinds._stance import TURNS_AWAY, doubted, questions_number, running, stance_of
from stemma.kinds._victims import is_plural_people, victims_of
from stemma.model import Claim, Page, Sentence, Statement
from stemma.reading.quantities import NUMBER_VALUES, Token, tokens_of
from stemma.values import NARRATOR, Count, Harm, Scope, Source, Span, Stance, Victims, When

_CARRIERS = frozenset({"", "others", "dead", "wounded", "injured"})
_PIECE = 3000  # characters; a longer "sentence" is a table or broken text and is read in pieces of this size
_LOOK_BACK = 60  # rows that an anaphor or a part may refer back over
_CARRY_GAP = 12  # tokens over which victims are carried to a bare number


class Row(Struct):
    """A figure with its place in the document."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    finding: Finding
    span: Span
    parent: int | None  # position in the document's rows


# The page is read once, and each harm asks for its share right after: one slot is enough. Held by identity, since
# hashing a whole page costs as much as reading it.
_last: tuple[Page, Sequence[Statement], tuple[Claim, ...]] | None = None


def claims_of_harm(harm: str, page: Page, statements: Sequence[Statement]) -> Iterable[Claim]:
    """The page's claims of one harm, in the order of the text."""
    return [claim for claim in _claims(page, statements) if claim.kind == harm]


def _claims(page: Page, statements: Sequence[Statement]) -> tuple[Claim, ...]:
    global _last
    kept = _last
    if kept is not None and kept[0] is page and kept[1] is statements:
        return kept[2]
    claims = _read(page, statements)
    _last = (page, statements, claims)
    return claims


def _read(page: Page, statements: Sequence[Statement]) -> tuple[Claim, ...]:
    """Every figure of harm on a page, as claims."""
    rows = _rows(page)
    home = home_country(page)
    scopes = settle(
        [first_scope(page, r.sentence, r.finding, r.span.start, r.span.end, home) for r in rows],
        [r.finding for r in rows], [r.parent for r in rows],
        [is_lesser(page, r.finding, r.sentence, r.span.start, r.span.end) for r in rows],
        [is_apart(page, r.sentence, r.span.start) for r in rows],
    )
    scopes = [row.finding.scope or scope for row, scope in zip(rows, scopes, strict=True)]
    _mixed(rows)
    sources = [_source(row.span, page, statements) for row in rows]
    stances = _stances(page, rows, scopes, [source for source, _ in sources])
    ids = [_id(page, row) for row in rows]
    claims = [
        Claim(
            id=ids[i], doc=page.document.id, kind=row.finding.harm, span=row.span, source=sources[i][0],
            sentence=row.sentence.number, stance=stances[i], scope=scopes[i], count=row.finding.count,
            victims=row.finding.victims, statement=sources[i][1].id if sources[i][1] else None,
            part_of=ids[row.parent] if row.parent is not None else None, as_of=_as_of(page, row),
        )
        for i, row in enumerate(rows)
    ]
    return tuple(sorted({c.id: c for c in claims}.values(), key=lambda c: (c.span, c.kind, c.id)))


def _id(page: Page, row: Row) -> str:
    count, victims = row.finding.count, row.finding.victims
    return make_id("c", page.document.id, row.finding.harm, row.span.start, row.span.end, count.low, count.high,
                   victims.status, victims.group)


# ------------------------------------------------------------------------------------------------------- rows


def _rows(page: Page) -> list[Row]:
    """Every sentence's figures, with what they refer back to resolved."""
    rows: list[Row] = []
    for sentence in (piece for whole in page.sentences for piece in _pieces(page.text, whole)):
        tokens = tokens_of(page.text, sentence.span)
        findings = _carried(tokens, findings_of(page.text, tokens))
        findings += learned_findings(page, sentence.span, tokens, findings)
        base, places = len(rows), {}
        for number, finding in enumerate(findings):
            resolved = _resolved(finding, rows[-_LOOK_BACK:], max(len(rows) - _LOOK_BACK, 0))
            if resolved is None or _seen(rows[base:], resolved):
                continue
            places[number] = len(rows)
            span = Span(tokens[finding.first].start, tokens[finding.last - 1].end)
            resolved = _running(_pronoun(resolved, rows[-_LOOK_BACK:], page, span.start), page, sentence, span)
            rows.append(Row(sentence, tokens, resolved, span, None))
            rows[-1].parent = _whole(rows, finding, places)
            _of_fighters(rows)
    return rows


def _of_fighters(rows: list[Row]) -> None:
    """A woman among three attackers is a fighter: a part has the status of a whole that is all fighters."""
    row = rows[-1]
    if row.parent is None or row.finding.victims.group is None or row.finding.victims.group == "children":
        return
    if rows[row.parent].finding.victims.status == "combatant":
        victims = Victims(status="combatant", group=row.finding.victims.group)
        row.finding = structs.replace(row.finding, victims=victims)


def _running(finding: Finding, page: Page, sentence: Sentence, span: Span) -> Finding:
    """A count that goes on: what has been reached is a lower bound, whatever the words before it."""
    after = page.text[span.end : min(sentence.span.end, span.end + 160)]
    count = finding.count
    if count.wording != "exact" or finding.harm != "killed" or not running(after):
        return finding
    if any(token.low[0].isdigit() or token.low in {"wounded", "injured"} for token in tokens_of(after)):
        return finding
    return structs.replace(finding, count=Count(low=count.low, high=None, wording="at_least", text=count.text))


def _seen(rows: Sequence[Row], finding: Finding) -> bool:
    """Whether this sentence has said the same already; a number counts once a sentence."""
    if finding.count.low == finding.count.high == 1:  # two persons told apart are two figures
        return any(r.finding.harm == finding.harm and r.finding.count.text == finding.count.text
                   and r.finding.first == finding.first for r in rows)
    return any(
        (r.finding.harm, r.finding.count.low, r.finding.count.high, r.finding.victims)
        == (finding.harm, finding.count.low, finding.count.high, finding.victims) for r in rows
    )


def _whole(rows: Sequence[Row], finding: Finding, places: dict[int, int]) -> int | None:
    """The row that a part belongs to: in its sentence, else the nearest whole of that harm in the sentences before."""
    if finding.parent is not None:
        return places.get(finding.parent)
    if not finding.part:
        return None
    here = rows[-1]
    for at in range(len(rows) - 2, max(len(rows) - 2 - _LOOK_BACK, -1), -1):
        row = rows[at]
        if row.finding.part or row.finding.withdrawn or here.sentence.number - row.sentence.number > 4:
            continue
        if row.finding.harm == here.finding.harm and (row.finding.count.high or 10**9) >= (here.finding.count.low or 0):
            return at
    return None


def _pieces(text: str, sentence: Sentence) -> Iterable[Sentence]:
    """The sentence itself, or its pieces where it is too long to be prose; they keep its number."""
    start, end = sentence.span.start, sentence.span.end
    while end - start > _PIECE:
        space = text.rfind(" ", start + 1, start + _PIECE)
        cut = space if space > 0 else start + _PIECE
        yield structs.replace(sentence, span=Span(start, cut))
        start = cut
    yield sentence if start == sentence.span.start else structs.replace(sentence, span=Span(start, end))


def _resolved(finding: Finding, rows: Sequence[Row], base: int) -> Finding | None:
    """The finding with the count or the harm that it takes from an earlier one; None where there is none to take.

    `rows` are the last ones read, `base` the position of their first in the document.
    """
    if not finding.anaphor:
        return finding
    earlier = next((r.finding for r in reversed(rows) if not r.finding.part and r.finding.count.stated
                    and r.finding.harm == "killed"), None)
    if finding.anaphor in _LEANING:
        return _LEANING[finding.anaphor](finding, rows)
    if finding.anaphor == "figure":
        last = next((r.finding for r in reversed(rows) if not finding.part or not r.finding.part), None)
        if last is None or (finding.part is False and earlier is None):
            return None
        if finding.part:
            return structs.replace(finding, harm=_harm_of(last, rows), anaphor="")
        like = base + max(i for i, r in enumerate(rows) if r.finding is earlier)
        return structs.replace(finding, harm="killed", anaphor="", victims=earlier.victims, like=like)
    if earlier is None or earlier.count.low is None:
        return None
    factor = 2 if finding.anaphor == "double" else 1
    high = earlier.count.high * factor if earlier.count.high is not None else None
    count = Count(low=earlier.count.low * factor, high=high, wording=earlier.count.wording, text=finding.count.text)
    return structs.replace(finding, count=count, anaphor="")


def _harm_of(last: Finding, rows: Sequence[Row]) -> Harm:
    """The harm of the figure before; after "five dead and eleven wounded", "One was a deaf man" is of the dead."""
    if last.harm != "injured" or last.part or len(rows) < 2:
        return last.harm
    dead = any(r.finding.harm == "killed" and not r.finding.part and r.sentence is rows[-1].sentence for r in rows[-3:])
    return "killed" if dead else last.harm


def _part_of_number(finding: Finding, rows: Sequence[Row]) -> Finding | None:
    """"Nine of the 31": the harm and, if they tell none of their own, the victims of the total of 31 told before."""
    number = finding.people.of if finding.people else ""
    low = NUMBER_VALUES.get(number, number)
    for row in reversed(rows):
        if str(row.finding.count.low) == str(low):
            victims = row.finding.victims if finding.victims == Victims() else finding.victims
            return structs.replace(finding, harm=row.finding.harm, victims=victims, anaphor="")
    return None


def _part_of_group(finding: Finding, rows: Sequence[Row]) -> Finding | None:
    """"Two guards were among the men": of the men that a part just before has counted."""
    last = next((r.finding for r in reversed(rows) if r.finding.part and r.finding.count.stated), None)
    return last and structs.replace(finding, harm=last.harm, anaphor="")


def _part_of_injured(finding: Finding, rows: Sequence[Row]) -> Finding | None:
    """"28 have gone home": only where the last people told of were injured."""
    if rows and rows[-1].finding.harm == "injured":
        return structs.replace(finding, harm="injured", anaphor="")
    return None


def _contrast(finding: Finding, rows: Sequence[Row]) -> Finding | None:
    """"Six were soldiers. The other 25 were not." """
    if not rows or not rows[-1].finding.part:
        return None
    last = rows[-1].finding
    victims = Victims(status="civilian" if last.victims.status == "combatant" else "unspecified")
    return structs.replace(finding, harm=last.harm, victims=victims, anaphor="")


_LEANING = {"contrast": _contrast, "number": _part_of_number, "group": _part_of_group, "injured": _part_of_injured}


def _pronoun(finding: Finding, rows: Sequence[Row], page: Page, start: int) -> Finding:
    """"four of them", "he": the victims are those of the figure before, else the last people named."""
    people = finding.people
    if people is None or people.of != "them" or finding.victims != Victims():
        return finding
    whole = next((r for r in reversed(rows) if not r.finding.part or r.finding.victims.group), None)
    if whole is not None and page.text.count(". ", whole.span.end, start) <= 1 and start - whole.span.end < 300:
        if finding.harm == whole.finding.harm or finding.harm in {"captured", "missing"}:
            return structs.replace(finding, victims=whole.finding.victims)
        return finding
    after = ""
    for token in reversed(tokens_of(page.text, Span(max(0, start - 250), start))):
        speaker, after = after in {"said", "say", "says", "told", "added"}, token.low
        if is_plural_people(token.low) and not speaker:
            return structs.replace(finding, victims=victims_of([token.low]) or finding.victims)
    return finding


def _carried(tokens: Sequence[Token], findings: list[Finding]) -> list[Finding]:
    """Victims and "at least" carried from the first half of "30 civilians were killed and 60 wounded"."""
    if len(findings) < 2:
        return findings
    order = sorted(range(len(findings)), key=lambda i: (findings[i].first, findings[i].last))
    out = list(findings)
    for before, here in zip(order, order[1:], strict=False):
        a, b = out[before], out[here]
        gap = [t.low for t in tokens[a.last : b.first]]
        if a.harm == b.harm or b.part or a.part or len(gap) > _CARRY_GAP or b.people is None or b.anaphor:
            continue
        if b.people.head in _CARRIERS and b.victims.status == "unspecified" and (
                set(gap) <= {"and", ",", "while", "but", "with"} or (b.active and "said" not in gap)):
            group = a.victims.group if b.people.head == "" else None
            out[here] = b = structs.replace(b, victims=Victims(status=a.victims.status, group=group))
        if a.count.wording == "at_least" and b.count.wording == "exact" and gap == ["and"]:
            count = Count(low=b.count.low, high=None, wording="at_least", text=b.count.text)
            out[here] = structs.replace(b, count=count)
    return out


def _mixed(rows: list[Row]) -> None:
    """A total whose parts are fighters and others has mixed victims."""
    children: dict[int, list[Finding]] = {}
    for row in rows:
        if row.parent is not None:
            children.setdefault(row.parent, []).append(row.finding)
    for number, parts in children.items():
        row = rows[number]
        statuses = {p.victims.status for p in parts}
        fighters = sum(p.count.low or 0 for p in parts if p.victims.status == "combatant")
        if row.finding.victims.status != "unspecified" or "combatant" not in statuses:
            continue
        if "civilian" in statuses or (row.finding.count.low or 0) <= 2 * fighters < 2 * (row.finding.count.low or 0):
            row.finding = structs.replace(row.finding, victims=Victims(status="mixed", group=row.finding.victims.group))


# ---------------------------------------------------------------------------------------------- stance, source


def _stances(page: Page, rows: Sequence[Row], scopes: Sequence[Scope], sources: Sequence[Source]) -> list[Stance]:
    """The stance of each row, from its own sentence, then the next one, then the outlet's word on the number."""
    if not rows:
        return []
    near = {row.sentence.number + away for row in rows for away in range(-1, 4)}
    text = {s.number: page.text[s.span.start : min(s.span.end, s.span.start + _PIECE)]
            for s in page.sentences if s.number in near}
    first = {}
    beside: dict[Span, list[Span]] = {}
    for row in rows:
        first.setdefault(row.sentence.number, row.span.start - row.sentence.span.start)
        beside.setdefault(row.sentence.span, []).append(row.span)
    out: list[Stance] = []
    for row, scope, source in zip(rows, scopes, sources, strict=True):
        sentence = row.sentence.span
        before = _before(page, row, beside[row.sentence.span])
        after = page.text[row.span.end : min(sentence.end, row.span.end + 400)]
        if row.finding.count.wording == "at_least" and running(after) and row.finding.count.text[0].isdigit():
            out.append("undercount")
            continue
        stance = stance_of(row.finding, before, row.span.of(page.text), after, source)
        if stance in {"asserted", "confirmed"}:
            following = text.get(row.sentence.number + 1, "")[:400]
            reach = first.get(row.sentence.number + 1, len(following))
            stance = _next_doubt(following, reach, row) or stance
        if stance == "asserted" and scope == "incident" and source.known and _number_doubted(text, row):
            stance = "unverified"
        out.append(stance)
    return out


def _number_doubted(text: Mapping[int, str], row: Row) -> bool:
    """Whether the outlet says near a figure that it could not check the number; text: sentences by their number."""
    here = row.sentence.number
    first = here if TURNS_AWAY.search(text[here]) else here - 1
    return any(questions_number(text.get(number, "")) for number in range(first, here + 4))


def _before(page: Page, row: Row, spans: Sequence[Span]) -> str:
    """The sentence before the figure, other figures left out: an "estimated" inside one of them is said of it alone."""
    start = max(row.sentence.span.start, row.span.start - 400)
    pieces, at = [], start
    for other in sorted(spans):
        if at <= other.start and other.end <= row.span.start:
            pieces.append(page.text[at : other.start])
            at = other.end
    return " ".join([*pieces, page.text[at : row.span.start]])


def _next_doubt(following: str, reach: int, row: Row) -> Stance | None:
    doubt = doubted(following, reach)
    if doubt == "undercount" and row.finding.harm == "displaced":
        return None
    return doubt


def _source(span: Span, page: Page, statements: Sequence[Statement]) -> tuple[Source, Statement | None]:
    """Who the figure comes from."""
    try:
        from stemma.statements.attribution import source_of
    except ImportError:
        return NARRATOR, None
    return source_of(span, page, statements)


def _as_of(page: Page, row: Row) -> When | None:
    """The time at which the figure stood, where the sentence says so: "by noon on Tuesday"."""
    sentence = row.sentence.span
    for date in page.dates[bisect_left(page.dates, sentence.start, key=lambda d: d.span.start) :]:
        if date.span.start >= sentence.end:
            return None
        before = page.text[max(sentence.start, date.span.start - 24) : date.span.start].lower()
        if any(f" {cue}" in f" {before}" for cue in ("by ", "as of ", "until ", "as at ")):
            return date.when
    return None
