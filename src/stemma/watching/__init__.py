"""Watching: a case that is kept current, and everybody told what is new in it.

settings reads what to watch, rounds does it again and again, alone sees to it that nobody else does it at the same
time, and atom writes what changed as a feed.
"""

from __future__ import annotations

from stemma.watching.rounds import Round, Watch
from stemma.watching.settings import Feeds, interval, read

__all__ = ["Feeds", "Round", "Watch", "interval", "read"]
