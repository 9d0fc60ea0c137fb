"""Rows of a record by the ids that pages hand back."""

from __future__ import annotations

import re

from stemma.judgements import document_target, target_of
from stemma.model import Mention, Target
from stemma.values import Span
from stemma.web.held import Snapshot

PLACE = re.compile(r"(d-[0-9a-f]+):(\d{1,9})-(\d{1,9})")  # a place in a document's text


def target(snapshot: Snapshot, id_: str) -> Target | None:
    """The target that a judgement needs: of a claim, statement, mention or document, or of a place in a text."""
    look = snapshot.look
    if row := look.claims.get(id_) or look.statements.get(id_) or mentions(snapshot).get(id_):
        return target_of(row, look.by_doc[row.doc].document)
    if id_ in look.by_doc:
        return document_target(look.by_doc[id_].document)
    if (found := PLACE.fullmatch(id_)) and found[1] in look.by_doc:
        document = look.by_doc[found[1]].document
        span = Span(int(found[2]), int(found[3]))
        return document_target(document, span) if span.start < span.end <= len(document.text) else None
    return None


def mentions(snapshot: Snapshot) -> dict[str, Mention]:
    """Mentions by id."""
    return snapshot.kept("mentions", lambda: {
        mention.id: mention for reading in snapshot.record.readings for mention in reading.page.mentions})
