"""Train the reader of figures on a trained tagger's encoder. `python -m training.train_figures --help`."""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from stemma.tagging import FIGURE_HARMS, FIGURE_SCOPES, FIGURE_STANCES
from stemma.tagging.decode import spans_in
from stemma.tagging.windows import CLS, SEP, blocks_of, pieces_of, windows_of
from training.figure_net import FigureReader
from training.figures import rows
from training.network import Network, load
from training.predict import padded
from training.war import parse

WORDS = 8.0
"""Factor that brings the vectors of bare words to the size of the encoder's."""

EDGES = np.cumsum([0, len(FIGURE_HARMS), len(FIGURE_SCOPES), len(FIGURE_STANCES)])
NAMES = (FIGURE_HARMS, FIGURE_SCOPES, FIGURE_STANCES)


@dataclass
class Window:
    """Vectors of one window's pieces, and its figures as (first, last + 1, harm, scope, stance)."""

    vectors: torch.Tensor
    figures: list[tuple[int, int, int, int, int]]

    def tags(self) -> np.ndarray:
        """Outside, begin, inside."""
        out = np.zeros(len(self.vectors), np.int64)
        for first, last, *_ in self.figures:
            out[first] = 1
            out[first + 1 : last] = 2
        return out


@torch.no_grad()
def windows(network: Network, paths: list[Path], tokenizer: Tokenizer, shifts: list[int]) -> list[Window]:
    """Every window of the marked reports, encoded. `shifts` are sizes of the first window, to move the cuts."""
    out = []
    for path in paths:
        text, _ = parse(path.read_text("utf-8"))
        pieces = pieces_of(text, blocks_of(text), tokenizer)
        found = rows(path.stem)
        for shift in shifts:
            for begin, end in windows_of(pieces, first_width=shift):
                part = pieces.cut(begin, end)
                ids, marks = (torch.from_numpy(np.concatenate([[a], column, [b]]))[None]
                              for a, column, b in ((CLS, part.ids, SEP), (0, part.marks, 0)))
                with torch.autocast("cpu", torch.bfloat16):
                    seen = network.encoder(ids, marks, None)[0]
                vectors = torch.cat([seen.float(), network.encoder.words(ids)[0] * WORDS], -1).half()
                figures = []
                for start, stop, *words in found:
                    first = int(np.searchsorted(part.ends, start, "right")) + 1
                    last = int(np.searchsorted(part.starts, stop, "left")) + 1
                    if last > first:
                        figures.append((first, last, *(n.index(w) for n, w in zip(NAMES, words, strict=True))))
                out.append(Window(vectors, figures))
    return out


def loss_of(net: FigureReader, batch: list[Window]) -> torch.Tensor:
    """Cross-entropies of tags, harm, scope and stance."""
    x = torch.nn.utils.rnn.pad_sequence([w.vectors for w in batch], batch_first=True).float()
    tags, mask = padded([w.tags() for w in batch])
    _, mask = padded([np.ones(len(w.vectors), np.int64) for w in batch])
    seen = net.read(x, mask)
    loss = F.cross_entropy(net.tags(seen)[mask], tags[mask], label_smoothing=0.02)
    flat = [(i, f) for i, w in enumerate(batch) for f in w.figures]
    if flat:
        inside = torch.zeros(len(flat), x.shape[1])
        for i, (_, f) in enumerate(flat):
            inside[i, f[0] : f[1]] = 1
        which = [i for i, _ in flat]
        scores = net.of_spans(seen[which], inside, mask[which])
        for k in range(3):
            gold = torch.tensor([f[2 + k] for _, f in flat])
            loss = loss + 0.3 * F.cross_entropy(scores[:, EDGES[k] : EDGES[k + 1]], gold, label_smoothing=0.02)
    return loss


@torch.no_grad()
def measure(net: FigureReader, held: list[Window]) -> str:
    """Precision and recall of figures (by overlap), and how often harm, scope and stance of those found are right."""
    net.eval()
    right = np.zeros(3)
    hits = found = gold = 0
    for w in held:
        seen = net.read(w.vectors[None].float(), None)
        spans = [(s + 1, e + 1) for s, e, _ in spans_in(net.tags(seen)[0, 1:-1].numpy())]
        found, gold = found + len(spans), gold + len(w.figures)
        for f in w.figures:
            hit = next((s for s in spans if s[0] < f[1] and f[0] < s[1]), None)
            if hit is None:
                continue
            hits += 1
            inside = torch.zeros(1, len(w.vectors))
            inside[0, hit[0] : hit[1]] = 1
            scores = net.of_spans(seen, inside, torch.ones(1, len(w.vectors)))[0]
            right += [int(scores[EDGES[k] : EDGES[k + 1]].argmax()) == f[2 + k] for k in range(3)]
    net.train()
    p, r = hits / max(1, found), hits / max(1, gold)
    harm, scope, stance = right / max(1, hits)
    return (f"figures {gold}: P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f}; "
            f"of those found harm {harm:.3f} scope {scope:.3f} stance {stance:.3f}")


def train(args: argparse.Namespace) -> None:
    """The whole of training, a line every fifth epoch."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = load(args.encoder_of).eval()
    paths = [p for p in sorted(args.war.glob("*.txt")) if (args.figures / f"{p.stem}.tsv").exists()]
    kept = [p for i, p in enumerate(paths) if i % 10 != 9 or args.all]
    held = [p for i, p in enumerate(paths) if i % 10 == 9]
    train_on = windows(network, kept, tokenizer, [192, 110, 60])
    test_on = windows(network, held, tokenizer, [192])
    count = sum(len(w.figures) for w in train_on)
    print(f"{len(kept)} reports, {count} figures in {len(train_on)} windows", flush=True)
    net = FigureReader(network.shape["width"], args.inner)
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=0.02)
    steps = args.epochs * -(-len(train_on) // args.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps, pct_start=0.1)
    net.train()
    for epoch in range(args.epochs):
        rng.shuffle(train_on)
        for at in range(0, len(train_on), args.batch):
            loss = loss_of(net, train_on[at : at + args.batch])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        if epoch % 5 == 4 or epoch + 1 == args.epochs:
            print(f"epoch {epoch + 1} loss {loss.item():.3f} | {measure(net, test_on)}", flush=True)
    torch.save({"shape": net.shape, "weights": net.state_dict()}, args.out)


def main() -> None:
    """Command line."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("encoder_of", type=Path, help="weights of a trained tagger")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--war", type=Path, default=Path("training/data/war"))
    p.add_argument("--figures", type=Path, default=Path("training/data/figures"))
    p.add_argument("--tokenizer", type=Path, default=Path("src/stemma/data/tagger/tokenizer.json"))
    p.add_argument("--inner", type=int, default=128)
    p.add_argument("--epochs", type=int, default=14)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--rate", type=float, default=1e-3)
    p.add_argument("--all", action="store_true", help="train on the reports held back as well")
    p.add_argument("--seed", type=int, default=5)
    p.add_argument("--threads", type=int, default=2)
    train(p.parse_args())


if __name__ == "__main__":
    main()
