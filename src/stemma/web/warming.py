"""What pages are made from, made before anybody asks: one page of each kind is made of a new snapshot and thrown away.

What a page works out of the whole record it keeps with the snapshot, so that the first reader does not wait for it.
"""

from __future__ import annotations

from contextlib import suppress

from stemma.errors import StemmaError
from stemma.web import rendering
from stemma.web.contracts import Attachment, pages
from stemma.web.desk import Desk, User
from stemma.web.held import Held, Snapshot
from stemma.web.queue import base_of
from stemma.web.rebuilding import Rebuilding


def warm(held: Held, rebuilding: Rebuilding, snapshot: Snapshot) -> None:
    """Make every index of a snapshot, and compile the templates."""
    desk = Desk(held, rebuilding, User("", "viewer"), "")
    desk.snapshot = snapshot
    parts = _examples(snapshot)
    for page in pages():
        wanted = {name for name in parts if f"{{{name}}}" in page.path or f"{{{name}:path}}" in page.path}
        if page.role != "viewer" or page.context is Attachment or page.path.count("{") != len(wanted):
            continue
        with suppress(StemmaError):  # a page that has nothing to show of this case
            page.show(desk, page.query(), **{name: parts[name] for name in wanted if parts[name]})
            rendering.environment().get_template(page.template)
    base_of(snapshot)


def _examples(snapshot: Snapshot) -> dict[str, str]:
    """One of each thing that pages are about."""
    record = snapshot.record
    claim = next((claim.id for reading in record.readings for claim in reading.claims), "")
    return {"incident": next(iter(snapshot.incidents), ""), "claim": claim, "row": claim,
            "doc": record.readings[0].document.id if record.readings else "",
            "key": next((party.key for party in record.parties), "")}
