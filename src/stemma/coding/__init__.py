"""Coding: an incident's values as a coding convention wants them, each with the reason and the words it rests on.

A stage after assessments, on request only: nothing of it is kept. A convention is one TOML file in
`stemma/conventions/`; `spec.py` lists the strategies that a file may choose from and their parameters.
"""

from __future__ import annotations

from stemma.coding.engine import code, readings, rows, split
from stemma.coding.facts import Ledger, ledger
from stemma.coding.loading import bad_files, conventions, named, parse
from stemma.coding.spec import Convention

__all__ = [
    "Convention", "Ledger", "bad_files", "code", "conventions", "ledger", "named", "parse", "readings", "rows", "split",
]
