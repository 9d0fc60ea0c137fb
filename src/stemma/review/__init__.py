"""The review queue: what people should decide first, one file for each kind of question, found by name.

A module here exposes `KIND`, the kind of judgement that answers it, and `find(index) -> Iterable[Question]`. Modules
whose name begins with an underscore are shared. `disagreement` is the one that looks at judgements and not at rows.
"""

from __future__ import annotations

from stemma.review._answers import in_words
from stemma.review._index import Index
from stemma.review._question import Option, Question, decided, weighed
from stemma.review._queue import Settling, modules, questions, questions_of, settled

__all__ = ["Index", "Option", "Question", "Settling", "decided", "in_words", "modules", "questions", "questions_of",
           "settled", "weighed"]
