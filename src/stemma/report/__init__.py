"""The report: one page that can be read from a memory stick, printed and quoted. Nothing is loaded from anywhere."""

from __future__ import annotations

from stemma.model import Record


def render(record: Record, title: str | None = None) -> str:
    """The whole page as HTML. The same record gives the same page, byte for byte."""
    from stemma.report.page import page  # jinja2 is loaded only where a page is made
    from stemma.report.views import case_view

    return page(case_view(record, title))
