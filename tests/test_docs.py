"""The documentation says what the program does: outputs, reference, links, and no words about what is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import reference
from scripts.docs import PICTURE, README, REFERENCE, ROOT, fits, run, steps
from stemma import exporters, kinds, readers

PAGES = sorted([README, *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/**/README.md")])
PAGES = [page for page in PAGES if not {".venv", "out", ".pytest_cache"}.intersection(page.parts)]
LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^)\s]+)\)")
LARGEST_PICTURE = 400_000  # bytes


def headings(text: str) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    plain = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-")
            for line in re.findall(r"^#+ (.+)$", plain, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    lost = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in headings(target.read_text(encoding="utf-8"))):
            lost.append(link)
    assert not lost


def test_the_readme_prints_what_it_says(tmp_path: Path):
    found = list(steps(README.read_text(encoding="utf-8")))
    assert found and found[0].command.startswith("stemma demo")
    wrong = [f"$ {step.command}\n{printed}" for step in found
             if not fits(printed := run(step.command, tmp_path), step.printed or "")]
    assert not wrong, "look at it, then: make docs\n\n" + "\n".join(wrong)


def test_the_reference_is_what_the_code_says():
    made = reference.pages(run)
    assert {path.name for path in REFERENCE.glob("*.md")} == set(made)
    old = [name for name, text in made.items() if (REFERENCE / name).read_text(encoding="utf-8") != text]
    assert not old, f"make docs: {', '.join(old)}"


def test_every_column_of_an_export_is_explained():
    for module in exporters.formats().values():
        meanings = reference.MEANINGS | dict(getattr(module, "MEANINGS", {}))
        assert [c for c in getattr(module, "COLUMNS", ()) if not meanings.get(c)] == [], module.FORMAT


def test_the_reference_names_every_module():
    text = "".join(path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md"))
    for module in (*kinds.modules(), *readers.modules(), *exporters.formats().values()):
        assert reference.path_of(module) in text


def test_every_code_of_a_problem_is_listed():
    text = (REFERENCE / "problems.md").read_text(encoding="utf-8")
    for code in ("unknown-format", "not-english", "reading-failed", "double-row", "misquoted", "bad-json"):
        assert f"`{code}`" in text


def test_paths_named_in_the_architecture_exist():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Where each rule lives")[2].partition("## Adding one file")[0]
    named = re.findall(r"`([\w/]+(?:\.py|/))`", table)
    assert len(named) > 15
    assert [name for name in named if not (ROOT / "src" / "stemma" / name).exists()] == []


def test_the_picture_is_there_and_light():
    raw = PICTURE.read_bytes()
    assert raw.startswith(b"\x89PNG") and len(raw) < LARGEST_PICTURE


def test_make_targets_named_in_the_readme_exist():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test", "docs", "bench"} <= named <= targets
