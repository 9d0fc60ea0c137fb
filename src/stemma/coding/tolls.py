"""Tolls: which of the figures that reports give is coded, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from stemma.coding import facts as at
from stemma.coding.facts import Facts
from stemma.coding.phrases import quoted, sentence
from stemma.coding.readings import Figure, figures, indefinite, share_of
from stemma.coding.spec import MARKS, Convention, PartField, RestField, TollField, Who
from stemma.model import Claim, Coded
from stemma.report.words import how_many, listed, some_of

MOST = 4  # other figures that a reason names


class Pool(Struct, frozen=True):
    """The figures that a field may choose from, and what was left aside on the way."""

    figures: tuple[Figure, ...]
    remarks: tuple[str, ...] = ()
    review: bool = False
    part: bool = False  # only parts of the toll are told
    unstated: bool = False  # nobody says that these people were of the status asked for
    doubt: bool = False  # one account says that they were, another that they were not


def coded(convention: Convention, name: str, value: object, reason: Iterable[str], rules: Sequence[str],
          rows: Iterable[str] = (), review: bool = False) -> Coded:
    """A value with its reason. Of the rules that had a part in it the least firm is named, so that a default of ours
    never hides behind a verified rule; of equals the first."""
    named = [rule for rule in rules if rule]
    rule = max(named, key=lambda rule: MARKS.index(convention.rules[rule].mark))
    text = " ".join(sentence(part) for part in reason if part)
    return Coded(name, value, text, rule, convention.rules[rule].mark, tuple(dict.fromkeys(rows)), review)


# -------------------------------------------------------------------------------------------------- the pool


def pool_of(facts: Facts, convention: Convention, field: TollField) -> Pool:
    """What a field chooses from: whole tolls; where there are none, parts; where none has a number, the bare word."""
    who = field.who
    rows = at.whole(facts, field.harm)
    if who is None:
        pool = _standing(facts, convention, rows)
    elif who.group is None and not who.words:
        pool = _by_status(facts, convention, field, rows)
    else:
        both = [row for row in (*rows, *at.parts(facts, field.harm)) if at.is_of(facts, row, who)]
        pool = _standing(facts, convention, both)
    if pool.figures:
        return pool
    pool = _of_parts(facts, convention, field)
    if pool.figures:
        return pool
    told, unstated = _asked(facts, field, at.bare(facts, field.harm))
    return Pool(tuple(indefinite(facts, convention, told)), (), unstated and field.unstated != "take", False, unstated)


def _asked(facts: Facts, field: TollField, rows: Sequence[Claim]) -> tuple[list[Claim], bool]:
    """The claims that are of the people asked for; where none is, those that do not say who they are of."""
    said = [row for row in rows if at.is_of(facts, row, field.who)]
    if said or field.who is None or field.who.group or field.who.words or field.unstated == "leave":
        return said, False
    silent = [row for row in rows if row.victims.status in ("unspecified", "mixed")]
    return silent, bool(silent)


def _standing(facts: Facts, convention: Convention, rows: Sequence[Claim], **more: bool) -> Pool:
    """Figures that are still somebody's account; all of them where none is."""
    found = figures(facts, convention, rows)
    standing = [figure for figure in found if figure.stands]
    if not standing:
        return Pool(tuple(found), **more)
    left = [f"{f.quoted}, which {'a copy made of another figure' if f.changed else 'its source later replaced'}"
            for f in found if not f.stands]
    return Pool(tuple(standing), (f"Not taken: {'; '.join(left[:MOST])}",) if left else (), **more)


def _by_status(facts: Facts, convention: Convention, field: TollField, rows: Sequence[Claim]) -> Pool:
    """Figures of civilians or of fighters, and those that say neither, as far as the field's `unstated` wants them.

    Where one account says civilians and others say nothing, all of them are accounts of the same people. Where one
    says civilians and another one fighters, who they were is in doubt.
    """
    said = [row for row in rows if row.victims.status == field.who.status]
    silent = [row for row in rows if row.victims.status in ("unspecified", "mixed")]
    if field.unstated == "leave":
        return _standing(facts, convention, said) if said else Pool(())
    status = {field.who.status, "unspecified", "mixed"}
    pool = _standing(facts, convention, [row for row in rows if row.victims.status in status])
    others = [row for row in rows if row.victims.status not in status]
    unstated, doubt = bool(silent) and not said, bool(others)
    told = "; ".join(dict.fromkeys(f"“{' '.join(at.words_of(facts, row).split())}”" for row in others[:MOST]))
    remark = f"Another account says that they were not {_people(field.who)}: {told}" if doubt else ""
    review = doubt or unstated and field.unstated != "take"
    return Pool(pool.figures, tuple(filter(None, (*pool.remarks, remark))), review, False, unstated, doubt)


def _of_parts(facts: Facts, convention: Convention, field: TollField) -> Pool:
    """The largest part that is told, where nobody gives the whole: at least so many."""
    if field.who is not None and (field.who.group or field.who.words):
        return Pool(())
    rows, unstated = _asked(facts, field, at.parts(facts, field.harm))
    shares = indefinite(facts, convention, [row for row in rows if share_of(facts, convention, row)])
    if shares:
        return Pool(tuple(shares), (f"A share of the total. {_text(convention, shares[0].rule)}",), True, True)
    stated = [row for row in rows if row.count.stated]
    found = [figure for figure in figures(facts, convention, stated) if figure.stands and figure.low is not None]
    if not found:
        return Pool(())
    most = max(found, key=lambda figure: (figure.low, -len(figure.claims), figure.claims[0].id))
    return Pool((most,), ("Only a part of the toll is told; the whole was at least this",), True, True, unstated)


# --------------------------------------------------------------------------------------------------- toll


def toll(facts: Facts, convention: Convention, field: TollField) -> Coded:
    """The number of people killed or injured, or why there is none."""
    pool = pool_of(facts, convention, field)
    if not pool.figures:
        return _nothing_told(facts, convention, field)
    if field.stated_only:
        stated = tuple(figure for figure in pool.figures if figure.count.stated)
        if not stated:
            vague = listed([figure.quoted for figure in pool.figures[:MOST]])
            return coded(convention, field.name, None, (f"No number is stated: {vague}",), (field.rule,),
                         _rows(pool.figures), True)
        pool = Pool(stated, pool.remarks, pool.review, pool.part, pool.unstated, pool.doubt)
    chosen, why = choose(field, pool.figures)
    if chosen is None:
        said = listed([figure.quoted for figure in pool.figures[:MOST]])
        rules = [field.rule, *(figure.rule for figure in pool.figures)]
        return coded(convention, field.name, None, (f"No number may be read from {said}", _text(convention, rules[1])),
                     rules, _rows(pool.figures), True)
    return _told(convention, field, pool, chosen, why)


def choose(field: TollField, among: Sequence[Figure]) -> tuple[Figure | None, str]:
    """The figure that a field takes, and why that one."""
    if field.take == "highest":
        told = [figure for figure in among if figure.high is not None]
        best = max(told, key=lambda figure: (figure.high, len(figure.sources)), default=None)
        return best, "the highest account is coded"
    told = [figure for figure in among if figure.low is not None]
    # "Up to 30" asserts no lower end; it sets one only where nobody gives a number that does.
    told = [figure for figure in told if figure.count.low is not None] or told
    if field.take == "corroborated":
        carried = [figure for figure in told if len(figure.sources) >= field.sources]
        carried = [figure for figure in carried if figure.count.stated] or (
            [] if any(figure.count.stated for figure in told) else carried)
        if carried:
            best = max(carried, key=lambda figure: (len(figure.sources), figure.latest, -(figure.low or 0)))
            equal = [one for one in carried if len(one.sources) == len(best.sources)]
            count = how_many(len(best.sources), "independent source")
            return best, f"{count} carry it, more than any other figure" if len(equal) == 1 else (
                f"{count} carry it, as they do {listed([one.quoted for one in equal if one is not best])}; "
                "it is the later, or else the lower, of them")
    best = min(told, key=lambda figure: (figure.low, -len(figure.sources)), default=None)
    return best, "the lowest account is coded"


def _told(convention: Convention, field: TollField, pool: Pool, chosen: Figure, why: str) -> Coded:
    """The value of the chosen figure, with what else is told."""
    value = _end(chosen, field.take)
    others = [f for f in pool.figures if f is not chosen and _end(f, field.take) != value]
    above = [f for f in others if field.take == "highest" and f.high is None
             and (f.count.high or f.count.low or 0) > (chosen.high or 0)]
    if above:
        said = listed([figure.quoted for figure in above[:MOST]])
        return coded(convention, field.name, None, (
            f"{_by(chosen)} is the highest number, but no number may be read from {said}, which goes above it",),
            (field.rule, *(figure.rule for figure in above)), _rows([chosen, *above]), True)
    zero = (pool.unstated or pool.doubt) and field.unstated == "zero" and field.take == "lowest"
    silent = field.who is not None and field.who.status is not None and chosen.status != field.who.status
    reason = [f"{_by(chosen)}{'' if zero else _read_as(chosen, value)}", _who_they_were(field, pool, zero, silent)]
    if others:
        told = [_told_other(figure, field) for figure in others]
        more = f"; and {len(told) - MOST} more" if len(told) > MOST else ""
        reason.append(f"Reports differ ({'; '.join(told[:MOST])}{more}): {why}")
    if field.take == "highest" and chosen.count.high is None and chosen.high == chosen.count.low:
        reason.append("The words set no upper end, so this is the least that it can be")
    mixed = field.who is None and {"civilian", "combatant"} <= {figure.status for figure in pool.figures}
    if mixed:
        reason.append("Accounts differ on whether they were civilians or fighters")
    rival = _own_rival(chosen, pool.figures) if field.take != "highest" else None
    if rival:
        reason.append(f"The same source also gives {rival.quoted}: a person has to see which is the whole toll")
    unstated = zero or silent and field.unstated != "zero"
    rules = [chosen.rule, field.rule if others or field.who else "", field.unstated_rule if unstated else ""]
    return coded(convention, field.name, 0 if zero else value, (*reason, *pool.remarks), rules[::-1], _rows([chosen]),
                 field.review or chosen.review or pool.review or mixed or rival is not None)


def _own_rival(chosen: Figure, among: Sequence[Figure]) -> Figure | None:
    """A higher figure that a source of the chosen one gives as well, and that cannot be true beside it."""
    if chosen.count.high is None or len(chosen.sources) > 1:
        return None
    own = set(chosen.sources)
    return next((other for other in among if own & set(other.sources) and other.count.low is not None
                 and other.count.low > chosen.count.high), None)


def _who_they_were(field: TollField, pool: Pool, zero: bool, silent: bool) -> str:
    """What is known of the status of the people counted, where the field asks for it and the figure is silent."""
    if zero:
        how = "It is disputed" if pool.doubt else "Nobody says"
        return f"{how} that they were {_people(field.who)}, so none may have been"
    if not silent:
        return ""
    said = f"The words do not say that they were {_people(field.who)}"
    return said if pool.unstated else f"{said}; another account does"


def _end(figure: Figure, take: str) -> int | None:
    """The number of a figure at the end that is taken."""
    return figure.high if take == "highest" else figure.low


def _by(figure: Figure) -> str:
    return f"{figure.quoted}, {carriers(figure)}"


def carriers(figure: Figure) -> str:
    """ "two independent sources: A and B"."""
    if not figure.sources:
        return "no source named"
    return f"{how_many(len(figure.sources), 'independent source')} ({some_of(figure.names, 3)})"


def _read_as(figure: Figure, value: int | None) -> str:
    """How the words became the number, where they are not that number."""
    same = figure.count.low == figure.count.high == value
    return "" if same else f", is read as {value:,}"


def _told_other(figure: Figure, field: TollField) -> str:
    value = _end(figure, field.take)
    if figure.count.low == figure.count.high == value:
        return figure.quoted
    return f"{figure.quoted} {'gives no number here' if value is None else f'read as {value:,}'}"


def _text(convention: Convention, rule: str) -> str:
    return convention.rules[rule].text


def _rows(among: Iterable[Figure]) -> list[str]:
    return [claim.id for figure in among for claim in figure.claims]


def _nothing_told(facts: Facts, convention: Convention, field: TollField) -> Coded:
    """Nobody gives a figure: of "casualties" only, or of nothing."""
    casualties = [claim for claim in facts.claims if claim.kind == "casualties" and claim.stance != "denied"]
    if casualties and field.only_casualties is not None:
        said = listed(list(dict.fromkeys(f"“{' '.join(at.words_of(facts, c).split())}”" for c in casualties))[:2])
        return coded(convention, field.name, field.only_casualties,
                     (f"The reports tell of casualties only ({said}), dead or injured not told apart",),
                     (field.casualties_rule or field.rule,), [claim.id for claim in casualties])
    rule = field.none_rule or field.rule
    said = f"No report tells of {_people(field.who)} {field.harm}"
    beside = told_beside(facts, field.harm)
    if beside and field.none_told is not None:
        return coded(convention, field.name, None, (f"{said} here, but {beside}",), (rule,), (), True)
    return coded(convention, field.name, field.none_told, (said,), (rule,))


def told_beside(facts: Facts, harm: str) -> str:
    """The figures of its reports that are held to be of something else, in words; empty where there are none."""
    told = dict.fromkeys(quoted(claim.count) for claim in facts.loose if claim.kind == harm)
    if not told:
        return ""
    return f"they give {some_of(list(told), MOST)}, held to be over a longer time or of something else"


def _people(who: Who | None) -> str:
    """"anybody", "children", "girls": whom a field counts."""
    if who is None:
        return "anybody"
    if who.words:
        return who.words[-1]
    return (who.group or "").replace("_", " ") or {"civilian": "civilians", "combatant": "fighters"}[who.status or ""]


# ----------------------------------------------------------------------------------------- parts of a number


def part(facts: Facts, convention: Convention, field: PartField, done: dict[str, Coded]) -> Coded:
    """How many of the people counted by another field were of one kind."""
    total = done[field.of]
    if not isinstance(total.value, int):
        return coded(convention, field.name, None, (f"{field.of} has no value",), (field.rule,))
    base = [facts.by_id[row] for row in total.rows if row in facts.by_id and facts.by_id[row].scope != "partial"]
    status = at.status_of(base)
    if {status, field.who.status} == {"civilian", "combatant"}:
        said = next(row for row in base if row.victims.status == status)
        return coded(convention, field.name, 0, (f"The figure is of others: “{at.words_of(facts, said)}”",),
                     (field.rule,), [said.id], field.review)
    if base and status == field.who.status:
        said = next(row for row in base if row.victims.status == field.who.status)
        words = " ".join(at.words_of(facts, said).split())
        return coded(convention, field.name, total.value, (f"All {total.value:,} are told to be so: “{words}”",),
                     (field.rule,), [said.id], field.review)
    rows = [row for row in at.parts(facts, field.harm) if at.is_of(facts, row, field.who)]
    found = [f for f in figures(facts, convention, rows) if f.stands and f.low is not None and f.low <= total.value]
    general = [f for f in found if any(claim.victims.group is None for claim in f.claims)]
    if not found:
        kind = _people(field.who)
        return coded(convention, field.name, 0, (f"No report says how many of the {total.value:,} were {kind}",),
                     (field.rule,))
    best = max(general, key=lambda f: (len(f.sources), -f.low, f.claims[0].id), default=None)
    group = max((f for f in found if f not in general), key=lambda f: (f.low, f.claims[0].id), default=None)
    if best is None or group is not None and group.low > best.low:
        return _part(convention, field, group, found, False)
    return _part(convention, field, best, found, True)


def _part(convention: Convention, field: PartField, best: Figure, found: Sequence[Figure], general: bool) -> Coded:
    """The best carried part; where the largest is of a group among them (children), at least so many."""
    others = [figure.quoted for figure in found if figure is not best]
    group = (best.claims[0].victims.group or "").replace("_", " ")
    reason = [f"{_by(best)}{_read_as(best, best.low)}, a part of the toll"]
    reason += [] if general else [f"These are the {group or 'people'} among them, so there were at least as many"]
    reason += [f"Also told: {some_of(others, MOST)}"] if others else []
    return coded(convention, field.name, best.low, reason, (field.rule, best.rule), _rows([best]),
                 field.review or bool(others) or best.review or not general)


def rest(convention: Convention, field: RestField, done: dict[str, Coded]) -> Coded:
    """What is left of a number when others are taken off."""
    total, less = done[field.of].value, [done[name].value for name in field.without]
    if not isinstance(total, int) or not all(isinstance(value, int) for value in less):
        return coded(convention, field.name, None, (f"{field.of} has no value",), (field.rule,))
    left = total - sum(less)
    if left < 0:
        return coded(convention, field.name, None, (f"{listed(field.without)} make more than {field.of}",),
                     (field.rule,), (), True)
    return coded(convention, field.name, left, (f"{field.of} {total:,} without {listed(field.without)}",),
                 (field.rule,), done[field.of].rows, field.review)
