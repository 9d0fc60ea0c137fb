"""What is different between two builds of a case, in the terms of somebody who records harm.

`changes` holds two records against each other. `state_of` draws from a record the little that is needed to do so later,
and `since` holds a record against that.
"""

from __future__ import annotations

from stemma.changes.comparing import changes, since
from stemma.changes.nouns import Change, Kind, Passage, State
from stemma.changes.standing import state_of

__all__ = ["Change", "Kind", "Passage", "State", "changes", "since", "state_of"]
