"""The tagger's network in torch: an encoder, a head that finds cues, a small layer that finds each one's arguments.

Every attribution has one cue. So the second part looks at the text once per cue and says of each piece whether it
belongs to that cue's source or content: what is said in several stretches stays one statement, and source, cue and
content come linked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from stemma.tagging.windows import FEATURES

CUE_TAGS = 3
"""Outside, begin, inside."""
PAIR_TAGS = 5
"""Outside, begin and inside a source, begin and inside a content."""
DISTANCES = 2 * 12 + 1
"""Buckets of the distance between a piece and the cue: powers of two on either side, 0 for the cue itself."""


class Layer(nn.Module):
    """One transformer layer with the norm after each part, as BERT has it."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: [batch, pieces, width]; mask: [batch, pieces], true where there is a piece; None if nothing is padded."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: on processors with bfloat16 tiles its backward pass is faster than the fused one.
        scores = (q @ k.transpose(-1, -2)) * (width // self.heads) ** -0.5
        if mask is not None:
            scores = scores + torch.zeros(mask.shape, dtype=q.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and their marks to vectors; begins with the weights of a published sentence encoder."""

    def __init__(
        self, layers: int, width: int = 384, heads: int = 12, inner: int = 1536, vocabulary: int = 30522
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(512, width)
        self.marks = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.marks.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """ids, marks, mask: [batch, pieces] -> [batch, pieces, width]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.positions(positions) + self.marks(marks)))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def distance_buckets(pieces: Tensor, begin: Tensor, end: Tensor) -> Tensor:
    """Bucket of each piece's distance to its cue. pieces: [length]; begin, end: [cues] -> [cues, length]."""
    before = (begin[:, None] - pieces[None, :]).clamp(min=0)
    after = (pieces[None, :] - end[:, None] + 1).clamp(min=0)
    steps = lambda d: torch.where(d > 0, (torch.log2(d.clamp(min=1).float()) * 1.5).floor().long() + 1, 0).clamp(max=12)  # noqa: E731
    return steps(after) + torch.where(before > 0, 12 + steps(before), 0)


class Linker(nn.Module):
    """For each cue: which pieces are its source, which its content."""

    def __init__(self, width: int = 384, inner: int = 128, layers: int = 1) -> None:
        super().__init__()
        self.text = nn.Linear(width, inner)
        self.cue = nn.Linear(width, inner)
        self.near = nn.Embedding(DISTANCES, inner)
        self.norm = nn.LayerNorm(inner)
        self.layers = nn.ModuleList(Layer(inner, 4, 2 * inner) for _ in range(layers))
        self.tags = nn.Linear(inner, PAIR_TAGS)
        self.speech = nn.Linear(width, 1)

    def forward(self, x: Tensor, mask: Tensor, row: Tensor, begin: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
        """x: [batch, pieces, width]; row, begin, end: [cues] -> logits: tags [cues, pieces, 5], speech [cues]."""
        inside = self._inside(x, begin, end)
        cue = torch.einsum("cl,clw->cw", inside, x[row]) / (end - begin).to(x.dtype)[:, None]
        return self._scores(self.text(x)[row], cue, mask[row], self._near(torch.arange(x.shape[1]), begin, end))

    def _near(self, pieces: Tensor, begin: Tensor, end: Tensor) -> Tensor:
        return self.near(distance_buckets(pieces, begin, end))

    def of_window(
        self, x: Tensor, begin: Tensor, end: Tensor, near: Callable[[Tensor, Tensor, Tensor], Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        """The same for one window, x: [pieces, width]: what is exported. near: another way to the same distances."""
        cue = self._inside(x[None], begin, end) @ x / (end - begin).to(x.dtype)[:, None]
        places = (near or self._near)(torch.arange(x.shape[0]), begin, end)
        return self._scores(self.text(x)[None], cue, None, places)

    @staticmethod
    def _inside(x: Tensor, begin: Tensor, end: Tensor) -> Tensor:
        pieces = torch.arange(x.shape[1])
        return ((pieces[None] >= begin[:, None]) & (pieces[None] < end[:, None])).to(x.dtype)

    def _scores(self, text: Tensor, cue: Tensor, mask: Tensor | None, near: Tensor) -> tuple[Tensor, Tensor]:
        """text: [cues or 1, pieces, inner]; cue: [cues, width]; near: [cues, pieces, inner]."""
        seen = self.norm(text + self.cue(cue)[:, None] + near)
        for layer in self.layers:
            seen = layer(seen, mask)
        return self.tags(seen), self.speech(cue).squeeze(-1)


class Network(nn.Module):
    """Encoder, cue head, linker; and two more heads, on source and content as such, that only training uses."""

    def __init__(self, layers: int = 6, width: int = 384, heads: int = 12, inner: int = 1536, link: int = 128) -> None:
        super().__init__()
        self.shape = {"layers": layers, "width": width, "heads": heads, "inner": inner, "link": link}
        self.encoder = Encoder(layers, width, heads, inner)
        self.cues = nn.Linear(width, CUE_TAGS)
        self.spans = nn.Linear(width, 6)
        self.linker = Linker(width, link)


def published_weights(network: Network, folder: Path, layers: list[int]) -> None:
    """Fill the encoder with the given layers of the published one (its safetensors file in `folder`)."""
    given = load_file(folder / "model.safetensors")
    given = {k.removeprefix("bert."): v for k, v in given.items()}
    enc = network.encoder
    with torch.no_grad():
        enc.words.weight.copy_(given["embeddings.word_embeddings.weight"])
        enc.positions.weight.copy_(given["embeddings.position_embeddings.weight"])
        # The encoder's single sentence type is a constant: into the positions with it.
        enc.positions.weight.add_(given["embeddings.token_type_embeddings.weight"][0])
        for name, ours in (("LayerNorm.weight", enc.norm.weight), ("LayerNorm.bias", enc.norm.bias)):
            ours.copy_(given["embeddings." + name])
        for layer, number in zip(enc.layers, layers, strict=True):
            base = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [given[f"{base}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
                getattr(layer.out, kind).copy_(given[f"{base}attention.output.dense.{kind}"])
                getattr(layer.norm1, kind).copy_(given[f"{base}attention.output.LayerNorm.{kind}"])
                getattr(layer.up, kind).copy_(given[f"{base}intermediate.dense.{kind}"])
                getattr(layer.down, kind).copy_(given[f"{base}output.dense.{kind}"])
                getattr(layer.norm2, kind).copy_(given[f"{base}output.LayerNorm.{kind}"])


def save(network: Network, path: Path, **more: object) -> None:
    """Weights and shape, in one file."""
    torch.save({"shape": network.shape, "weights": network.state_dict(), "more": json.dumps(more)}, path)


def load(path: Path) -> Network:
    """The network that `save` wrote."""
    kept = torch.load(path, weights_only=True)
    network = Network(**kept["shape"])
    network.load_state_dict(kept["weights"])
    return network
