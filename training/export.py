"""From trained weights to the files that ship: ONNX in eight bits, a table of word vectors.

`python -m training.export --help`
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.figure_net import FigureReader
from training.network import Layer, Network, distance_buckets, load
from training.train_figures import WORDS

FURTHEST = 511
"""The longest way between two pieces of a window, since the encoder has 512 positions."""


class Attention(torch.autograd.Function):
    """Attention as onnxruntime's own operator, which never writes the pieces x pieces table down."""

    @staticmethod
    def forward(ctx: object, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        split = lambda t: t.view(*t.shape[:2], heads, -1).transpose(1, 2)  # noqa: E731
        mixed = nn.functional.scaled_dot_product_attention(split(q), split(k), split(v))
        return mixed.transpose(1, 2).reshape(q.shape)

    @staticmethod
    def symbolic(graph: object, q: object, k: object, v: object, heads: int) -> object:
        return graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads).setType(q.type())


def run_layer(layer: nn.Module, x: Tensor) -> Tensor:
    """A transformer layer over [batch, pieces, width] without padding, as it is exported."""
    width = x.shape[-1]
    q, k, v = layer.qkv(x).split(width, -1)
    x = layer.norm1(x + layer.out(Attention.apply(q, k, v, layer.heads)))
    return layer.norm2(x + layer.down(nn.functional.gelu(layer.up(x))))


class Reader(nn.Module):
    """Encoder and cue head over one window whose word vectors are given."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """words: [pieces, width]; marks: [pieces] -> vectors [pieces, width], cue scores [pieces, 3]."""
        enc = self.network.encoder
        positions = torch.arange(marks.shape[0])
        x = enc.norm(words + enc.positions(positions) + enc.marks(marks))[None]
        for layer in enc.layers:
            x = run_layer(layer, x)
        return x[0], self.network.cues(x)[0]


class Links(nn.Module):
    """The linker over one window.

    by_table: buckets of distances are looked up, which is a quarter of the operators that working them out takes.
    """

    def __init__(self, network: Network, by_table: bool) -> None:
        super().__init__()
        self.linker = network.linker
        self.by_table = by_table
        at = torch.tensor([FURTHEST])
        self.register_buffer("buckets", distance_buckets(torch.arange(2 * FURTHEST + 1), at, at + 1)[0])

    def forward(self, seen: Tensor, begin: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
        """seen: [pieces, width]; begin, end: [cues] -> tags [cues, pieces, 5], speech [cues]."""
        return self.linker.of_window(seen, begin, end, self._near if self.by_table else None)

    def _near(self, pieces: Tensor, begin: Tensor, end: Tensor) -> Tensor:
        steps = (pieces - begin[:, None]).clamp(max=0) + (pieces - end[:, None] + 1).clamp(min=0)
        return self.linker.near(self.buckets[steps + FURTHEST])


class Figures(nn.Module):
    """The reader of figures over one window."""

    def __init__(self, reader: FigureReader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, seen: Tensor, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See FigureReader.of_window."""
        return self.reader.of_window(torch.cat([seen, words * WORDS], -1))


def load_figures(path: Path) -> FigureReader:
    """The reader of figures that training.train_figures wrote."""
    kept = torch.load(path, weights_only=True)
    reader = FigureReader(**kept["shape"])
    reader.load_state_dict(kept["weights"])
    return reader.eval()


def word_table(network: Network, path: Path) -> None:
    """Word vectors in eight bits, each row scaled by its largest value."""
    rows = network.encoder.words.weight.detach().numpy()
    scales = np.abs(rows).max(1) / 127
    whole = np.round(rows / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    np.savez(path, rows=whole, scales=scales.astype(np.float32))


def _export(module: nn.Module, given: tuple[Tensor, ...], names: list[str], out: list[str], path: Path) -> None:
    axes = {name: {0: "pieces"} for name in ("words", "marks", "seen", "vectors", "cue_scores",
                                                  "figure_tags", "parts")}
    axes |= {name: {0: "cues"} for name in ("begin", "end", "speech")} | {"tags": {0: "cues", 1: "pieces"}}
    torch.onnx.export(module.eval(), given, str(path), input_names=names, output_names=out, opset_version=17,
                      dynamo=False, dynamic_axes={k: v for k, v in axes.items() if k in names + out})


class FusedLayer(Layer):
    """A layer of the linker or of the reader of figures that is exported as those of the encoder are."""

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: [batch, pieces, width]; nothing is padded."""
        return run_layer(self, x)


def _fuse(module: nn.Module) -> None:
    for layer in module.layers:
        layer.__class__ = FusedLayer


def export(
    weights: Path, figures: Path, out: Path, keep_float: list[str], eight_bit: bool = True, fused: bool = False
) -> None:
    """Write encoder.onnx, linker.onnx, figures.onnx and words.npz to `out`.

    Matrices whose name holds one of `keep_float` stay in 32 bits. `fused`: linker and reader of figures with fewer
    operators, which is faster; their scores differ in the last digits.
    """
    network, reader = load(weights).eval(), load_figures(figures)
    if fused:
        _fuse(network.linker)
        _fuse(reader)
    out.mkdir(parents=True, exist_ok=True)
    width = network.shape["width"]
    word_table(network, out / "words.npz")
    with tempfile.TemporaryDirectory() as folder:
        for name, module, given, names, made in (
            ("encoder", Reader(network), (torch.zeros(12, width), torch.zeros(12, dtype=torch.int64)),
             ["words", "marks"], ["vectors", "cue_scores"]),
            ("linker", Links(network, fused), (torch.zeros(12, width), torch.tensor([2, 7]), torch.tensor([3, 9])),
             ["seen", "begin", "end"], ["tags", "speech"]),
            ("figures", Figures(reader), (torch.zeros(12, width), torch.zeros(12, width)),
             ["seen", "words"], ["figure_tags", "parts", "rest"]),
        ):
            plain = Path(folder) / f"{name}.onnx"
            _export(module, given, names, made, plain)
            if not eight_bit:
                (out / f"{name}.onnx").write_bytes(plain.read_bytes())
                continue
            graph = onnx.load(plain)
            matrices = [n.name for n in graph.graph.node if n.op_type == "MatMul"]
            quantize_dynamic(plain, out / f"{name}.onnx", weight_type=QuantType.QInt8, per_channel=True,
                             op_types_to_quantize=["MatMul"],
                             nodes_to_exclude=[m for m in matrices if any(part in m for part in keep_float)])


def main() -> None:
    """Command line."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("weights", type=Path)
    p.add_argument("figures", type=Path, help="weights of the reader of figures")
    p.add_argument("out", type=Path)
    p.add_argument("--keep-float", action="append", default=[], help="part of the name of a matrix kept in 32 bits")
    p.add_argument("--float", action="store_true", help="no eight-bit weights at all")
    p.add_argument("--fused", action="store_true", help="linker and reader of figures with fewer operators")
    args = p.parse_args()
    export(args.weights, args.figures, args.out, args.keep_float, not args.float, args.fused)


if __name__ == "__main__":
    main()
