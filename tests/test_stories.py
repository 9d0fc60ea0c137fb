"""A mixed pile falls into stories; like happenings are told apart by what differs between them."""

from __future__ import annotations

import time
from datetime import date
from itertools import product

from stemma.copies.linkage import joins_of, members
from stemma.copies.stories import stories_of
from stemma.ids import make_id, sha256
from stemma.model import Document, DocumentDate, Page
from stemma.reading.sentences import sentences_of

# Two fires in two towns, told in the same words; five reports of each, no two alike.
FIRE = (
    "A fire destroyed the {what} in {town} on {day}, and {chief} said that {n} engines were sent.",
    "Flames at the {what} of {town} were seen from {river}; {chief}'s crew needed until {day} night to put them out.",
    "{owner}, who owns the {what} in {town}, said after the fire on {day} that the stock was lost.",
    "The cause of the fire that gutted {town}'s {what} is not known. {chief} asked people near {river} for pictures.",
    "Insurance will pay {n} hundred thousand crowns to {owner} for the {what} that burned on {day} in {town}.",
)
TAIL = (
    "Smoke drifted over the roofs and windows were kept shut. {chief} thanked volunteers, and neighbours brought tea.",
    "Nobody was hurt. The street along {river} stayed closed, and the fire brigade kept watch through the night.",
    "{owner} said the firm would build again. Firefighters cooled gas bottles with water from {river}.",
    "Police sealed the ruin. The brigade of {town} had warned of old wiring, {chief} said.",
    "Two firefighters breathed smoke and went home the same evening. {owner} praised {chief}.",
)
HALVEN = {"what": "cannery", "town": "Halven", "day": "Monday", "chief": "Ilja Torsk", "n": "14",
          "river": "Meer quay", "owner": "Dorte Quist"}
PELLA = {"what": "sawmill", "town": "Pella Ridge", "day": "Saturday", "chief": "Ann-Sofie Brag", "n": "22",
         "river": "Upper Kisse", "owner": "Matteo Ruun"}
SHOW = (
    "The pear show at Lower Tellin drew six hundred visitors to the school, the orchard society reported.",
    "Judges at the Lower Tellin pear show gave the cup to a grower of seventeen for a plate of winter pears.",
    "Cider sold out before noon at the orchard society's pear show in Lower Tellin, visitors complained.",
    "Next year's pear show will move from the school at Lower Tellin to a tent, the orchard society decided.",
)


def page(name: str, text: str, day: date | None = None) -> Page:
    document = Document(make_id("d", sha256(text.encode()), name), name, "0", text, "text/plain")
    return Page(document, DocumentDate(day), (), sentences_of(document, ()), (), (), ())


def pile() -> list[Page]:
    told = [f"{fire} {TAIL[number]} {TAIL[(number + 2) % 5]}" for number, fire in enumerate(FIRE)]
    pages = [page(f"{town['town'][0]}{number}", told[number].format(**town))
             for number, town in product(range(5), (HALVEN, PELLA))]
    return [*pages, *(page(f"S{number}", text) for number, text in enumerate(SHOW)),
            page("X", "A ferry between Orsa and Mellby was late because of fog, passengers wrote to the company.")]


def named(pages: list[Page]) -> list[str]:
    names = {one.document.id: one.document.name for one in pages}
    return sorted(" ".join(sorted(names[doc] for doc in story)) for story in stories_of(pages))


def test_two_like_fires_and_a_show_are_three_stories_and_what_belongs_to_none_stays_alone():
    assert named(pile()) == ["H0 H1 H2 H3 H4", "P0 P1 P2 P3 P4", "S0 S1 S2 S3", "X"]


def test_reports_of_one_fire_are_not_parted():
    assert named([one for one in pile() if one.document.name[0] == "H"]) == ["H0 H1 H2 H3 H4"]


def test_reports_published_long_apart_are_not_one_story_and_a_missing_day_says_nothing():
    def told(first: date | None, second: date | None) -> int:
        days = (first, first, second, second)
        return len(stories_of([page(f"S{number}", text, day)
                               for number, (text, day) in enumerate(zip(SHOW, days, strict=True))]))

    assert told(date(2031, 9, 1), date(2031, 9, 9)) == told(date(2031, 9, 1), None) == 1
    assert told(date(2031, 9, 1), date(2033, 9, 1)) > 1


def test_the_order_of_the_reports_changes_nothing():
    pages = pile()
    assert stories_of(pages) == stories_of(pages[::-1]) == stories_of(pages[7:] + pages[:7])


def test_piles_with_next_to_nothing_in_them():
    assert stories_of([]) == ()
    empty, one = page("e", ""), page("o", SHOW[0])
    assert len(stories_of([empty, one])) == 2
    assert len(stories_of([empty])) == 1


def test_many_copies_of_one_report_are_one_story_in_time():
    began = time.process_time()
    pages = [page(f"c{number}", f"{FIRE[0]} {TAIL[0]}".format(**HALVEN)) for number in range(300)]
    pages += [page(f"s{number}", f"{SHOW[0]} Stall {number}x sold pears.") for number in range(5)]
    assert sorted(map(len, stories_of(pages))) == [5, 300]
    assert time.process_time() - began < 8


def test_average_link_joins_the_most_alike_first_and_stops():
    links = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.2, (2, 3): 0.3}
    assert list(members(4, joins_of(4, links, least=0.35)).values()) == [[3], [2, 0, 1]]
    assert list(members(4, joins_of(4, links, least=0.45)).values()) == [[2], [3], [0, 1]]
    assert joins_of(3, {}, least=0.0) == []
