"""What the program is known to get wrong: each limit in docs/limits.md is still one, and is still as described."""

from __future__ import annotations

import pytest

from scripts.docs import LIMITS, limits_page
from scripts.limits import Limit, facts_of, holds, limits


@pytest.mark.parametrize("limit", limits(), ids=lambda limit: limit.name)
def test_a_limit_is_as_described(limit: Limit):
    facts = facts_of(limit)
    found = f"{limit.name}.txt; what comes out now:\n" + "\n".join(facts)
    if all(holds(line, facts) for line in limit.should):
        pytest.fail(f"limit lifted: delete the case, then make docs (update docs/limits.md): {found}")
    assert all(holds(line, facts) for line in limit.today), f"limit changed: update its case, then make docs: {found}"


def test_the_page_shows_every_case():
    text = LIMITS.read_text(encoding="utf-8")
    assert limits_page(text) == text, "make docs"
    assert [limit.name for limit in limits() if f"limits/{limit.name}.txt" not in text] == []


def test_lines_hold_by_their_beginning():
    facts = ("killed 12..12 incident asserted, said by Mira Sandoval",)
    assert holds("killed 12..12", facts) and not holds("no killed 12", facts)
    assert holds("no injured", facts) and not holds("killed 13..13", facts)
