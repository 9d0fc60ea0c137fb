"""Train the second look alone, on the vectors of an encoder that stays as it is.

With the encoder fixed every window is encoded once, so the linker can see it many times and have more than one layer.
The cues it is shown are moved and cut at random: it learns where a cue ends together with what it introduces.

`python -m training.train_linker --help`
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from training import data
from training.network import Network, save
from training.predict import padded
from training.train import Average, watch


@dataclass
class Encoded:
    """A window's vectors and its cues as (first, last + 1, tags of every piece, speech)."""

    vectors: torch.Tensor
    cues: list[tuple[int, int, np.ndarray, int]]


def with_new_linker(path: Path, link: int, links: int) -> Network:
    """A trained network, its linker replaced by one that knows nothing yet."""
    kept = torch.load(path, weights_only=True)
    network = Network(**{**kept["shape"], "link": link, "links": links})
    network.load_state_dict({k: v for k, v in kept["weights"].items() if not k.startswith("linker.")}, strict=False)
    return network


@torch.no_grad()
def encode(network: Network, examples: list[data.Example]) -> list[Encoded]:
    """Windows with cues, encoded."""
    out = []
    examples = sorted((e for e in examples if e.cues), key=lambda e: len(e.ids))
    for at in range(0, len(examples), 16):
        batch = examples[at : at + 16]
        ids, mask = padded([e.ids for e in batch])
        marks, _ = padded([e.marks for e in batch])
        with torch.autocast("cpu", torch.bfloat16):
            x = network.encoder(ids, marks, mask)
        out += [Encoded(x[i, : len(e.ids)].half(), e.cues) for i, e in enumerate(batch)]
    return out


def moved(first: int, last: int, length: int, rng: random.Random) -> tuple[int, int]:
    """A cue as the tagger might find it: now and then a word short or long."""
    if rng.random() < 0.3 and last - first > 1:
        return (first + 1, last) if rng.random() < 0.4 else (first, last - 1)
    if rng.random() < 0.15:
        return (max(1, first - 1), last) if rng.random() < 0.4 else (first, min(length - 1, last + 1))
    return first, last


def loss_of(network: Network, batch: list[Encoded], rng: random.Random) -> torch.Tensor:
    """Cross-entropy of the tags, and of speech or attitude where that is known."""
    x = torch.nn.utils.rnn.pad_sequence([w.vectors for w in batch], batch_first=True).float()
    _, mask = padded([np.ones(len(w.vectors), np.int64) for w in batch])
    cues = [(i, *moved(c[0], c[1], len(w.vectors), rng), c[2], c[3]) for i, w in enumerate(batch) for c in w.cues]
    row, begin, end = (torch.tensor([c[k] for c in cues]) for k in range(3))
    tags, _ = padded([c[3] for c in cues])
    if tags.shape[1] < x.shape[1]:
        tags = F.pad(tags, (0, x.shape[1] - tags.shape[1]))
    act = torch.tensor([c[4] for c in cues])
    with torch.autocast("cpu", torch.bfloat16):
        scores, speech = network.linker(x, mask, row, begin, end)
    seen = mask[row]
    loss = F.cross_entropy(scores.float()[seen], tags[seen])
    known = act >= 0
    if known.any():
        loss = loss + 0.1 * F.binary_cross_entropy_with_logits(speech.float()[known], act[known].float())
    return loss


def train(args: argparse.Namespace) -> None:
    """The whole of training, one line an epoch."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = with_new_linker(args.start, args.link, args.links)
    texts = data.polnear(args.corpora, "train") + data.war(args.war) * args.repeat_war
    begun = time.monotonic()
    windows = []
    for _ in range(args.shifts):
        windows += encode(network.eval(), list(data.examples(data.prepare(texts, tokenizer), rng)))
    print(f"{len(windows)} windows encoded, {time.monotonic() - begun:.0f} s", flush=True)
    average = Average(network, args.average)
    optimiser = torch.optim.AdamW(network.linker.parameters(), lr=args.rate, weight_decay=0.01)
    steps = args.epochs * (len(windows) // args.batch + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps, pct_start=0.1)
    dev = data.polnear(args.corpora, "dev")[:: args.watch_every]
    for epoch in range(args.epochs):
        network.train()
        windows.sort(key=lambda w: len(w.vectors) + rng.randint(0, 16))
        batches = [windows[at : at + args.batch] for at in range(0, len(windows), args.batch)]
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            loss = loss_of(network, batch, rng)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.linker.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.add(network)
            total += loss.item()
        best = average.network()
        save(best, args.out, epoch=epoch + 1, seed=args.seed)
        seen = watch(best, dev, tokenizer, args.corpora)
        took = time.monotonic() - begun
        print(f"epoch {epoch + 1} loss {total / len(batches):.4f} {took:.0f} s | {seen}", flush=True)
    held = watch(average.network(), data.war(args.war, held=True), tokenizer, args.corpora)
    print(f"  held war reports | {held}", flush=True)


def main() -> None:
    """Command line."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("start", type=Path, help="weights of a trained tagger")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    p.add_argument("--tokenizer", type=Path, default=Path("src/stemma/data/tagger/tokenizer.json"))
    p.add_argument("--war", type=Path, default=Path("training/data/war"))
    p.add_argument("--repeat-war", type=int, default=2)
    p.add_argument("--shifts", type=int, default=1, help="how many different cuts of the texts into windows")
    p.add_argument("--link", type=int, default=160)
    p.add_argument("--links", type=int, default=2)
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--batch", type=int, default=24)
    p.add_argument("--rate", type=float, default=1.5e-3)
    p.add_argument("--average", type=float, default=0.99)
    p.add_argument("--watch-every", type=int, default=2)
    p.add_argument("--seed", type=int, default=3)
    p.add_argument("--threads", type=int, default=2)
    train(p.parse_args())


if __name__ == "__main__":
    main()
