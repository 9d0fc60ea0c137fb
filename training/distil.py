"""Teach a small network what a large one says: the *fast* tagger. `python -m training.distil --help`.

The teacher reads every window once and its scores are kept; the student then learns from them over many epochs. Texts
without annotation serve as well as those with it, so the student sees more kinds of news than the teacher did.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from stemma.tagging.decode import spans_in
from training import data
from training.network import Network, load, save
from training.predict import padded
from training.train import Average, batches, collate, outputs, watch

SOFT = 2.0
"""Temperature: how much the student is to learn of the teacher's second thoughts."""

LONGEST = 6000
"""Code points of an unannotated text that are read."""


def unannotated(corpora: Path, names: list[str], most: int) -> list[data.Annotated]:
    """Texts of other development corpora, up to `most` of each, evenly chosen."""
    out = []
    for name in names:
        corpus, split = name.split(":")
        with gzip.open(corpora / corpus / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"][:LONGEST] for line in lines]
        out += [data.Annotated(t, []) for t in texts[:: max(1, len(texts) // most)]]
    return out


class Told:
    """The teacher's scores for one example."""

    def __init__(self, example: data.Example, cues: np.ndarray, spans: np.ndarray) -> None:
        self.example, self.cues, self.spans = example, cues, spans
        self.tags = self.speech = np.zeros(0, np.float16)


@torch.no_grad()
def ask(teacher: Network, batch: list[data.Example]) -> list[Told]:
    """The teacher's scores for a batch. Where a text has no annotation, the cues are those that the teacher finds."""
    ids, mask = padded([e.ids for e in batch])
    marks, _ = padded([e.marks for e in batch])
    with torch.autocast("cpu", torch.bfloat16):
        x = teacher.encoder(ids, marks, mask)
        cues, spans = teacher.cues(x).float().numpy(), teacher.spans(x).float().numpy()
    told = []
    for i, example in enumerate(batch):
        length = len(example.ids)
        if not example.cues:
            nothing = np.zeros(length, np.int64)
            example.cues = [(s, e, nothing, -1) for s, e, _ in spans_in(cues[i, :length])]
        told.append(Told(example, cues[i, :length].astype(np.float16), spans[i, :length].astype(np.float16)))
    flat = [(i, c[0], c[1]) for i, e in enumerate(batch) for c in e.cues]
    if flat:
        row, begin, end = (torch.tensor(column) for column in zip(*flat, strict=True))
        with torch.autocast("cpu", torch.bfloat16):
            tags, speech = teacher.linker(x, mask, row, begin, end)
        at = 0
        for t in told:
            n, length = len(t.example.cues), len(t.example.ids)
            t.tags = tags[at : at + n, :length].float().numpy().astype(np.float16)
            t.speech = speech[at : at + n].float().numpy().astype(np.float16)
            at += n
    return told


def pull(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Kullback-Leibler divergence of softened scores, summed over the last axis and averaged over the rest."""
    a, t = F.log_softmax(ours / SOFT, -1), F.log_softmax(theirs / SOFT, -1)
    return F.kl_div(a, t, log_target=True, reduction="batchmean") * SOFT * SOFT


def loss_of(out: dict[str, torch.Tensor], b: dict[str, torch.Tensor], told: list[Told]) -> torch.Tensor:
    """How far the student is from what the teacher said."""
    mask = b["mask"]
    cues = torch.from_numpy(np.concatenate([t.cues for t in told]).astype(np.float32))
    spans = torch.from_numpy(np.concatenate([t.spans for t in told]).astype(np.float32))
    loss = pull(out["cues"][mask], cues) + 0.3 * pull(out["spans"][mask], spans)
    if "tags" in out:
        seen = mask[b["row"]]
        tags = torch.from_numpy(np.concatenate([t.tags.reshape(-1, t.tags.shape[-1]) for t in told if len(t.tags)])
                                .astype(np.float32))
        speech = torch.from_numpy(np.concatenate([t.speech for t in told]).astype(np.float32))
        loss = loss + pull(out["tags"][seen], tags)
        loss = loss + 0.2 * F.binary_cross_entropy_with_logits(out["speech"], speech.sigmoid())
    return loss


def student(teacher: Network, layers: list[int], link: int) -> Network:
    """A network that begins with some of the teacher's layers and with its word vectors; its linker is smaller."""
    network = Network(**{**teacher.shape, "layers": len(layers), "link": link})
    ours, theirs = network.encoder, teacher.encoder
    for name in ("words", "positions", "marks", "norm"):
        getattr(ours, name).load_state_dict(getattr(theirs, name).state_dict())
    for layer, number in zip(ours.layers, layers, strict=True):
        layer.load_state_dict(theirs.layers[number].state_dict())
    network.cues.load_state_dict(teacher.cues.state_dict())
    network.spans.load_state_dict(teacher.spans.state_dict())
    return network


def train(args: argparse.Namespace) -> None:
    """The whole of distillation, one line an epoch."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng, noise = random.Random(args.seed), np.random.default_rng(args.seed)
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    teacher = load(args.teacher).eval()
    texts = data.polnear(args.corpora, "train")[:: args.every] + unannotated(args.corpora, args.more, args.most)
    texts += data.war(args.war) if args.war else []
    begun = time.monotonic()
    examples = list(data.examples(data.prepare(texts, tokenizer), random.Random(args.seed)))
    told = {id(t.example): t for batch in batches(examples, 32, rng) for t in ask(teacher, batch)}
    print(f"{len(examples)} windows read by the teacher, {time.monotonic() - begun:.0f} s", flush=True)
    network = student(teacher, args.layers, args.link)
    average = Average(network, args.average)
    optimiser = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=0.01)
    steps = args.epochs * (len(batches(examples, args.batch, rng)) + 4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps, pct_start=0.08)
    dev = data.polnear(args.corpora, "dev")[:: args.watch_every]
    for epoch in range(args.epochs):
        network.train()
        total = count = 0
        for batch in batches(examples, args.batch, rng):
            b = collate(batch, noise, args.hide)
            with torch.autocast("cpu", torch.bfloat16):
                out = outputs(network, b)
            loss = loss_of(out, b, [told[id(e)] for e in batch])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.add(network)
            total, count = total + loss.item(), count + 1
        best = average.network()
        save(best, args.out, epoch=epoch + 1, seed=args.seed)
        seen = watch(best, dev, tokenizer, args.corpora) if epoch % 2 else ""
        print(f"epoch {epoch + 1} loss {total / count:.4f} {time.monotonic() - begun:.0f} s | {seen}", flush=True)


def main() -> None:
    """Command line."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("teacher", type=Path)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    p.add_argument("--tokenizer", type=Path, default=Path("src/stemma/data/tagger/tokenizer.json"))
    p.add_argument("--war", type=Path, help="folder of our own annotated reports")
    p.add_argument("--more", nargs="*", default="geo:dev ecbplus:train violent:dev re3d:dev cis530p:train".split(),
                   help="CORPUS:SPLIT whose texts are read without annotation")
    p.add_argument("--most", type=int, default=40, help="texts of each of these")
    p.add_argument("--layers", type=lambda s: [int(i) for i in s.split(",")], default=[0, 2],
                   help="the teacher's layers that the student begins with")
    p.add_argument("--link", type=int, default=64)
    p.add_argument("--epochs", type=int, default=5)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--rate", type=float, default=5e-4)
    p.add_argument("--hide", type=float, default=0.03)
    p.add_argument("--average", type=float, default=0.99)
    p.add_argument("--every", type=int, default=1, help="take every n-th annotated article only")
    p.add_argument("--watch-every", type=int, default=4)
    p.add_argument("--seed", type=int, default=11)
    p.add_argument("--threads", type=int, default=2)
    train(p.parse_args())


if __name__ == "__main__":
    main()
