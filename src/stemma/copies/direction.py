"""Which of two texts likely came from which, and why, in plain words; unknown where nothing tells."""

from __future__ import annotations

from stemma.copies.telling import Telling

FULLER = 1.2  # a text with so many times the other's weight has what the copy lost
# Kept whole: so much of the shorter text has a counterpart; less, and both sides have something of their own, so that
# length tells only what was added.
KEPT_WHOLE = 0.75


def run_of(a: Telling, b: Telling, how: str, shares: tuple[float, float], foreign: int = 0) -> tuple[str, str]:
    """(direction, reason) of a copy.

    shares: parts of a and of b that have a counterpart; foreign: 1 if b reads like a translation, -1 if a does, else 0.
    """
    if how.startswith("shared"):
        return "unknown", _why_shared(a, b)
    return (_by_credit(a, b) or _by_date(a, b) or _by_common_agency(a, b) or _by_wording(foreign)
            or _by_length(a, b, how, shares) or ("unknown", _why_unknown(a, b)))


def _by_credit(a: Telling, b: Telling) -> tuple[str, str] | None:
    """An outlet that names the other one drew on it, whatever the dates."""
    a_names, b_names = a.names(b.page.outlet), b.names(a.page.outlet)
    if a_names == b_names:
        return None
    direction, name = ("a_from_b", b.page.outlet) if a_names else ("b_from_a", a.page.outlet)
    return direction, f"the copy names {name}"


def _by_date(a: Telling, b: Telling) -> tuple[str, str] | None:
    first, second = a.page.published.day, b.page.published.day
    if first is None or second is None or first == second:
        return None
    common = _common(a, b)
    beside = f"; both carry {common}" if common else ""
    if first < second:
        return "b_from_a", f"published {first}, before {second}{beside}"
    return "a_from_b", f"published {second}, before {first}{beside}"


def _by_common_agency(a: Telling, b: Telling) -> tuple[str, str] | None:
    """Two that print one agency need not have seen each other."""
    common = _common(a, b)
    return ("unknown", f"both carry {common}, so that neither need come from the other") if common else None


def _by_wording(foreign: int) -> tuple[str, str] | None:
    if not foreign:
        return None
    return "b_from_a" if foreign > 0 else "a_from_b", "the copy reads like a translation, the original does not"


def _by_length(a: Telling, b: Telling, how: str, shares: tuple[float, float]) -> tuple[str, str] | None:
    """A copy lost something; but who added of his own may be longer than what he copied."""
    longer, shorter = max(a.weight, b.weight), min(a.weight, b.weight)
    if longer <= FULLER * shorter or (how != "summary" and max(shares) < KEPT_WHOLE):
        return None
    reason = "a summary comes from the longer text" if how == "summary" else "the copy has lost what the other has"
    return ("b_from_a" if a.weight > b.weight else "a_from_b"), reason


def _common(a: Telling, b: Telling) -> str:
    """An agency that both credit and neither is, by name; of several the first by alphabet."""
    own = {name.casefold() for name in (a.page.outlet, b.page.outlet) if name}
    for name in sorted(a.credits & b.credits):
        if not any(name in outlet for outlet in own):
            return name.upper() if len(name) <= 4 else name.title()
    return ""


def _why_shared(a: Telling, b: Telling) -> str:
    common = _common(a, b)
    return f"only passages are shared; both carry {common}" if common else "only passages are shared"


def _why_unknown(a: Telling, b: Telling) -> str:
    first, second = a.page.published.day, b.page.published.day
    days = "published on the same day" if first and first == second else "not both are dated"
    return f"{days}; neither names the other, and neither is plainly the fuller text"
