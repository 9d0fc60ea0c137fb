"""What do people disagree on? Asked where two of them gave answers that cannot both hold, until a third decides or
one of them changes the answer."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stemma.ids import make_id
from stemma.judgements import Correction, question_of
from stemma.judgements.standing import answer_of, disagreements
from stemma.model import Judgement
from stemma.report import words
from stemma.review._answers import in_words
from stemma.review._index import Index
from stemma.review._question import YES_NO, Option, Question, weighed

ASKS = {
    "claim": "Do these words say what was read in them?", "value": "What should the {field} of this be?",
    "same_incident": "Are these two about one happening?", "same_party": "Are these two one source?",
    "party_name": "What is this source to be called?", "same_place": "Do these two name one place?",
    "copy_of": "Does the first report repeat the second?",
}
DOUBT = 1.0  # two people looked and saw different things: nothing is less sure


def find(index: Index, judgements: Sequence[Judgement]) -> list[Question]:
    """One question for each that people disagree on."""
    return [_question(index, question_of(answers[-1]), answers) for answers in disagreements(judgements)
            if answers[-1].kind in ASKS and open_still(answers)]


def open_still(answers: Sequence[Judgement]) -> bool:
    """Whether nobody has settled it: unsure is no answer, and whoever answers after two others who differ decides.

    answers: the last one of each person, earliest first.
    """
    sure = [answer_of(answer) for answer in answers if answer.verdict != "unsure"]
    return len(set(sure)) > 1 and len(set(sure[:-1])) < 2


def _question(index: Index, key: tuple[str, ...], answers: Sequence[Judgement]) -> Question:
    last = answers[-1]
    rows = [target.id for target in last.targets]
    docs = [target.doc for target in last.targets]
    incidents = [index.home[row] for row in rows if row in index.home]
    incidents += [] if incidents else [incident for doc in docs for incident in index.about.get(doc, ())[:1]]
    highest = [span.high for incident in incidents for span in index.ranges(incident).values()] if incidents else []
    return Question(
        id=make_id("q", "disputed", *key), kind=last.kind,
        ask=ASKS[last.kind].format(field=key[-1]), targets=last.targets, options=_options(answers),
        why=f"People disagree: {'; '.join(_told(answer) for answer in answers)}. The last answer stands until somebody "
            "else decides or one of them changes the answer.",
        incidents=tuple(dict.fromkeys(incidents)), weight=weighed(max(highest, default=0), DOUBT), answered=last,
        disputed=True,
    )


def _told(answer: Judgement) -> str:
    note = f", “{answer.note}”" if answer.note else ""
    return f"{answer.by} says {in_words(answer)} ({words.day(answer.at.date(), weekday=False)}{note})"


def _options(answers: Sequence[Judgement]) -> tuple[Option, ...]:
    """The answers that were given, as options; of pairs yes and no."""
    kind = answers[0].kind
    if kind == "copy_of":
        return (YES_NO[0], Option("t", "the other way round", "yes", turned=True), *YES_NO[1:])
    if kind != "value":
        return YES_NO if answers[0].value is None else ()
    values = {answer.value: answer for answer in answers if answer.value and answer.verdict is None}
    made = [Option(str(key), in_words(answer), value=msgspec.json.decode(value, type=Correction))
            for key, (value, answer) in enumerate(sorted(values.items()), start=1)]
    unsure = [Option("u", "unsure", "unsure", option.value) for option in made[:1]]
    return (*made, *unsure)
