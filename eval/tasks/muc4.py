"""MUC-4: texts in, incidents in the answer key's form out.

Names, places and days are Stemma's; which noun phrase has which part is weighed by the models of eval/muc, which were
trained on the development texts alone.
"""

from __future__ import annotations

from eval.muc.entities import text_of
from eval.muc.linear import models
from eval.muc.records import incidents_of, judged
from eval.reports import documents, read_all
from stemma.reading.truecase import truecased


def answer(given: dict) -> dict:
    """{"docs": {id: text}} in, {"docs": {id: [incident]}} out."""
    reports = documents(given)
    found = {}
    for report, reading in zip(reports, read_all(reports), strict=True):
        cased = truecased(report).text
        text = text_of(reading, cased)
        found[report.name] = incidents_of(reading, cased, text, *judged(text, models()))
    return {"docs": found}
