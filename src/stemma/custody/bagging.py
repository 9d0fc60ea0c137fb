"""A BagIt 1.0 bag (RFC 8493, https://www.rfc-editor.org/rfc/rfc8493), as a folder or as a ZIP file.

The same content gives the same bytes: nothing here knows the time. Written beside its place and moved there whole.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from abc import ABC, abstractmethod
from pathlib import Path

from msgspec import Struct

from stemma import files
from stemma.errors import UsageError
from stemma.ids import sha256

TOP = "stemma-bundle"  # the folder that a ZIP file holds
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that ZIP knows


class Bagged(Struct, frozen=True):
    """A bag that was written."""

    path: str
    files: int  # all of them, the bag's own too
    size: int  # bytes, all of them
    verify: str  # a command


class Bag(ABC):
    """A bag being written; use it in a `with` block. Nothing is there until it ends without an error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._part = path.with_name(f".{path.name}.part")

    def __enter__(self) -> Bag:
        if self.path.exists() or self.path.is_symlink():
            raise UsageError(f"{self.path} is there already: name a new folder or file.")
        if not self.path.parent.is_dir():
            raise UsageError(f"{self.path} cannot be written: its folder is not there.")
        self._remove()
        self._open()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._close()
        if kind is None:
            self._flush()
            files.name(self._part, self.path)
        else:
            self._remove()

    def add(self, name: str, content: bytes) -> str:
        """Put a file into data/; its path in the bag."""
        path = f"data/{name}"
        self._payload[path] = self._put(path, content)
        return path

    def tag(self, name: str, content: bytes) -> None:
        """Put one of the bag's own files beside data/."""
        self._tags[name] = self._put(name, content)

    def finish(self, about: str) -> Bagged:
        """Write what makes a bag of it. about: lines of bag-info.txt, before the sum of sizes."""
        total = sum(size for path, size in self._sizes.items() if path in self._payload)
        self.tag("bagit.txt", DECLARATION)
        self.tag("bag-info.txt", f"{about}Payload-Oxum: {total}.{len(self._payload)}\n".encode())
        self.tag("manifest-sha256.txt", _listed(self._payload))
        self._put("tagmanifest-sha256.txt", _listed(self._tags))
        return Bagged(str(self.path), len(self._sizes), sum(self._sizes.values()), self._verify())

    def _put(self, path: str, content: bytes) -> str:
        if path in self._sizes:
            raise AssertionError(f"{path} is in the bag already")
        self._sizes[path] = len(content)
        self._write(path, content)
        return sha256(content)

    @abstractmethod
    def _open(self) -> None: ...

    @abstractmethod
    def _write(self, path: str, content: bytes) -> None: ...

    @abstractmethod
    def _close(self) -> None: ...

    @abstractmethod
    def _flush(self) -> None: ...

    @abstractmethod
    def _verify(self) -> str: ...

    def _remove(self) -> None:
        """Take away what an interrupted run left."""
        if self._part.is_dir():
            shutil.rmtree(self._part)
        else:
            self._part.unlink(missing_ok=True)


class FolderBag(Bag):
    """A bag as a folder."""

    def _open(self) -> None:
        self._part.mkdir()

    def _write(self, path: str, content: bytes) -> None:
        place = self._part / path
        place.parent.mkdir(parents=True, exist_ok=True)
        files.write(place, content)

    def _close(self) -> None:
        pass

    def _flush(self) -> None:
        for folder, _, _ in os.walk(self._part):
            files.flush(Path(folder))

    def _verify(self) -> str:
        return f"sh {self.path / 'verify.sh'}"


class ZipBag(Bag):
    """A bag as a ZIP file that holds one folder."""

    def _open(self) -> None:
        self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def _write(self, path: str, content: bytes) -> None:
        info = zipfile.ZipInfo(f"{TOP}/{path}", EARLIEST)
        info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
        self._zip.writestr(info, content, compresslevel=6)

    def _close(self) -> None:
        self._zip.close()

    def _flush(self) -> None:
        files.flush(self._part)

    def _verify(self) -> str:
        return f"unzip {self.path}, then sh {TOP}/verify.sh"


def _listed(digests: dict[str, str]) -> bytes:
    """A manifest as sha256sum -c reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()
