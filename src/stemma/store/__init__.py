"""The case file: documents and judgements kept for ever, everything else derived and rewritten. The only SQL.

    with open_case("town.stemma", create=True) as case:
        case.add([(document, raw_bytes)])
        case.replace_record(record)

docs/decisions/0001-case-file.md says why the file looks as it does.
"""

from __future__ import annotations

import os

from stemma.store.case import CaseFile
from stemma.store.opening import connect

__all__ = ["CaseFile", "open_case"]


def open_case(
    path: str | os.PathLike[str], create: bool = False, readonly: bool = False, wait: float = 60.0
) -> CaseFile:
    """Open a case file, bringing an older one up to date first; use it in a `with` block.

    create makes the file where there is none. readonly never changes the case. wait is how many seconds to stand back
    while another program writes. Raises UsageError where there is no file, NotACase, NewerCase, CaseFull or CaseError.
    """
    name = os.fspath(path)
    return CaseFile(name, connect(name, create=create, readonly=readonly, wait=wait), wait)
