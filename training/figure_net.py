"""The part of the network that finds figures of people harmed: a small reader over the encoder's vectors.

The encoder is the tagger's and stays as it is, so a text is encoded once for both.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from stemma.tagging import FIGURE_HARMS, FIGURE_SCOPES, FIGURE_STANCES
from training.network import Layer


class FigureReader(nn.Module):
    """Which pieces are a figure of people harmed; of each figure the harm, the scope and the stance."""

    def __init__(self, width: int = 384, inner: int = 128, layers: int = 2) -> None:
        super().__init__()
        self.shape = {"width": width, "inner": inner, "layers": layers}
        self.text = nn.Linear(2 * width, inner)
        self.norm = nn.LayerNorm(inner)
        self.dropout = nn.Dropout(0.2)
        self.layers = nn.ModuleList(Layer(inner, 4, 2 * inner, dropout=0.2) for _ in range(layers))
        self.tags = nn.Linear(inner, 3)
        self.kinds = nn.Linear(2 * inner, len(FIGURE_HARMS) + len(FIGURE_SCOPES) + len(FIGURE_STANCES))

    def read(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: [batch, pieces, 2 * width], the encoder's vectors and beside them those of the bare words, which the
        encoder forgets in part while it learns about speech -> [batch, pieces, inner]."""
        seen = self.dropout(self.norm(self.text(x)))
        for layer in self.layers:
            seen = layer(seen, mask)
        return seen

    def of_spans(self, seen: Tensor, inside: Tensor, mask: Tensor) -> Tensor:
        """Scores of harm, scope, stance, [spans, 18]. seen: [spans, pieces, inner]; inside, mask: [spans, pieces]."""
        mean = lambda m: ((m / m.sum(-1, keepdim=True))[:, None] @ seen)[:, 0]  # noqa: E731
        return self.kinds(self.dropout(torch.cat([mean(inside), mean(mask.to(seen.dtype))], -1)))

    def of_window(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is exported, for one window x: [pieces, 2 * width]: tags [pieces, 3]; each piece's part in the scores
        of a span, [pieces, 18], to be averaged over it; and what the window adds, [18]."""
        seen = self.read(x[None], None)[0]
        own, around = self.kinds.weight.split(seen.shape[-1], 1)
        return self.tags(seen), seen @ own.T, around @ seen.mean(0) + self.kinds.bias
