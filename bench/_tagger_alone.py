"""The tagger of standard size alone, in 32 bits, over a whole text: what the whole reading is measured against.

Where torch is installed (training needs it, Stemma does not), it is the network of training/ with random weights, which
take the same time as trained ones. Else it is the shipped network in 32 bits in onnxruntime, from a folder that
`python -m training.export --float` has written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.model import Document
from stemma.statements.cues import VERBS
from stemma.tagging.windows import CLS, SEP, Pieces, blocks_of, pieces_of, windows_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from stemma.tagging.model import Tagger

SHIPPED = resources.files("stemma").joinpath("data", "tagger")


def alone(folder: Path | None) -> tuple[str, Callable[[Document], object]] | None:
    """The name and the way of reading, or None where there is neither torch nor a folder with the exported network."""
    if find_spec("torch") is not None:
        return "tagger alone, torch, 32 bits", in_torch
    return ("tagger alone, onnxruntime, 32 bits", partial(in_onnxruntime, str(folder))) if folder else None


def in_torch(document: Document) -> None:
    """Word pieces, encoder, cues, each cue's source and content; one thread, as the shipped one runs.

    The reader of figures, which the whole reading has besides, is left out.
    """
    import torch

    network = _network()
    pieces = pieces_of(document.text, blocks_of(document.text), _tokenizer())
    with torch.inference_mode():
        for first, last in windows_of(pieces):
            part = pieces.cut(first, last)
            ids, marks = [CLS, *part.ids.tolist(), SEP], [0, *part.marks.tolist(), 0]
            seen = network.encoder(torch.tensor([ids]), torch.tensor([marks]), None)[0]
            network.cues(seen)
            cues = _cues(part, document.text)
            if cues:
                begin = torch.tensor(cues)
                network.linker.of_window(seen, begin, begin + 1)


def in_onnxruntime(folder: str, document: Document) -> None:
    """The same by the code that ships, with the networks of a folder."""
    _exported(folder).read(document.text, blocks_of(document.text))


def _cues(part: Pieces, text: str) -> list[int]:
    """Verbs of saying, for the cues that random weights do not find; the two special pieces are counted."""
    spans = zip(part.starts.tolist(), part.ends.tolist(), strict=True)
    return [at for at, (start, end) in enumerate(spans, start=1) if text[start:end].lower() in VERBS]


@cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    found = Tokenizer.from_str(SHIPPED.joinpath("tokenizer.json").read_text("utf-8"))
    found.no_padding()
    found.no_truncation()
    return found


@cache
def _network():
    """The network as training makes it, with seeded weights."""
    import torch

    from training.network import Network

    torch.set_num_threads(1)
    torch.manual_seed(1)
    return Network().eval()


@cache
def _exported(folder: str) -> Tagger:
    import numpy as np
    import onnxruntime

    from stemma.tagging.model import Tagger, Words

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with np.load(Path(folder, "words.npz")) as table:
        words = Words(table["rows"], table["scales"])
    names = ("encoder", "linker", "figures")
    sessions = [onnxruntime.InferenceSession(str(Path(folder, f"{name}.onnx")), options,
                                             providers=["CPUExecutionProvider"]) for name in names]
    return Tagger(_tokenizer(), words, *sessions)
