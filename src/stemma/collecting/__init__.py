"""Collecting: pages, feeds and sitemaps from the web into a case, each answer kept as it came over the line.

`gather` is a run. guard says which addresses may be asked, connection opens the line to exactly the address that was
checked, fetching asks once, visiting asks politely, documents and following make reports and further addresses of what
came, and gathering puts it all into the case.
"""

from __future__ import annotations

from stemma.collecting.fetching import Limits
from stemma.collecting.gathering import Gathered, Options, Told, gather
from stemma.collecting.manners import Ways

__all__ = ["Gathered", "Limits", "Options", "Told", "Ways", "gather"]
