"""What people decide, over what the program made: found again after any rebuild, withdrawn and never erased.

A judgement holds where its targets are found in the readings at hand, by id or by their words; where one is not found
any more, a Problem says so. The stages that join readings take `Decisions`; they never see a judgement.
"""

from __future__ import annotations

from stemma.judgements.making import (
    FIELDS,
    KINDS,
    Correction,
    Missed,
    Signature,
    Verdict,
    document_target,
    make,
    question_of,
    target_of,
)

__all__ = ["FIELDS", "KINDS", "Correction", "Missed", "Signature", "Verdict", "document_target", "make", "question_of",
           "target_of"]
