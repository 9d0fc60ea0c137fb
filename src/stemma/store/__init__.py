"""The case file: documents and judgements kept for ever, everything else derived and rewritten. The only SQL.

    with open_case("town.stemma", create=True) as case:
        case.add([(document, raw_bytes)])
        case.replace_record(record)

docs/decisions/0001-case-file.md says why a case looks as it does, 0008-postgresql.md how PostgreSQL holds one.
"""

from __future__ import annotations

import os

from stemma.store.case import CaseFile
from stemma.store.items import Arrival, Item, Stamp
from stemma.store.opening import connect, exists, is_address, shown

__all__ = ["Arrival", "CaseFile", "Item", "Stamp", "exists", "is_address", "open_case", "shown"]


def open_case(
    path: str | os.PathLike[str], create: bool = False, readonly: bool = False, wait: float = 60.0
) -> CaseFile:
    """Open a case, bringing an older one up to date first; use it in a `with` block.

    path: of a SQLite file, or the address of a PostgreSQL database (postgresql://user@host/database).
    create makes the case where there is none. readonly never changes it. wait is how many seconds to stand back
    while another program writes. Raises UsageError where there is no case, NotACase, NewerCase, CaseFull or CaseError.
    """
    return CaseFile(connect(os.fspath(path), create=create, readonly=readonly, wait=wait))
