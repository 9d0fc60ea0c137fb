"""Train the models of the muc4 adapter on the development texts: `python -m training.muc4 CORPORA`.

Logistic regression over hashed features, first for each text and phrase, then for each entity, from scores that a model
gave which had not seen the text (four blocks of neighbouring texts). Thresholds in eval/muc/records.py were set on
these unseen scores: slot F1 0.505, incident F1 0.684, casualty-count F1 0.418 over the development texts; scoring them
with the shipped weights says nothing, since those have seen them. No randomness. Needs numpy; the rest is of this
repository. Writes eval/muc/weights.json.
"""

from __future__ import annotations

import gzip
import json
import os
import pickle
import re
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np

from eval.muc.entities import (
    QUESTIONS,
    ROLES,
    TAGS,
    Entity,
    Text,
    entity_numbers,
    groups,
    second_numbers,
    text_of,
)
from eval.muc.linear import BUCKETS, FILE, SCALE, logistic, packed
from eval.reports import document
from stemma import pipeline
from stemma.reading.truecase import truecased

FOLDS = 4
RARE = 3  # a bucket that fewer texts or phrases than this fall into is left out
_STOP = set("THE A AN OF AND IN ON AT TO BY FOR WITH FROM HIS HER THEIR SOME TWO THREE MEMBERS UNIDENTIFIED".split())
_CUT = re.compile(r"\b(?:OF|IN|FROM|WHO|FOR)\b")
_EFFECTS = {"killed": "DEATH", "injured": "INJURY"}


# ------------------------------------------------------------------------------------------------ gold to labels

def words(text: str) -> set[str]:
    """The content words of a string, as the scorer takes them."""
    found = re.findall(r"[A-Z0-9]+", text.upper())
    return {word for word in found if word not in _STOP} or set(found)


def core(fill: str) -> str:
    """A fill up to its first "of", unless nothing of content stands before it."""
    head = _CUT.split(fill, maxsplit=1)[0]
    return head if set(re.findall(r"[A-Z0-9]+", head)) - _STOP else fill


def names(phrase: str, fill: str) -> bool:
    """Whether a phrase names a fill: half of their words shared, or of the shorter one with the phrase's head."""
    ours, theirs = words(phrase), words(core(fill))
    shared = len(ours & theirs)
    head = (re.findall(r"[A-Z0-9]+", phrase.upper()) or [""])[-1]
    return shared > 0 and (shared >= 0.5 * max(len(ours), len(theirs))
                           or head in theirs and shared >= 0.5 * min(len(ours), len(theirs)))


def labels(record: dict, text: Text) -> list[set[str]]:
    """The parts that each phrase of a text has in its incidents."""
    fills = {role: [fill for incident in record["gold"] for slot in incident[role] for fill in slot["any_of"]]
             for role in ROLES}
    for tag, effect in _EFFECTS.items():
        rows = [row.partition(":") for incident in record["gold"] for row in incident["template"].get("23", [])]
        fills[tag] = [fill for kind, _, rest in rows if effect in kind and not kind.startswith("NO ")
                      for fill in re.findall(r'"([^"]*)"', rest)]
    return [{tag for tag in TAGS if (tag in ROLES or any(names(m.words, f) for f in fills["victims"]))
             and any(names(m.words, fill) for fill in fills[tag])} for m in text.mentions]


def answers(record: dict) -> dict[str, bool]:
    """What a text's gold answers to each question."""
    kinds = {kind for incident in record["gold"] for kind in incident["type"]}
    return {question: bool(kinds) if question == "any" else question in kinds for question in QUESTIONS}


# ---------------------------------------------------------------------------------------------------- regression

class Rows:
    """Sparse rows of ones."""

    def __init__(self, rows: list[tuple[int, ...]]):
        self.count = len(rows)
        lengths = [len(row) for row in rows]
        self.row = np.repeat(np.arange(self.count, dtype=np.int32), lengths)
        self.index = np.fromiter((i for row in rows for i in row), np.int32, sum(lengths))
        seen = np.bincount(self.index, minlength=BUCKETS)
        self.index[seen[self.index] < RARE] = BUCKETS  # one bucket for all that is rare; its weight stays 0

    def part(self, mask: np.ndarray) -> Rows:
        """The rows for which the mask is true."""
        found = Rows.__new__(Rows)
        keep = mask[self.row]
        found.count = int(mask.sum())
        found.index, found.row = self.index[keep], (np.cumsum(mask) - 1)[self.row[keep]].astype(np.int32)
        return found

    def dot(self, weights: np.ndarray) -> np.ndarray:
        """The sum of each row's weights."""
        return np.bincount(self.row, weights=weights[self.index], minlength=self.count)


def fit(rows: Rows, wanted: np.ndarray, ridge: float, steps: int) -> tuple[np.ndarray, float]:
    """Weights and bias by resilient propagation over all rows at once."""
    weights = np.zeros(BUCKETS + 1)
    step, before = np.full(BUCKETS + 1, 0.05), np.zeros(BUCKETS + 1)
    bias = float(np.log((wanted.mean() + 1e-6) / (1 - wanted.mean() + 1e-6)))
    for _ in range(steps):
        error = 1 / (1 + np.exp(-np.clip(rows.dot(weights) + bias, -30, 30))) - wanted
        slope = np.bincount(rows.index, weights=error[rows.row], minlength=BUCKETS + 1) + ridge * weights
        slope[BUCKETS] = 0
        turned = np.sign(slope * before)
        step = np.where(turned > 0, np.minimum(step * 1.2, 1.0), np.where(turned < 0, step * 0.5, step))
        slope[turned < 0] = 0
        weights -= np.sign(slope) * step
        before = slope
        bias -= float(error.sum()) / max(1.0, 0.25 * rows.count) * 0.2
    return weights, bias


def fit_dense(numbers: np.ndarray, wanted: np.ndarray, ridge: float) -> np.ndarray:
    """Newton's method on standardised columns; the weights given back are for the columns as they are."""
    mean, spread = numbers.mean(0), numbers.std(0) + 1e-6
    columns = np.c_[(numbers - mean) / spread, np.ones(len(numbers))]
    weights = np.zeros(columns.shape[1])
    for _ in range(8):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + ridge * np.eye(len(weights))
        weights -= np.linalg.solve(curve, columns.T @ (chance - wanted) + ridge * weights)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean)


def crossed(rows: Rows, wanted: np.ndarray, fold: np.ndarray, ridge: float, steps: int) -> np.ndarray:
    """The log-odds that each row gets from a model that has not seen its fold."""
    out = np.zeros(rows.count)
    for number in range(FOLDS):
        weights, bias = fit(rows.part(fold != number), wanted[fold != number], ridge, steps)
        out[fold == number] = rows.part(fold == number).dot(weights) + bias
    return out


def crossed_dense(numbers: np.ndarray, wanted: np.ndarray, fold: np.ndarray, ridge: float) -> np.ndarray:
    """As `crossed`, over numbers."""
    out = np.zeros(len(numbers))
    for number in range(FOLDS):
        weights = fit_dense(numbers[fold != number], wanted[fold != number], ridge)
        out[fold == number] = numbers[fold == number] @ weights[:-1] + weights[-1]
    return out


# ------------------------------------------------------------------------------------------------------- the run

def prepared(corpora: Path) -> tuple[list[dict], list[Text]]:
    """The development records and their texts, read."""
    with gzip.open(corpora / "muc4" / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    texts = []
    for record in records:
        report = document(record["text"], id=record["id"])
        texts.append(text_of(pipeline.read(report), truecased(report).text))
    return records, texts


def hashed_row(weights: np.ndarray, bias: float) -> dict:
    """A hashed model as the file holds it."""
    return {"bias": round(bias, 4), "packed": packed(weights[:BUCKETS] if SCALE else weights)}


def train(records: list[dict], texts: list[Text]) -> tuple[dict, list]:
    """All models, and what models that had not seen a text made of it: (about, entities) by text."""
    rows: dict[str, dict] = {}
    fold = np.concatenate([np.full(len(part), number) for number, part in
                           enumerate(np.array_split(np.arange(len(texts)), FOLDS))])
    wanted = [answers(record) for record in records]
    of_texts = Rows([text.buckets for text in texts])
    about = {}
    for question in QUESTIONS:
        right = np.array([w[question] for w in wanted], float)
        about[question] = crossed(of_texts, right, fold, 6.0, 60)
        rows[f"text:{question}"] = hashed_row(*fit(of_texts, right, 6.0, 60))
    parts = [label for record, text in zip(records, texts, strict=True) for label in labels(record, text)]
    of_phrases = Rows([m.buckets for text in texts for m in text.mentions])
    sizes = [len(text.mentions) for text in texts]
    phrase_fold = np.repeat(fold, sizes)
    scores = {}
    for tag in TAGS:
        right = np.array([tag in label for label in parts], float)
        scores[tag] = crossed(of_phrases, right, phrase_fold, 3.0, 40)
        rows[f"phrase:{tag}"] = hashed_row(*fit(of_phrases, right, 3.0, 40))
        print("phrase", tag, best_f1(scores[tag], right), flush=True)
    return _second(rows, records, texts, wanted, fold, about, scores, parts)


def _second(rows, records, texts, wanted, fold, about, scores, parts) -> tuple[dict, list]:
    starts = np.cumsum([0] + [len(text.mentions) for text in texts])
    abouts = [{q: float(about[q][at]) for q in QUESTIONS} for at in range(len(texts))]
    by_text = [{tag: scores[tag][starts[at] : starts[at + 1]].tolist() for tag in TAGS} for at in range(len(texts))]
    numbers, owner, held = [], [], []
    for at, text in enumerate(texts):
        found = entity_numbers(text, by_text[at], abouts[at])
        numbers += found
        owner += [at] * len(found)
        held += [[parts[starts[at] + i] for i in group] for group in groups(text.mentions)]
    table, owner = np.array(numbers), np.array(owner)
    chances = {}
    for tag in TAGS:
        right = np.array([any(tag in label for label in group) for group in held], float)
        chances[tag] = crossed_dense(table, right, fold[owner], 1.0)
        rows[f"entity:{tag}"] = {"weights": [round(float(w), 5) for w in fit_dense(table, right, 1.0)]}
        print("entity", tag, best_f1(chances[tag], right), flush=True)
    entities, at_row = [], 0
    for text in texts:
        mine = []
        for group in groups(text.mentions):
            mine.append(Entity(group, {tag: logistic(float(chances[tag][at_row])) for tag in TAGS}))
            at_row += 1
        entities.append(mine)
    table = np.array([second_numbers(t, by_text[at], abouts[at], entities[at]) for at, t in enumerate(texts)])
    again = {}
    for question in QUESTIONS:
        right = np.array([w[question] for w in wanted], float)
        again[question] = crossed_dense(table, right, fold, 10.0)
        rows[f"second:{question}"] = {"weights": [round(float(w), 5) for w in fit_dense(table, right, 10.0)]}
        print("text", question, best_f1(about[question], right), best_f1(again[question], right), flush=True)
    unseen = [({q: float(again[q][at]) for q in QUESTIONS}, entities[at]) for at in range(len(texts))]
    return rows, unseen


def best_f1(scores: np.ndarray, right: np.ndarray) -> float:
    """The F1 at the best threshold."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    return round(float((2 * hits / (np.arange(1, len(right) + 1) + right.sum())).max()), 3)


def main() -> None:
    """Train and write; a second argument names a file for what unseen models made of the texts, to set thresholds."""
    records, texts = prepared(Path(sys.argv[1]))
    rows, unseen = train(records, texts)
    FILE.write_text(json.dumps(rows, indent=0) + "\n", encoding="ascii")
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_bytes(pickle.dumps(unseen))


if __name__ == "__main__":
    main()
