"""A case as a bundle that others can verify without Stemma: every byte that came in, the log, the timestamps, the
record. The same case gives the same bytes. Nothing of accounts or sessions gets into it.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import msgspec
from msgspec import Struct

from stemma import __version__
from stemma.custody.bagging import Bag, Bagged, FolderBag, ZipBag
from stemma.custody.names import file_name
from stemma.errors import UsageError
from stemma.ids import sha256
from stemma.model import Document
from stemma.report.words import how_many
from stemma.store import CaseFile, Item, open_case
from stemma.store import log as chain
from stemma.store.log import Entry

AT_ONCE = 1000  # entries of the log
WITHHELD = "withheld"  # in the place of an entry about an account, with the digest of its line


class BundledReport(Struct, frozen=True):
    """A report in a bundle."""

    id: str
    name: str
    text: str  # the file with the text that was read
    raw: str | None  # the file with its raw bytes, where it is one of its own
    sha256: str  # of the raw bytes


class BundledItem(Struct, frozen=True):
    """Something that came in, in a bundle."""

    entry: int  # of the log
    how: str
    uri: str
    at: str  # ISO 8601, UTC
    by: str
    sha256: str
    size: int
    file: str | None  # None where the bytes are not held
    warc: str | None
    status: int | None
    within: str | None
    reports: tuple[str, ...]  # BundledReport.id


class Inventory(Struct, frozen=True):
    """Which file is what."""

    items: tuple[BundledItem, ...]
    reports: tuple[BundledReport, ...]


def write(case_path: str, out: Path, authorities: Path | None = None) -> Bagged:
    """Write a case as a bag: a folder, or a ZIP file where the name ends in .zip.

    authorities: certificates to put beside the timestamps (PEM). Raises UsageError where the place is taken, where the
    record is not that of the last build, or where the log is broken.
    """
    certificates = _read(authorities) if authorities is not None else None
    kind = ZipBag if out.suffix.lower() == ".zip" else FolderBag
    with open_case(case_path, readonly=True) as case, case.snapshot():
        if case.record() is not None and not case.is_current():
            raise UsageError(f"{case.path} has changed since it was built, or Stemma has: run stemma build "
                             f"{case.path}.")
        with kind(out) as bag:
            _inventory(case, bag)
            last = _log(case, bag)
            _timestamps(case, bag, certificates)
            _record(case, bag)
            bag.tag("README.txt", _readme(last))
            bag.tag("verify.sh", _text("verify_sh.txt").encode())
            return bag.finish(_about(last))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None


# -------------------------------------------------------------------------------------------------------- what came in


def _inventory(case: CaseFile, bag: Bag) -> None:
    """Everything that came in, the reports, and the list of both."""
    documents = case.documents()
    kinds = {document.sha256: document.media_type for document in documents}
    files: dict[str, str] = {}  # by digest
    items = tuple(_item(case, bag, item, files, kinds) for item in case.items())
    reports = tuple(_report(case, bag, number, document, files)
                    for number, document in enumerate(sorted(documents, key=lambda d: (d.name, d.id)), start=1))
    listed = msgspec.json.format(msgspec.json.encode(Inventory(items, reports)), indent=1)
    bag.add("items.json", listed + b"\n")


def _item(case: CaseFile, bag: Bag, item: Item, files: dict[str, str], kinds: dict[str, str]) -> BundledItem:
    name = file_name(item.number, item.uri, kinds.get(item.sha256, ""))
    if item.held and item.sha256 not in files:
        files[item.sha256] = bag.add(f"items/{name}", case.raw(item.sha256))
    records = case.warc(item.id)
    warc = None if records is None else bag.add(f"warc/{file_name(item.number, item.uri).rpartition('.')[0]}.warc.gz",
                                                records)
    return BundledItem(item.number, item.how, item.uri, msgspec.to_builtins(item.at), item.by, item.sha256, item.size,
                       files[item.sha256] if item.held else None, warc, item.status, item.within, item.documents)


def _report(case: CaseFile, bag: Bag, number: int, document: Document, files: dict[str, str]) -> BundledReport:
    """A report's text, and its raw bytes where no file has them yet."""
    stem = file_name(number, document.name + ".txt").removesuffix(".txt")
    text = bag.add(f"reports/{stem}.txt", document.text.encode())
    if document.sha256 not in files:
        files[document.sha256] = bag.add(f"reports/{stem}.raw", case.raw(document.sha256))
    return BundledReport(document.id, document.name, text, files[document.sha256], document.sha256)


# ------------------------------------------------------------------------------------------------------ what vouches


def _log(case: CaseFile, bag: Bag) -> Entry | None:
    """The log, each entry as the bytes that its digest covers; its last entry."""
    lines: list[bytes] = []
    digests: list[str] = []
    last: Entry | None = None
    while entries := case.log(last.number if last else 0, AT_ONCE):
        for entry in entries:
            before = digests[-1] if digests else ""
            if entry.number != len(lines) + 1 or chain.preimage(before, chain.fields_of(entry), entry.digest) is None:
                raise UsageError(f"The log of {case.path} is broken: stemma check {case.path} says where.")
            lines.append(_line(entry, before))
            digests.append(entry.digest)
            last = entry
    bag.add("log/log.jsonl", b"".join(line + b"\n" for line in lines))
    bag.add("log/digests.txt", "".join(f"{digest}\n" for digest in digests).encode())
    return last


def _line(entry: Entry, before: str) -> bytes:
    """An entry as its digest covers it. One about an account is only a digest, which suffices to follow the chain; not
    so where a case older than version 5 wrote it."""
    line = chain.line_of(chain.fields_of(entry))
    if not entry.action.startswith(chain.ACCOUNT):
        return line
    old = chain.chained(before, chain.fields_of(entry)) != entry.digest
    return f'"{WITHHELD}"'.encode() if old else f'"{WITHHELD} {sha256(line)}"'.encode()


def _timestamps(case: CaseFile, bag: Bag, certificates: bytes | None) -> None:
    for stamp in case.stamps():
        name = f"timestamps/{stamp.number:06d}-entry-{stamp.entry}"
        bag.add(f"{name}.tsq", stamp.request)
        bag.add(f"{name}.tsr", stamp.answer)
    if certificates is not None:
        bag.add("timestamps/authorities.pem", certificates)


def _record(case: CaseFile, bag: Bag) -> None:
    from stemma.exporters import Options, export, formats

    record = case.record()
    if record is not None:
        options = Options(judgements=case.judgements())
        bag.add("record/dossier.json", export(formats()["dossier"], record, options))


# -------------------------------------------------------------------------------------------------- the bag's own files


def _readme(last: Entry | None) -> bytes:
    number = last.number if last else 0
    given = {"VERSION": __version__, "ENTRIES": how_many(number, "entry", "entries"), "N1": str(max(0, number - 1)),
             "N": str(max(1, number)), "HEAD": last.digest if last else "(none: the log is empty)"}
    text = _text("readme.txt")
    for name, value in given.items():
        text = text.replace(f"@{name}@", value)
    return text.encode()


def _about(last: Entry | None) -> str:
    """Lines of bag-info.txt. The date is that of the log's last entry, so that the same case gives the same bag."""
    date = f"Bagging-Date: {last.at:%Y-%m-%d}\n" if last else ""
    return (f"{date}Bag-Software-Agent: Stemma {__version__}\n"
            f"External-Description: Reports of armed violence, as they came in, with the log of a case\n")


def _text(name: str) -> str:
    return resources.files("stemma.custody").joinpath(name).read_text(encoding="utf-8")


