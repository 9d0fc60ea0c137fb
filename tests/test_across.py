"""Copies across languages: translations are found, independent reports of one event in two languages stay apart.

The texts of tests/cases/copies/languages are invented; each file tells of one event in several languages and its
headers say which text was made from which. `heldout` was written before anything was set, `heldout_free` after;
both are only measured here.
"""

from __future__ import annotations

import random
import re
import time
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from stemma import cli
from stemma.copies import across
from stemma.copies._across_features import part_of, skeleton, split
from stemma.ids import make_id, sha256
from stemma.model import Document, Edge, Page, Reading
from stemma.pipeline import join, open_page, read
from stemma.readers._language import language_of
from stemma.values import Span

CASES = Path(__file__).parent / "cases" / "copies" / "languages"


class Case(NamedTuple):
    """One text: `event` is its file, `root` the text that it was made from, or itself."""

    event: str
    name: str
    lang: str
    root: str
    day: date
    text: str


@cache
def cases(folder: str = "") -> tuple[Case, ...]:
    found = []
    for path in sorted((CASES / folder).glob("*.txt")):
        for block in re.split(r"(?m)^== ", path.read_text(encoding="utf-8"))[1:]:
            head, _, text = block.partition("\n")
            name, lang, day, *rest = head.split()
            root = rest[1] if rest else name
            found.append(Case(path.stem, name, lang, root, date.fromisoformat(day), text.strip() + "\n"))
    return tuple(found)


def document(text: str, name: str, lang: str | None, **given: object) -> Document:
    digest = sha256(text.encode())
    return Document(id=make_id("d", digest, name), name=name, sha256=digest, text=text, media_type="text/plain",
                    lang=lang, **given)


def page(text: str, name: str = "x", lang: str | None = "en", **given: object) -> Page:
    return open_page(document(text, name, lang, **given))


@cache
def pages(folder: str = "") -> dict[str, Page]:
    return {case.name: page(case.text, case.name, case.lang, published=case.day) for case in cases(folder)}


class Pair(NamedTuple):
    a: Case
    b: Case
    copy: bool
    met: bool  # whether the keys bring the two together
    edge: Edge | None


@cache
def measured(folder: str = "") -> tuple[Pair, ...]:
    """Every pair of an English text and one of another language, of one event or of two."""
    texts = {case.name: across.text_of(pages(folder)[case.name]) for case in cases(folder)}
    english = [text for text in texts.values() if text.lang == "en"]
    met = {frozenset(pair) for pair in across.candidates([t for t in texts.values() if t.lang != "en"], english)}
    return tuple(
        Pair(a, b, a.event == b.event and a.root == b.root,
             frozenset((texts[a.name].doc, texts[b.name].doc)) in met, across.compare(texts[a.name], texts[b.name]))
        for a, b in combinations(cases(folder), 2) if (a.lang == "en") != (b.lang == "en")
    )


def told(pairs: list[Pair]) -> list[str]:
    return [f"{pair.a.name} ~ {pair.b.name}" for pair in pairs]


# ---------------------------------------------------------------------------------------------- found, and not found


def test_there_are_enough_cases():
    copies = [pair for pair in measured() if pair.copy]
    look_alike = [pair for pair in measured() if not pair.copy and pair.a.event == pair.b.event]
    assert len(copies) >= 16 and len(look_alike) >= 40
    assert {pair.a.lang for pair in copies} | {pair.b.lang for pair in copies} >= set("uk ru ar es fr de pt tr".split())


def test_all_copies_but_one_at_most_are_found():
    missed = [pair for pair in measured() if pair.copy and (pair.edge is None or not pair.met)]
    assert len(missed) <= 1, told(missed)


def test_no_independent_reports_are_joined():
    assert told([pair for pair in measured() if not pair.copy and pair.edge]) == []


def test_held_out_texts():
    """Written before anything was set; measured, never looked at while setting: 6 of 6 found, none of 12 of one event
    joined, and none of 36 of different events."""
    pairs = measured("heldout")
    assert sum(pair.copy for pair in pairs) == 6
    assert sum(pair.copy and pair.met and pair.edge is not None for pair in pairs) >= 6
    assert sum(not pair.copy and pair.a.event == pair.b.event for pair in pairs) == 12
    assert told([pair for pair in pairs if not pair.copy and pair.edge]) == []


def test_held_out_free_renderings():
    """Written after all was set, and harder: leads of their own, facts left out, look-alikes that list the same facts.
    2 of 3 found, none of 9 joined. One copy lies as near to the threshold as one look-alike does."""
    pairs = measured("heldout_free")
    assert sum(pair.copy for pair in pairs) == 3
    assert sum(pair.copy and pair.met and pair.edge is not None for pair in pairs) >= 2
    assert sum(not pair.copy and pair.a.event == pair.b.event for pair in pairs) == 9
    assert told([pair for pair in pairs if not pair.copy and pair.edge]) == []


def test_reports_of_different_events_seldom_meet():
    met = [pair for pair in measured() if pair.met and pair.a.event != pair.b.event]
    assert len(met) <= 4, told(met)


# ---------------------------------------------------------------------------------------------------- the edges


@pytest.mark.parametrize(("old", "new"), [("60", "16"), ("43", "34"), ("8:35", "9:35"), ("Iriarte", "Uribe")])
def test_a_copy_that_changed_a_fact_is_still_a_copy(old: str, new: str):
    by_name = {case.name: case for case in cases()}
    spoilt = across.text_of(page(by_name["valley-english"].text.replace(old, new), "spoilt"))
    assert across.compare(spoilt, across.text_of(pages()["diario"])) is not None
    assert across.compare(spoilt, across.text_of(pages()["morgenblatt"])) is not None


def test_an_english_report_whose_language_was_told_wrongly_stays_a_verbatim_copy():
    by_name = {case.name: case for case in cases()}
    text = by_name["river-post"].text
    given = [read(document(text, name, lang), "none") for name, lang in (("one", "en"), ("two", "nl"))]
    (edge,) = (edge for family in join(given).families for edge in family.edges)
    assert edge.how == "verbatim"


def test_edges_are_translations_with_passages_that_quote():
    for pair in measured():
        if edge := pair.edge:
            assert edge.how == "translation" and 0.3 < edge.share <= 1.0
            assert len(edge.passages) >= 3
            texts = {page.document.id: page.text for page in pages().values()}
            for ours, theirs in edge.passages:
                assert ours.of(texts[edge.a]).strip() == ours.of(texts[edge.a])
                assert theirs.of(texts[edge.b]).strip() == theirs.of(texts[edge.b])


def passages(one: str, two: str) -> list[tuple[str, str]]:
    a, b = pages()[one], pages()[two]
    edge = across.compare(across.text_of(a), across.text_of(b))
    return [(x.of(a.text), y.of(b.text)) for x, y in edge.passages]


def counterpart(rows: list[tuple[str, str]], words: str) -> str:
    return next(theirs for ours, theirs in rows if words in ours)


def test_passages_stand_beside_their_translation():
    rows = passages("nile-wire", "sahra")
    assert "120 خيمة" in counterpart(rows, "set fire to some 120 tents")
    assert "أبو طلحة" in counterpart(rows, "took 58 wounded to its clinic")
    assert not any("17 سبتمبر" in theirs for _, theirs in rows)  # the paragraph of its own
    rows = passages("nile-wire", "courrier-sud")
    assert counterpart(rows, "declared a curfew").startswith("Le gouvernement")  # last has become first
    rows = passages("river-post", "novosti")
    assert "Марек Толван" in counterpart(rows, "At least 14 people were killed")  # one sentence made two


def test_a_sentence_without_facts_between_two_counterparts_goes_with_them():
    rows = passages("island-herald", "gazette")
    assert "fumée noire" in counterpart(rows, "We saw black smoke")


def direction(given_a: dict, given_b: dict, note_a: str = "", note_b: str = "") -> tuple[str, str]:
    by_name = {case.name: case for case in cases()}
    a, b = (page(by_name[name].text + note, name, by_name[name].lang, **given)
            for name, note, given in (("flash", note_a, given_a), ("agentstvo", note_b, given_b)))
    edge = across.compare(across.text_of(a), across.text_of(b))
    return edge.direction, edge.reason


def test_direction_by_date_credit_and_note():
    early, late = {"published": date(2033, 12, 8)}, {"published": date(2033, 12, 9)}
    assert direction(early, late)[0] == "b_from_a"
    assert direction(late, early)[0] == "a_from_b"
    assert direction(early, early)[0] == "unknown" and direction({}, {})[0] == "unknown"
    named = direction(early, {"outlet": "Ломск Новости"} | late, "As Lomsk Novosti reported.\n")
    assert named == ("a_from_b", "names Ломск Новости")
    assert direction(early, late, "Translated from Russian.\n") == ("a_from_b", "says that it is a translation")


def test_one_language_or_two_foreign_ones_are_not_compared_here():
    texts = {name: across.text_of(page) for name, page in pages().items()}
    assert across.compare(texts["hromada"], texts["novosti"]) is None
    assert across.compare(texts["river-post"], texts["river-post"]) is None


# ----------------------------------------------------------------------------------------------------- the whole way


@cache
def readings(*names: str) -> tuple[Reading, ...]:
    by_name = {case.name: case for case in cases()}
    return tuple(read(document(by_name[n].text, n, by_name[n].lang, published=by_name[n].day), "none") for n in names)


def family_names(record) -> list[list[str]]:
    names = {reading.document.id: reading.document.name for reading in record.readings}
    return sorted(sorted(names[doc] for doc in family.docs) for family in record.families)


def test_a_translated_copy_is_family_and_adds_no_source():
    before = join(readings("river-post", "hill-courier"))
    after = join(readings("river-post", "hill-courier", "hromada", "novosti"))
    assert family_names(after) == [["hill-courier"], ["hromada", "novosti", "river-post"]]
    assert len(after.origins) == len(before.origins)
    assert [(a.kind, a.low, a.high, a.sources) for a in after.assessments] == [
        (a.kind, a.low, a.high, a.sources) for a in before.assessments]
    assert after.drifts == before.drifts


def test_two_english_versions_of_one_foreign_report_are_one_family_through_it():
    by_name = {case.name: case for case in cases()}
    shorter = ("\n\n".join(by_name["valley-english"].text.split("\n\n")[4:])).replace("said", "told reporters")
    short = read(document(shorter, "short", "en", published=date(2031, 6, 15)), "none")
    families = family_names(join((*readings("diario", "morgenblatt", "metro-news"), short)))
    assert ["metro-news"] in families and any({"diario", "short"} <= set(family) for family in families)


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_documents_changes_nothing(seed: int):
    given = list(readings("river-post", "hill-courier", "hromada", "novosti"))
    edges = across.edges(given)
    random.Random(seed).shuffle(given)
    assert across.edges(given) == edges and len(edges) == 2


def test_readers_tell_the_languages_of_the_cases():
    assert [case.name for case in (*cases(), *cases("heldout")) if language_of(case.text) != case.lang] == []


def test_build_report_and_check_of_a_case_in_two_languages(tmp_path, capsys):
    by_name = {case.name: case for case in cases()}
    for name in ("river-post", "hromada", "hill-courier"):
        (tmp_path / f"{name}.txt").write_text(by_name[name].text, encoding="utf-8")
    case, out = str(tmp_path / "c.case"), str(tmp_path / "c.html")
    files = [str(path) for path in sorted(tmp_path.glob("*.txt"))]
    assert cli.run(["build", case, *files, "--tagger", "none", "--jobs", "1"]) == 0
    assert cli.run(["report", case, "-o", out]) == 0
    assert cli.run(["check", case, "--rebuild"]) == 0
    assert "is whole" in capsys.readouterr().out
    assert "translation" in Path(out).read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------------- sentences, facts, names


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split(text, Span(0, len(text)))]


@pytest.mark.parametrize("text", [
    "Загинули 14 людей. | Про це сказав М. Толван. | «Били о 10:20», – додав він.",
    "Погибли пять человек. | Ещё 14 ранены! | Кто стрелял? | Неизвестно.",
    "هل سمعت الانفجار؟ | نعم، سمعته۔ | وقتل 33 شخصا.",
    "¿Quién fue? | Nadie lo sabe. | El Sr. Baltar murió el 13 de junio. | Hubo 11 muertos.",
    "« J'ai couru. » | M. Hamdan est mort. | Il avait 44 ans.",
    "Am 19. August starben elf Menschen. | Der 3. Mann floh um 5.50 Uhr. | Er war 20. | Die Suche dauert an.",
    "O barco saiu às 17h30. | Foram 8 mortos.",
    "Feribot saat 17.30'da ayrıldı. | Sekiz kişi öldü.",
    "袭击造成14人死亡。|他说：“有30人受伤。”|医院已满。",
    "מי ירה? | לא ידוע. | נהרגו 14 בני אדם.",
])
def test_sentences_of_many_languages(text: str):
    expected = re.split(r" ?\| ?", text)
    assert sentences(text.replace(" | ", " ").replace("|", "")) == expected


@pytest.mark.parametrize(("lang", "text", "expected"), [
    ("en", "Twenty-nine people, 1,100 flats and 2.4 million at 4:25 p.m. on May 3", "#29 #1100 #2.4e+06 t4:25 d5-3"),
    ("uk", "двадцять дев'ять людей, 1 100 квартир, 2,4 мільйона о 16:25 3 травня", "#29 #1100 #2.4e+06 t4:25 d5-3"),
    ("ru", "в 16:25 погибли двое, в пятницу, девятилетнего мальчика спасли 28 февраля", "t4:25 #2 w4 #9 d2-28"),
    ("ar", "قتل ٣٣ شخصا وأحد عشر طفلا في الساعة ٤:١٥ يوم الأحد ٢ أكتوبر", "#33 #11 t4:15 w6 d10-2"),
    ("ar", "دفعوا 500 ألف و15 ألفا", "#500000 #15000"),
    ("es", "dos de los 1.200 murieron el viernes 13 de junio, veintidós heridos, 250 mil pesos",
     "#2 #1200 w4 d6-13 #22 #250000"),
    ("fr", "trente et un morts à 16 h 25 le 1er mai, dix-sept blessés", "#31 t4:25 d5-1 #17"),
    ("de", "um 5.50 Uhr dreiundzwanzig Tote am 19. August, ein vierjähriges Kind", "t5:50 #23 d8-19 #4"),
    ("pt", "às 17h30 do dia 4 de setembro, dezessete mortos", "t5:30 d9-4 #17"),
    ("it", "diciassette morti il 4 settembre alle 10:20", "#17 d9-4 t10:20"),
    ("pl", "piętnaście osób zginęło 7 grudnia o 10:20", "#15 d12-7 t10:20"),
    ("tr", "saat 17.30'da 250 bin dolar, 4 Eylül'de sekiz ölü", "t5:30 #250000 d9-4 #8"),
    ("he", "נהרגו שבעה ו-14 נפצעו ב-10:20", "#7 #14 t10:20"),
    ("fa", "۱۴ نفر در ۱۰:۲۰ کشته شدند", "#14 t10:20"),
])
def test_numbers_days_and_times(lang: str, text: str, expected: str):
    assert set(part_of(text, Span(0, len(text)), lang).keys) == set(expected.split())


@pytest.mark.parametrize("text", ["Item ①②⑦ of the list: 14 people.", "In a field of 3 km ² lay 14 people."])
def test_signs_that_are_digits_and_no_numbers_stop_nothing(text: str):
    assert "#14" in part_of(text, Span(0, len(text)), "en").keys


@pytest.mark.parametrize(("english", "other"), [
    ("Tolvan", "Толван"), ("Rylska", "Рильська"), ("Zhukov", "Жуков"), ("Radchenko", "رادشينكو"), ("Barazi", "برازي"),
    ("Hnativ", "Гнатів"), ("Shevchuk", "Schewtschuk"), ("Dawud", "داود"), ("Kessim", "Кессім"),
])
def test_names_have_one_skeleton_in_all_scripts(english: str, other: str):
    lang = "ar" if other[0] > "\u0600" else "uk"
    forms = set(part_of(f"x {other}", Span(0, len(other) + 2), lang).names[-1])
    assert skeleton(english) in forms


def test_case_endings_and_articles_do_not_hide_a_name():
    english = {(skeleton(name),) for name in ("Dravik", "Oslava", "Tolvan")}
    slavic = {(skeleton(name),) for name in ("Дравіку", "Ославських", "Толваном", "Мельниця")}
    assert set(across.matches(english, slavic, "uk").values()) == {name for name, in english}
    text = "والطوارق في الدرافيك"
    arabic = set(part_of(text, Span(0, len(text)), "ar").names)
    assert skeleton("Dravik") in across.matches(english, arabic, "ar").values()


# ------------------------------------------------------------------------------------------------------ hostile input


@pytest.mark.parametrize("text", [
    "1:20 " * 40_000, "Аа. " * 50_000, "1.000." * 30_000, "А" * 200_000, "«" * 100_000, "а-" * 100_000, "١" * 200_000,
    "Толван 14 Дравік 36. " * 8_000,
])
def test_odd_texts_take_no_longer_than_their_length_asks(text: str):
    start = time.process_time()
    span = Span(0, len(text))
    parts = [part_of(text, one, "uk") for one in list(split(text, span))[:250]]
    one, two = (across.Text(name, lang, tuple(parts)) for name, lang in (("a", "en"), ("b", "uk")))
    across.keys(one)
    across.compare(one, two)
    assert time.process_time() - start < 4


def test_empty_and_factless_texts():
    nothing = across.text_of(page("\n", lang="uk"))
    words = across.text_of(page("Нічого не сталося. Було тихо. Усі спали.", lang="uk"))
    english = across.text_of(page("Nothing happened. It was quiet. All slept."))
    assert across.compare(nothing, english) is None and across.compare(english, words) is None
    assert across.keys(nothing) == set()
