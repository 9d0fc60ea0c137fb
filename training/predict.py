"""Attributions of texts by a network in torch, for watching training and for comparing with what is exported."""

from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer

from stemma.tagging import Attribution
from stemma.tagging.decode import attributions_in, spans_in
from stemma.tagging.windows import CLS, SEP, blocks_of, pieces_of, windows_of
from training.network import Network


def padded(rows: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of unequal length as one tensor, and where it holds anything."""
    length = max(len(r) for r in rows)
    out = np.zeros((len(rows), length), np.int64)
    mask = np.zeros((len(rows), length), bool)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
        mask[i, : len(row)] = True
    return torch.from_numpy(out), torch.from_numpy(mask)


@torch.no_grad()
def predict(network: Network, text: str, tokenizer: Tokenizer) -> list[Attribution]:
    """Attributions of one text, in the order of their cues."""
    network.eval()
    pieces = pieces_of(text, blocks_of(text), tokenizer)
    windows = windows_of(pieces)
    if not windows:
        return []
    parts = [pieces.cut(*w) for w in windows]
    ids, mask = padded([np.concatenate([[CLS], p.ids, [SEP]]) for p in parts])
    marks, _ = padded([np.concatenate([[0], p.marks, [0]]) for p in parts])
    with torch.autocast("cpu", torch.bfloat16):
        x = network.encoder(ids, marks, mask)
        cue_scores = network.cues(x).float().numpy()
    found = [spans_in(s[1 : len(p) + 1]) for s, p in zip(cue_scores, parts, strict=True)]
    flat = [(row, s + 1, e + 1) for row, cues in enumerate(found) for s, e, _ in cues]
    if not flat:
        return []
    row, begin, end = (torch.tensor(column) for column in zip(*flat, strict=True))
    with torch.autocast("cpu", torch.bfloat16):
        tags, speech = network.linker(x, mask, row, begin, end)
    tags, speech = tags.float().numpy(), speech.float().numpy()
    out, at = [], 0
    for part, cues in zip(parts, found, strict=True):
        n = len(cues)
        out += attributions_in(part, cues, tags[at : at + n, 1 : len(part) + 1], speech[at : at + n])
        at += n
    return out
