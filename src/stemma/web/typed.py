"""What msgspec needs to know of the nouns, made before several threads ask for it.

It looks at a type when something is first read as one, and two threads that do so at once end the program (seen with
msgspec 0.22: a segmentation fault). So all types are looked at while there is one thread.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec
from msgspec import Struct


def look_at_all() -> None:
    """Have msgspec look at every noun of this program that is loaded by now."""
    found: list[type] = [Struct]
    for one in found:
        found += one.__subclasses__()
    for one in found:
        if one.__module__.startswith("stemma."):
            with suppress(TypeError):  # nothing can be read as one: it holds things that cannot be told apart
                msgspec.json.Decoder(one)
