"""The tutorial and the page about archives, run as they stand in an empty folder: they print what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.docs import SCALE, TUTORIAL, fits, refreshed, run, steps


def otherwise(page: Path, folder: Path) -> str:
    """What the commands of a page print in a folder otherwise than it says."""
    wrong = []
    for step in steps(page.read_text(encoding="utf-8")):
        printed = run(step.command, folder)
        if not fits(printed, step.printed or ""):
            wrong.append(f"$ {step.command}\n{printed}--- the page says\n{step.printed}")
    return "\n".join(["look at it, then: make docs\n", *wrong]) if wrong else ""


def test_the_page_about_archives_prints_what_it_says(tmp_path: Path):
    assert not otherwise(SCALE, tmp_path)
    assert (tmp_path / "halvera.case").exists()


def test_the_tutorial_prints_what_it_says(tmp_path: Path):
    assert not otherwise(TUTORIAL, tmp_path)
    assert (tmp_path / "halvera.html").stat().st_size > 50_000
    assert (tmp_path / "halvera.json").read_bytes().startswith(b"{")


def test_commands_and_what_they_print_are_told_apart():
    script = "mkdir a\ncat > a/b <<'END'\n$ not a command\nEND\n"
    text = f"Words.\n\n```sh\n{script}```\n\n```console\n$ echo a\na\n$ true\n```\n"
    found = list(steps(text))
    assert [(step.command, step.printed) for step in found] == [
        (script, None), ("echo a", "a\n"), ("true", "")]
    assert [text[step.start:step.end] for step in found[1:]] == ["a\n", ""]


@pytest.mark.parametrize(("printed", "expected", "so"), [
    ("a\nb\nc\n", "a\n...\nc\n", True), ("a\nc\n", "a\n...\nc\n", True), ("a\nb\n", "a\n", False),
    ("a... b\n", "a... b\n", True), ("", "", True), ("a\nb\n", "...\nb\n", True), ("a\nb\n", "...\na\n", False),
])
def test_three_dots_stand_for_any_lines(printed, expected, so):
    assert fits(printed, expected) is so


def test_what_commands_print_is_refreshed_in_place(tmp_path: Path):
    text = "A\n\n```console\n$ echo new\nold\n$ printf '1\\n2\\n'\n1\n...\n```\n\nB\n"
    assert refreshed(text, tmp_path) == text.replace("old", "new")
