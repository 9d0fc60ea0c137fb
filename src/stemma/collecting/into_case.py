"""`stemma collect`: addresses and files into a case, and its record derived anew."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from stemma import casework
from stemma.casework import Built, Tell
from stemma.collecting.gathering import Gathered, Options, Told, gather
from stemma.collecting.guard import LookUp
from stemma.errors import UsageError
from stemma.model import Problem
from stemma.store import exists, open_case
from stemma.tagging import DEFAULT, Size

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class Collected(Struct, frozen=True):
    """What a run brought, and the case after it."""

    told: tuple[Told, ...]
    problems: tuple[Problem, ...]  # of fetching; those of reading files are the build's
    left: int  # addresses beyond the limits of a run
    built: Built


def collect(case_path: str, sources: Sequence[str], options: Options, tell: Tell | None = None,
            jobs: int | None = None, look_up: LookUp | None = None) -> Collected:
    """Fetch addresses and read files into a case, which is made where there is none, and derive its record anew with
    the tagger that it was read with. UsageError for a source that is neither an address nor there."""
    urls = [source for source in sources if _ADDRESS.match(source)]
    files = [source for source in sources if not _ADDRESS.match(source)]
    _refuse(case_path, sources, files)
    tagger: Size | None = None
    gathered = Gathered((), ())
    if urls or exists(case_path):
        with open_case(case_path, create=bool(urls)) as case:
            gathered = gather(case, urls, options, tell, look_up) if urls else gathered
            tagger = case.tagger()
    built = _built(case_path, files, bool(urls), options, tell, jobs, tagger or DEFAULT)
    new = sum(len(one.documents) for one in gathered.told if one.outcome in ("new", "changed"))
    known = sum(len(one.documents) for one in gathered.told if one.outcome in ("unchanged", "known"))
    return Collected(gathered.told, gathered.problems, gathered.left,
                     replace(built, new=built.new + new, known=built.known + known))


def _built(case_path: str, files: Sequence[str], fetched: bool, options: Options, tell: Tell | None,
           jobs: int | None, tagger: Size) -> Built:
    """The case with the files read in. Files that hold no report stop nothing where pages were fetched."""
    try:
        return casework.build(case_path, files, jobs, tell, tagger, options.by)
    except UsageError as error:
        if not (fetched and files):
            raise
        built = casework.build(case_path, (), jobs, tell, tagger, options.by)
        return replace(built, problems=(Problem("read", files[0], "nothing-read", str(error)), *built.problems))


def _refuse(case_path: str, sources: Sequence[str], files: Sequence[str]) -> None:
    if not sources:
        raise UsageError("Name the addresses, feeds, files or folders to collect.")
    if os.path.isdir(case_path):
        raise UsageError(f"{case_path} is a folder: name a case file first, e.g. my.case, then what to collect.")
    missing = next((path for path in files if not os.path.lexists(path)), None)
    if missing is not None:
        raise UsageError(f"{missing} is no file, and no address either: those begin with http:// or https://.")
