"""The networks as they ship: what they find in invented sentences, and that they find it again."""

from __future__ import annotations

from importlib import resources

import pytest

from stemma.tagging.model import tagger
from stemma.tagging.windows import blocks_of

LARGEST = 60 * 2**20  # bytes of the whole package, of which the networks are the most
REPORT = (
    "Nine killed in Orvane market, governor says\n\n"
    "Governor Pavle Sandoval told reporters that nine people had been killed and 14 wounded when shells struck the "
    "market in Orvane on Monday.\n\n"
    "\"We carried the wounded out on doors,\" said Mira Toloi, a baker. \"Nobody came for an hour.\"\n\n"
    "The army denied that it had fired on the town. The rebels fear another assault.\n\n"
    "Rain had fallen through the night and the road to the coast was closed."
)


def sizes() -> list[str]:
    shipped = resources.files("stemma") / "data" / "tagger"
    return [size for size in ("standard", "fast") if (shipped / size / "encoder.onnx").is_file()]


@pytest.fixture(scope="module", params=sizes())
def read(request):
    return tagger(request.param).read


def quoted(text, runs):
    return " / ".join(text[s:e] for s, e in runs)


def rows(read, text=REPORT):
    found, _ = read(text, blocks_of(text))
    return [(quoted(text, a.source), quoted(text, a.cue), quoted(text, a.content)) for a in found]


def test_both_sizes_are_in_the_package():
    assert sizes() == ["standard", "fast"]


def test_source_cue_and_content_come_linked(read):
    found = {source: (cue, content) for source, cue, content in rows(read)}
    assert found["Governor Pavle Sandoval"][0] == "told"
    assert found["Governor Pavle Sandoval"][1].startswith("that nine people had been killed")
    assert found["The army"][1] == "that it had fired on the town"


def test_a_quotation_in_two_stretches_is_one_attribution(read):
    content = next(content for source, _, content in rows(read) if source.startswith("Mira Toloi"))
    assert "We carried the wounded out on doors" in content
    assert "Nobody came for an hour" in content


def test_an_attitude_is_no_act_of_speech(read):
    found, _ = read(REPORT, blocks_of(REPORT))
    speech = {quoted(REPORT, a.cue): a.speech for a in found}
    assert speech["denied"] > 0.5
    assert speech.get("fear", 0.0) < 0.5


def test_narration_has_no_attribution(read):
    assert rows(read, "Rain had fallen through the night and the road to the coast was closed.") == []


def test_figures_of_people_harmed(read):
    _, figures = read(REPORT, blocks_of(REPORT))
    found = {(f.harm, quoted(REPORT, [f.span]).split()[0].casefold()) for f in figures}
    assert ("killed", "nine") in found


def test_a_text_is_read_alike_again_and_nothing_is_found_in_nothing(read):
    assert rows(read) == rows(read)
    assert read("", []) == ((), ())
    assert read("\u200b\n\n...\n", blocks_of("\u200b\n\n...\n"))[0] == ()


def test_a_report_of_many_windows_is_read_to_its_end(read):
    text = "\n\n".join([REPORT] * 6)  # five windows or more, cut at other places in each copy
    found, figures = read(text, blocks_of(text))
    length = len(REPORT) + 2
    told = [a.cue[0][0] // length for a in found if quoted(text, a.cue) == "told"]
    assert told == list(range(6))
    assert {f.span[0] // length for f in figures} == set(range(6))
    assert [f.span for f in figures] == sorted(f.span for f in figures)


def test_every_span_lies_in_its_block(read):
    blocks = blocks_of(REPORT)
    for a in read(REPORT, blocks)[0]:
        for start, end in (*a.cue, *a.source, *a.content):
            assert any(s <= start < e for s, e in blocks) and start < end <= len(REPORT)


@pytest.mark.parametrize("size", sizes())
def test_what_is_linked_does_not_hang_on_which_cues_are_asked_for(size):
    whole, figures = tagger(size).read(REPORT, blocks_of(REPORT))
    for at, expected in enumerate(whole):
        cues, again = tagger(size).hear(REPORT, blocks_of(REPORT))
        assert [(c.cue, c.sure) for c in cues] == [(a.cue, a.sure) for a in whole]
        assert (cues[at].linked(), again) == (expected, figures)


def test_windows_linked_at_once_are_linked_alike(read, monkeypatch):
    waited = read(REPORT, blocks_of(REPORT))
    monkeypatch.setattr("stemma.tagging.model.MOST_WAITING", 0)
    assert read(REPORT, blocks_of(REPORT)) == waited


def test_figures_are_left_out_where_nobody_wants_them():
    cues, figures = tagger("fast").hear(REPORT, blocks_of(REPORT), figures=False)
    assert figures == ()
    assert [c.linked() for c in cues] == list(tagger("fast").read(REPORT, blocks_of(REPORT))[0])


def test_what_lies_outside_the_blocks_is_not_read(read):
    blocks = [b for b in blocks_of(REPORT) if "Sandoval" not in REPORT[slice(*b)]]
    assert all("Sandoval" not in quoted(REPORT, a.source) for a in read(REPORT, blocks)[0])


def test_the_package_is_small_enough_to_hand_on():
    whole = sum(p.stat().st_size for p in _files(resources.files("stemma")))
    assert whole < LARGEST


def _files(folder):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry)
        elif "__pycache__" not in str(entry):
            yield entry
