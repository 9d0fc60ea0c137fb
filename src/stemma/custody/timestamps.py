"""Timestamps: an authority's signed word on when the log of a case ended so (RFC 3161, https://www.rfc-editor.org/rfc/rfc3161).

Asked for only when a person says so. What goes to the authority is a digest, nothing else of the case. What a token
says is read and verified without any network; whom to trust is for the reader to say, as a file of certificates.
Needs rfc3161-client (Apache-2.0), the extra `timestamps`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from stemma.custody.der import in_order
from stemma.errors import StemmaError, UsageError
from stemma.ids import sha256
from stemma.model import Problem
from stemma.store import CaseFile, Stamp

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse
    from rfc3161_client.tsp import TimeStampTokenInfo

MEDIA_TYPE = "application/timestamp-query"
SHA256 = "2.16.840.1.101.3.4.2.1"  # the object identifier of SHA-256
SECONDS, MOST = 60.0, 1 << 20  # that an authority has for its answer, and bytes that it may have
APART = timedelta(minutes=10)  # how far this machine's clock and the authority's may be apart

Ask = Callable[[str, bytes], bytes]  # the answer of the authority at an address to a request


class Told(Struct, frozen=True):
    """What an authority's answer says."""

    at: datetime  # UTC, by the authority's clock
    digest: str  # what was stamped, SHA-256
    serial: str
    policy: str


def stamp(case: CaseFile, authority: str, by: str, at: datetime, ask: Ask | None = None,
          allowed: Collection[str] = ()) -> Stamp:
    """Have the end of a case's log stamped, and keep the answer.

    authority: its http or https address. at: this machine's time, UTC. allowed: hosts that may be asked although they
    are not on the public internet. Raises UsageError where there is nothing to stamp or nobody may be asked there, and
    StemmaError where the authority does not answer as it should; the case then stays as it is.
    """
    client = _client()
    number, digest = case.head()
    data = case.preimage(number) if number else None
    if data is None or sha256(data) != digest:
        raise UsageError(f"{case.path} has no log to put a timestamp on." if not number else
                         f"The log of {case.path} is broken: stemma check {case.path} says where.")
    request = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256).build()
    answer = (ask or _asking(allowed))(authority, request.as_bytes())
    found = _decoded(answer)
    if found is None:
        raise StemmaError(f"What {authority} answers is no timestamp.")
    if found.status:
        said = "; ".join(found.status_string)
        raise StemmaError(f"{authority} gave no timestamp{f': {said}' if said else ''}.")
    if told(answer) is None or told(answer).digest != digest or found.tst_info.nonce != request.nonce:
        raise StemmaError(f"The timestamp of {authority} is not about what it was asked for.")
    return case.add_stamp(Stamp(number, digest, authority, at, by, request.as_bytes(), answer))


def told(answer: bytes) -> Told | None:
    """What an answer says; None where it holds no token that can be read."""
    found = _decoded(answer)
    if found is None or found.status:
        return None
    info: TimeStampTokenInfo = found.tst_info
    if info.message_imprint.hash_algorithm.dotted_string != SHA256:
        return None
    return Told(info.gen_time.replace(tzinfo=UTC), info.message_imprint.message.hex(), format(info.serial_number, "X"),
                info.policy.dotted_string)


def said_at(answer: bytes) -> datetime | None:
    """The authority's time in an answer; None where it cannot be read, or the library is not there."""
    try:
        said = told(answer)
    except UsageError:
        return None
    return said and said.at


def verified(case: CaseFile, trusted: Path | None) -> Iterator[Problem]:
    """What is wrong with the timestamps of a case; needs no network.

    trusted: a PEM file with certificates of authorities, roots and what is between; without it no signature is looked
    at. Raises UsageError where the file has none.
    """
    stamps = case.stamps()
    if not stamps and trusted is None:
        return
    roots = certificates(trusted) if trusted is not None else ()
    times = {entry.number: entry.at for kept in stamps for entry in case.log(kept.entry - 1, 1)}
    for kept in stamps:
        said = told(kept.answer)
        if said is None:
            yield _problem(kept, "stamp-unreadable", "holds no timestamp that can be read")
        elif said.digest != kept.digest:
            yield _problem(kept, "stamp-differs", f"is about another digest than entry {kept.entry} of the log has")
        elif said.at + APART < times.get(kept.entry, said.at):
            yield _problem(kept, "stamp-time", f"is of {said.at:%Y-%m-%d %H:%M} UTC, before entry {kept.entry} was "
                                               "written by this case's clock")
        elif roots and (why := _untrusted(kept, roots)):
            yield _problem(kept, "stamp-untrusted", f"cannot be verified with {trusted}: {why}")


def certificates(path: Path) -> Sequence[object]:
    """The certificates in a PEM file."""
    _client()
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it holds no certificate in PEM form"
        raise UsageError(f"{path} cannot be used as a file of certificates: {why}.") from None


def _untrusted(kept: Stamp, roots: Sequence[object]) -> str:
    """Why the signature of a token is not one of an authority below these certificates at that time; "" where it is."""
    from rfc3161_client import VerificationError, VerifierBuilder

    found = _decoded(kept.answer)
    try:
        VerifierBuilder(roots=list(roots)).build().verify(found, bytes.fromhex(kept.digest))
    except (VerificationError, ValueError) as error:
        return " ".join(str(error).split()).rstrip(".")
    return ""


def _problem(kept: Stamp, code: str, why: str) -> Problem:
    return Problem("check", kept.id, code, f"The timestamp of {kept.authority} (entry {kept.number}) {why}.", "stamp")


def _decoded(answer: bytes) -> TimeStampResponse | None:
    """An answer taken apart; None where it is none."""
    try:
        return _client().decode_timestamp_response(in_order(answer))
    except ValueError:
        return None


def _client():
    """The library, which not everybody has."""
    try:
        import rfc3161_client
    except ImportError as error:
        raise UsageError("Timestamps need rfc3161-client: install it with pip install 'stemma[timestamps]'. "
                         f"({error})") from None
    return rfc3161_client


def _asking(allowed: Collection[str]) -> Ask:
    """What asks over HTTP (RFC 3161, 3.4), by the rules for every other address: no machine that is not public."""
    from stemma.custody.asking import post

    return lambda url, body: post(url, body, MEDIA_TYPE, SECONDS, MOST, allowed)
