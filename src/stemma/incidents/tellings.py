"""Tellings: what one report says of happenings, of places and of how they lie. Pure functions of one reading.

Joining over the case needs nothing else of a report, so what it tells is kept from one build to the next as long as its
reading and the names of areas that it uses stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import asdict, replace

from stemma.incidents.accounts import Account, account_of
from stemma.incidents.scenes import (
    Scene,
    View,
    aside,
    focus_of,
    is_scene_of,
    is_settlement,
    placed,
    same_name,
    scenes_of,
    wide,
)
from stemma.incidents.triggers import kinds_in
from stemma.keeping import Notes, Topic
from stemma.model import Claim, Page, Reading, Victim
from stemma.values import Scope, When

IN = re.compile(r"(?:['’]s)?(?:[ \w-]{0,40}?)\b(?:in|of)\s+(?:the\s+)?(?:\w+\s+){0,3}|(?:\s+\w+){0,3},\s+(?:in\s+)?")
TOP = 3  # sentences that tell what a report is about


class Told(Struct, frozen=True):
    """What is worked out of one report; places by Mention.id."""

    placed: tuple[tuple[str | None, When | None, Scope], ...]  # of each claim: place and day of its happening, scope
    focus: Scene
    others: frozenset[int]  # Sentence.number, of those that tell of another attack: the second, beside a focus on the
    # first, or the first beside a focus on the second
    account: Account  # of the focus
    violent: bool  # whether its first sentences tell of violence
    named: tuple[str, ...]  # towns, villages and sites, but for those told as a direction, a speaker or a place of care
    spots: tuple[tuple[tuple[str, bool], ...], ...]  # of each violent sentence: its places, and whether struck there
    kinds: dict[int, tuple[str, ...]]  # of happenings, that a sentence names, by Sentence.number
    inside: tuple[tuple[str, str], ...]  # a named site, and the town that the text says it lies in


class Telling(Told, frozen=True):
    """What one report says of happenings and of places."""

    reading: Reading  # its claims with the place and day of their happening
    victims: tuple[Victim, ...]


TOLD = Topic("told", Told)


def telling_of(reading: Reading, areas: Collection[str], victims: Sequence[Victim] = (),
               notes: Notes | None = None) -> Telling:
    """What a report says. `areas` are case-folded names that the case uses of a province or a country."""
    named = {m.name.casefold() for m in reading.page.mentions if m.kind == "place"}
    own = sorted(name for name in named if name in areas)
    told = (notes or Notes()).of(TOLD, reading, lambda: told_by(reading, frozenset(own), victims), own, list(victims))
    return Telling(reading=_placed(reading, told.placed), victims=tuple(victims), **asdict(told))


def _placed(reading: Reading, at: Sequence[tuple[str | None, When | None, Scope]]) -> Reading:
    """A reading with the place and day of what each claim tells of."""
    if all((claim.place, claim.when, claim.scope) == own for claim, own in zip(reading.claims, at, strict=True)):
        return reading
    return replace(reading, claims=tuple(
        claim if (claim.place, claim.when, claim.scope) == own else
        replace(claim, place=own[0], when=own[1], scope=own[2])
        for claim, own in zip(reading.claims, at, strict=True)))


def told_by(reading: Reading, areas: Collection[str], victims: Sequence[Victim]) -> Told:
    """What is worked out of a report. `areas` are those of its names that the case uses of a province or a country."""
    view = View(reading.page, reading.claims, areas)
    focus = focus_of(view)
    scenes = scenes_of(view, focus)
    claims = tuple(placed(claim, view, scenes, focus) for claim in reading.claims)
    return Told(
        placed=tuple((claim.place, claim.when, claim.scope) for claim in claims),
        focus=focus,
        others=frozenset(number for number, scene in scenes.items() if scene.second != focus.second),
        account=account_of_focus(view, focus, scenes, claims, victims),
        violent=any(view.violent(sentence) for sentence in view.sentences[:TOP]),
        named=tuple(m.id for sentence in view.sentences for m in view.local_places(sentence.number)
                    if not aside(view.page.text, sentence, m)),
        spots=tuple(spots_of(view)),
        kinds={number: named for number, text in view.text.items() if (named := kinds_in(text))},
        inside=tuple(sites_in(reading.page)),
    )


def account_of_focus(view: View, focus: Scene, scenes: dict[int, Scene], claims: Sequence[Claim],
                     victims: Sequence[Victim]) -> Account:
    """What the report tells of the happening that it is mostly about."""
    numbers = {number for number, scene in scenes.items() if scene is focus or same_name(scene.place, focus.place)
               and not scene.recalled and scene.second == focus.second}
    own = [claim for claim in claims if claim.sentence in numbers]
    day = focus.when.start if focus.when and focus.when.precision == "day" else None
    return account_of(view, numbers, own, victims, day, focus.plain, focus.second)


def account_of_scene(telling: Telling, claims: Sequence[Claim]) -> Account:
    """What the report tells of another happening, in the sentences that these claims stand in."""
    view = View(telling.reading.page, claims, ())  # places are not asked for
    when = next((claim.when for claim in claims if claim.when), None)
    day = when.start if when and when.precision == "day" else None
    return account_of(view, {claim.sentence for claim in claims}, claims, (), day, day is not None)


def spots_of(view: View) -> list[tuple[tuple[str, bool], ...]]:
    """The places of each sentence on violence, with whether words of attack lead straight to them."""
    found = []
    for sentence in view.sentences:
        local = view.local_places(sentence.number)
        if local and view.violent(sentence):
            found.append(tuple((m.id, is_scene_of(view.page.text, sentence, m)) for m in local))
    return found


def sites_in(page: Page) -> list[tuple[str, str]]:
    """Named sites with the town that they are said to lie in: "the Mill Gate terminal in Varny".

    Only names that the gazetteer does not know are taken for sites.
    """
    places = [m for m in page.mentions if m.kind == "place"]
    return [
        (site.id, town.id)
        for site, town in zip(places, places[1:], strict=False)
        if site.geo is None and not is_settlement(site) and not wide(town)
        and IN.fullmatch(page.text[site.span.end : town.span.start])
    ]
