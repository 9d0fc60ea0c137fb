"""A timestamp's certificates brought into the order that DER asks for.

Many authorities (all that run openssl) list them in another order; the signature does not cover them, and the library
that reads answers takes only the order of the standard (X.690, 11.6: ascending by their bytes).
"""

from __future__ import annotations

from collections.abc import Iterator

CERTIFICATES = 0xA0  # [0] IMPLICIT, constructed


def in_order(answer: bytes) -> bytes:
    """A TimeStampResp with the certificates of its token sorted; what is none comes back as it is."""
    try:
        start, end = _certificates(answer)
        parts = sorted(answer[first:last] for _, first, _, last in _parts(answer, start, end))
    except (IndexError, ValueError):
        return answer
    return answer[:start] + b"".join(parts) + answer[end:]


def _certificates(answer: bytes) -> tuple[int, int]:
    """Where the certificates stand. TimeStampResp, TimeStampToken (RFC 3161, 2.4.2); SignedData (RFC 5652, 5.1).
    Raises ValueError or IndexError where there are none.
    """
    response = _inside(answer, 0, len(answer), 0)
    token = _inside(answer, *response, 1)  # after the status
    content = _inside(answer, *token, 1)  # after the type of the content
    signed = _inside(answer, *content, 0)
    for tag, _, start, end in list(_parts(answer, *signed))[3:]:  # after version, digestAlgorithms, encapContentInfo
        if tag == CERTIFICATES:
            return start, end
    raise ValueError("no certificates")


def _inside(data: bytes, start: int, end: int, nth: int) -> tuple[int, int]:
    """Beginning and end of what the nth value between two offsets holds."""
    _, _, first, last = list(_parts(data, start, end))[nth]
    return first, last


def _parts(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """The values between two offsets: tag, where it begins, where its content begins and ends. Raises ValueError where
    they do not fill the room exactly."""
    while start < end:
        length, first = data[start + 1], start + 2
        if length == 0x80 or length > 0x84:
            raise ValueError("no definite length")
        if length > 0x80:
            count = length - 0x80
            length, first = int.from_bytes(data[first:first + count], "big"), first + count
        if first + length > end:
            raise ValueError("cut off")
        yield data[start], start, first, first + length
        start = first + length
