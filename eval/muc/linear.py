"""Linear models over hashed features, and small ones over numbers: read from one packaged file, applied without numpy.

A feature is known by its hash alone, so that the file holds weights and no words.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

BITS = 17
BUCKETS = 1 << BITS
SCALE = 32  # a weight is kept as a whole number of 1/32, at most 127 of them
FILE = Path(__file__).parent / "weights.json"


def hashed(features: Iterable[str]) -> list[int]:
    """The buckets of a set of features, each once, in order."""
    return sorted({zlib.crc32(feature.encode()) % BUCKETS for feature in features})


def logistic(value: float) -> float:
    """The chance that goes with log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


class Hashed:
    """A logistic model over hashed features: log-odds are the sum of their weights."""

    def __init__(self, bias: float, packed: str):
        self.bias = bias
        self.weights = array("b", zlib.decompress(base64.b85decode(packed)))

    def __call__(self, buckets: Iterable[int]) -> float:
        return self.bias + sum(self.weights[bucket] for bucket in buckets) / SCALE


class Dense:
    """A logistic model over numbers, the last weight for the constant."""

    def __init__(self, weights: Sequence[float]):
        self.weights = tuple(weights)

    def __call__(self, numbers: Sequence[float]) -> float:
        *rest, constant = self.weights
        return constant + sum(w * x for w, x in zip(rest, numbers, strict=True))


def packed(weights: Iterable[float]) -> str:
    """Weights as the file holds them."""
    whole = array("b", (max(-127, min(127, round(w * SCALE))) for w in weights))
    return base64.b85encode(zlib.compress(whole.tobytes(), 9)).decode("ascii")


@cache
def models() -> dict[str, Hashed | Dense]:
    """All models by name: "text:KIND" and "phrase:ROLE" are hashed, "entity:ROLE" and "second:KIND" dense."""
    rows = json.loads(FILE.read_text(encoding="ascii"))
    return {name: Hashed(row["bias"], row["packed"]) if "packed" in row else Dense(row["weights"])
            for name, row in rows.items()}
