"""What was acknowledged, kept outside the case, and what of it a case no longer has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stemma.ids import sha256
from stemma.model import Judgement
from stemma.store import CaseFile, open_case


class Ledger:
    """What somebody was told is kept."""

    def __init__(self, documents: Iterable[tuple[str, str, str]] = (), judgements: Iterable[Judgement] = (),
                 accounts: Iterable[str] = ()) -> None:
        """documents: (id, sha-256 of the raw bytes, sha-256 of the text)."""
        self.documents = set(documents)
        self.judgements = {one.id: one for one in judgements}
        self.accounts = set(accounts)
        self.named: set[str] = set()  # judgements of which only the id was told
        self.withdrawn = {one.id for one in self.judgements.values() if one.withdrawn}

    def copy(self) -> Ledger:
        """Another one that says the same."""
        other = Ledger(self.documents, self.judgements.values(), self.accounts)
        other.named, other.withdrawn = set(self.named), set(self.withdrawn)
        return other

    def missing(self, case: CaseFile) -> Iterator[str]:
        """What a case lacks, or has otherwise than it was."""
        if lost := self.documents - set(documents_in(case)):
            yield f"{len(lost)} acknowledged documents are missing or changed: {sorted(lost)[0]}"
        held = {one.id: one for one in case.judgements()}
        for id, one in self.judgements.items():
            if id not in held or (held[id].targets, held[id].verdict, held[id].value, held[id].by, held[id].at) != (
                    one.targets, one.verdict, one.value, one.by, one.at):
                yield f"the judgement {id} is missing or changed"
        for id in self.named - held.keys():
            yield f"the judgement {id} is missing"
        for id in self.withdrawn:
            if id in held and held[id].withdrawn is None:
                yield f"the withdrawal of {id} is missing"
        if lost := self.accounts - {one.name for one in case.accounts.all()}:
            yield f"the account {min(lost)} is missing"


def documents_in(case: CaseFile) -> Iterator[tuple[str, str, str]]:
    """(id, sha-256 of the raw bytes as they are, sha-256 of the text) of every document."""
    for document in case.documents():
        yield document.id, sha256(case.raw(document.sha256)), sha256(document.text.encode())


def ledger_of(case_path: str) -> Ledger:
    """All that a case holds, as acknowledged."""
    with open_case(case_path, readonly=True) as case:
        return Ledger(documents_in(case), case.judgements(), (one.name for one in case.accounts.all()))
