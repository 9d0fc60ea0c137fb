"""What the page shows of families: the tree, texts side by side, and what carries each figure."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from stemma.model import Dependence, Origin, Party, Record
from stemma.report import render
from stemma.report.chains import ways_back, ways_of
from stemma.report.descent import ROOMY, SHOWN_COPIES, Descent, descent_of
from stemma.report.descent_drawing import _lanes, descent_tree
from stemma.report.lookup import lookup
from stemma.report.pairs import BUDGET, CUT, KEPT, PairView, chosen_edges, cut_middle
from stemma.report.views import case_view
from stemma.values import Span
from tests.factories import sample_record
from tests.families import case, drift, edge, reports
from tests.sample import record as shipped


def descent(record: Record) -> Descent:
    view = case_view(record).incidents[0].descent
    assert view is not None
    return view


def shape(view: Descent) -> list[str]:
    """"  B<A rewrite" for each row; a question mark where the order is unknown."""
    return [f"{'  ' * node.depth}{node.letter}" + (f"{'<' if node.certain else '?'}{node.model} {node.kind}"
                                                  if node.kind else "") for node in view.nodes]


# -------------------------------------------------------------------------------------------------- tree


def test_copies_hang_below_the_text_that_most_of_them_was_copied_from() -> None:
    r = reports(5)
    edges = [edge(r, 0, 1), edge(r, 1, 2, "summary", 0.9), edge(r, 0, 2, "rewrite", 0.5), edge(r, 0, 3, "verbatim")]
    view = descent(case(r, edges))
    assert shape(view) == ["A", "  B<A rewrite", "    C<B summary", "  D<A verbatim"]
    assert view.alone == "E"
    assert view.summary.startswith("Three reports of five descend from one other.")
    assert view.ties == ()  # that C also has to do with A follows from the tree


def test_where_the_order_is_unknown_the_tree_says_so() -> None:
    r = reports(3)
    view = descent(case(r, [edge(r, 1, 0, "rewrite", 0.7, "unknown"), edge(r, 1, 2)]))
    assert shape(view) == ["A", "  B?A rewrite", "    C<B rewrite"]
    assert view.nodes[1].told == "a rewrite of A, 80 %; which came first is not known".replace("80", "70")
    drawn = descent_tree(view)
    assert drawn.count(">?<") == 1 and "branch doubt" in drawn


def test_a_text_that_draws_on_two_families_hangs_in_one_and_is_tied_to_the_other() -> None:
    r = reports(4)
    view = descent(case(r, [edge(r, 0, 2, "rewrite", 0.9), edge(r, 1, 2, "summary", 0.4),
                            edge(r, 3, 0, "shared_passage", 0.1, "unknown")]))
    assert shape(view) == ["A", "  C<A rewrite", "B", "D"]
    assert [(tie.letters, tie.how) for tie in view.ties] == [("C and B", "summary"), ("A and D", "shared_passage")]


def test_a_copy_of_a_text_that_is_not_about_the_incident_says_so() -> None:
    r = reports(3)
    record = case(r, [edge(r, 0, 1, "summary", 0.6), edge(r, 1, 2)])
    record = replace(record, incidents=(replace(record.incidents[0], docs=record.incidents[0].docs[1:]),))
    view = descent(record)
    assert [node.told for node in view.nodes] == [
        "a summary of A, 60 %; A is not about this incident", "a rewrite of B, 80 %"]
    assert view.nodes[0].pair and "A is not about this incident" in descent_tree(view)


def test_edges_in_a_circle_leave_one_text_at_the_head() -> None:
    r = reports(4)
    circle = [edge(r, a, (a + 1) % 4, "reprint", 0.9 - a / 10) for a in range(4)]
    assert shape(descent(case(r, circle))) == ["A", "  B<A reprint", "    C<B reprint", "      D<C reprint"]


def test_the_tree_does_not_depend_on_the_order_of_edges() -> None:
    r = reports(6)
    edges = [edge(r, a, b, "rewrite", 0.5 + (a + b) / 40, "unknown" if (a + b) % 3 == 0 else "b_from_a")
             for a in range(6) for b in range(a + 1, 6)]
    assert descent(case(r, edges)) == descent(case(r, edges[::-1]))


def test_one_report_has_no_family_and_reports_without_edges_are_told_so() -> None:
    r = reports(3)
    record = case(r, [])
    assert descent(record).nodes == () and "None of the three reports descends" in descent(record).summary
    alone = replace(record.incidents[0], docs=record.incidents[0].docs[:1])
    assert descent_of(lookup(record), alone, frozenset()) is None


def test_many_copies_of_one_text_are_gathered_and_stand_in_the_table() -> None:
    r = reports(60)
    edges = [edge(r, 0, b, ("verbatim", "reprint")[b % 2], 0.9) for b in range(1, 59)] + [edge(r, 1, 59)]
    view = descent(case(r, edges))
    assert len(view.nodes) == 60 > ROOMY
    assert len(view.drawn) == 3 + SHOWN_COPIES + 1  # A, B with its copy, six copies, one row for the rest
    gathered = next(node for node in view.drawn if not node.doc)
    assert gathered.outlet.startswith("51 more: ") and gathered.told == "26 word-for-word copies and 25 reprints of A"
    html = render(case(r, edges))
    assert all(f">{node.letter}, <bdi>{node.outlet}</bdi></a></td>" in html for node in view.nodes)


def test_sixty_reports_are_drawn_within_bounds() -> None:
    r = reports(60)
    edges = [edge(r, b - 1 if b % 3 else b // 2, b, "rewrite", 0.5 + b % 10 / 20, "unknown" if b % 7 == 3 else
                  "b_from_a") for b in range(1, 60) if b % 6]
    edges += [edge(r, b, b + 11, "shared_quotation" if b % 8 else "shared_passage", 0.1, "unknown")
              for b in range(0, 48, 2)]
    view = descent(case(r, edges))
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', descent_tree(view)).groups())
    assert width == 800 and height < 60 * 45
    lanes = _lanes(view.drawn_ties)
    for tie, lane in lanes.items():
        assert all(tie.a > other.b or tie.b < other.a for other, beside in lanes.items()
                   if beside == lane and other != tie)


# ------------------------------------------------------------------------------------------ side by side


def pair(record: Record, **options: object) -> PairView:
    (view,) = case_view(record, **options).pairs
    return view


def test_the_words_of_both_sides_are_whole() -> None:
    for record in (sample_record(), shipped()):
        look = lookup(record)
        edges, _ = chosen_edges(look)
        for edge_, view in zip(edges, case_view(record).pairs, strict=True):
            text = look.by_doc[view.left.doc].page.text
            spans = sorted(a if view.left.doc == edge_.a else b for a, b in edge_.passages)
            shown = sorted((*view.passages, *view.same), key=lambda p: p.at)
            assert [p.at for p in shown] == spans
            for passage, where in zip(shown, spans, strict=True):
                said = "".join(bit.text for bit in passage.left)
                if CUT not in said:
                    assert said.split() == where.of(text).split()


def test_differences_are_marked_on_their_side_and_drift_stands_beside_its_passage() -> None:
    r = reports(2, (3, 13))
    view = pair(case(r, [edge(r, 0, 1)], [drift(r, 0, 1)]))
    toll, port = view.passages
    assert [(b.mark, b.text) for b in toll.left if b.mark != "same"] == [("replaced", "3")]
    assert [(b.mark, b.text) for b in toll.right if b.mark != "same"] == [("replaced", "13")]
    assert [d.kind for d in toll.drifts] == ["number"] and port.drifts == ()
    assert len(view.same) == 1 and view.elsewhere == ()
    assert view.changes == 1 and view.sentence == "B is a rewrite of A"


def test_the_text_that_was_copied_stands_left() -> None:
    r = reports(2)
    view = pair(case(r, [edge(r, 0, 1, direction="a_from_b")]))
    assert (view.left.letter, view.right.letter, view.sentence) == ("B", "A", "A is a rewrite of B")
    unknown = pair(case(r, [edge(r, 1, 0, direction="unknown")]))
    assert (unknown.left.letter, unknown.right.letter) == ("A", "B")


def test_drift_outside_the_passages_is_not_lost() -> None:
    r = reports(2, (3, 13))
    short = replace(edge(r, 0, 1), passages=edge(r, 0, 1).passages[:1])
    view = pair(case(r, [short], [drift(r, 0, 1)]))
    assert [d.became for d in view.elsewhere] == ["At least 13"] and view.changes == 1
    assert [part.words for part in view.left.only] == [30]  # the two other sentences, together


def test_texts_in_two_languages_stand_side_by_side_without_marks() -> None:
    r = reports(2)
    page = replace(r[1].page, document=replace(r[1].document, lang="fr"))
    both = (r[0], replace(r[1], page=page))
    view = pair(case(both, [edge(both, 0, 1, "translation")]))
    assert view.foreign and len(view.passages) == 3 and not view.same
    assert {bit.mark for passage in view.passages for bit in (*passage.left, *passage.right)} == {"same"}
    assert "in different languages" in render(case(both, [edge(both, 0, 1, "translation")]))


def test_two_edges_between_two_reports_are_one_pair() -> None:
    r = reports(2)
    view = pair(case(r, [edge(r, 0, 1), edge(r, 0, 1, "shared_quotation", 0.1)]))
    assert view.sentence == "B is a rewrite of A"


def test_a_long_run_of_equal_words_loses_its_middle() -> None:
    said = " ".join(f"w{n}" for n in range(100))
    shown = cut_middle(said, KEPT).split()
    assert shown[:KEPT] == said.split()[:KEPT] and shown[-KEPT:] == said.split()[-KEPT:] and shown[KEPT] == CUT
    assert cut_middle("a b c", KEPT) == "a b c"


def test_a_page_of_many_copies_stays_small_and_says_what_it_leaves_out() -> None:
    r = reports(300, [3] * 299 + [4])
    edges = [edge(r, a, b, "reprint", 0.9) for a in range(300) for b in range(a + 1, min(a + 12, 300))]
    record = case(r, edges, [drift(r, 290, 299)])
    look = lookup(record)
    chosen, unpaired = chosen_edges(look)
    assert len(chosen) + unpaired == len(edges)
    assert sum(len(a) + len(b) for e in chosen for a, b in e.passages) <= BUDGET
    assert any(e.b == r[299].document.id and e.a == r[290].document.id for e in chosen)  # the one with drift
    bare = len(render(replace(record, families=())))
    assert len(render(record)) < bare + 2_500_000


def test_pairs_are_opened_from_the_tree_and_from_the_list() -> None:
    view, html = case_view(shipped()), render(shipped())
    assert {edge.pair for relation in view.relations for edge in relation.edges} <= {pair.anchor for pair in view.pairs}
    copies = [node for node in view.incidents[0].descent.nodes if node.kind]
    assert copies
    for node in copies:
        assert html.count(f'href="#{node.pair}"') >= 2 and f'id="{node.pair}"' in html


# ------------------------------------------------------------------------------- outlets, acts, sources


def test_five_outlets_of_one_post_are_one_act_and_one_source() -> None:
    r = reports(5)
    (table,) = case_view(case(r, [])).incidents[0].supports
    (row,) = table.rows
    assert row.said == "five outlets, one act of reporting, one independent source"
    assert row.acts == ("Mira Tolvan, on Telegram, 2 May 2033",) and row.sources == ("Mira Tolvan",)
    assert [chain.letter for chain in row.chains] == ["A", "B", "C", "D", "E"]
    assert row.chains[0].brief == "A, Outlet 0 ← Mira Tolvan ← Telegram, 2 May 2033"


def test_a_source_that_draws_on_another_is_named_with_the_reason_and_not_counted() -> None:
    r = reports(2)
    record = case(r, [])
    last = r[1].claims[0].id
    office = Party("governors-office", "org", "Governor's office", None, (), (), (r[1].document.id,))
    first = replace(record.origins[0], claims=(r[0].claims[0].id,))
    second = Origin("o-office", office.key, None, None, "killed", (r[1].document.id,), (last,), (), ())
    record = replace(record, parties=(*record.parties, office), origins=(first, second),
                     dependences=(Dependence(office.key, "mira-tolvan", "the office cites her post", (last,)),))
    row = case_view(record).incidents[0].supports[0].rows[0]
    assert row.sources == ("Mira Tolvan",)
    assert [(d.name, d.on, d.reason, len(d.refs)) for d in row.dependent] == [
        ("Governor's office", "Mira Tolvan", "the office cites her post", 1)]
    html = render(record)
    assert "Not counted: <bdi>Governor&#39;s office</bdi>, who draws on <bdi>Mira Tolvan</bdi>" in html


def test_a_figure_that_only_a_changed_copy_gives_says_why_nobody_is_counted() -> None:
    r = reports(2, (3, 13))
    table = case_view(case(r, [edge(r, 0, 1)], [drift(r, 0, 1)])).incidents[0].supports[0]
    notes = {row.figure: row.note for row in table.rows}
    assert notes["“At least 3” (3 or more)"] == ""
    assert "changed the figure" in notes["“At least 13” (13 or more)"]


def test_each_step_of_a_chain_leads_to_its_words() -> None:
    record = shipped()
    html = render(record)
    look = lookup(record)
    steps = [step for incident in case_view(record).incidents for table in incident.supports for row in table.rows
             for chain in row.chains for step in chain.steps]
    assert {"report", "copied_from", "told_by", "act"} <= {step.kind for step in steps}
    for step in steps:
        if step.anchor:
            assert f'id="{step.anchor}"' in html
            assert step.words.rstrip("…") in " ".join(look.by_doc[step.doc].page.text.split())
        else:
            assert step.reason  # nothing to show: then it is said why


def test_sentences_of_one_report_that_go_one_way_back_are_one_chain() -> None:
    r = reports(1)
    again = replace(r[0].claims[0], id="c-again", span=Span(40, 60))
    record = case((replace(r[0], claims=(*r[0].claims, again)),), [])
    look = lookup(record)
    chains = ways_back(look, [look.claims[row] for row in (r[0].claims[0].id, "c-again")], ways_of(look))
    assert len(chains) == 1


@pytest.mark.parametrize("spoil", ["families", "origins", "drifts", "incidents"])
def test_a_record_that_lacks_a_part_is_still_shown(spoil: str) -> None:
    assert "<html" in render(replace(sample_record(), **{spoil: ()}))
