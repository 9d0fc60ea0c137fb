"""Reports grouped by incident (ECB+), of any kind: by what their texts share rather than by claims of harm."""

from __future__ import annotations

from eval.reports import documents
from stemma.copies.stories import stories_of
from stemma.pipeline import open_page


def answer(given: dict) -> dict:
    """The ids of each story's reports."""
    pages = [open_page(document) for document in documents(given)]
    names = {page.document.id: page.document.name for page in pages}
    return {"clusters": [[names[doc] for doc in story] for story in stories_of(pages)]}
