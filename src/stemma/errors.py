"""The exception tree. Bad input is a Problem row, never one of these; bad usage and a bad set-up raise.

StemmaError
├── UsageError      what was asked for cannot be done: one clear line, exit status 2
│   └── BadConvention   the file of a coding convention cannot be used: which key, and what is wrong with it
└── CaseError       the case file cannot be used
    ├── NotACase        the file is something else, or damaged
    ├── NewerCase       written by a newer program; left untouched
    └── CaseFull        the disk is full or the file cannot be written; nothing acknowledged is lost
"""

from __future__ import annotations


class StemmaError(Exception):
    """Anything that Stemma says in one line before it stops."""

    exit_status = 1


class UsageError(StemmaError):
    """What was asked for cannot be done as asked."""

    exit_status = 2


class BadConvention(UsageError):
    """The file of a coding convention cannot be used."""


class CaseError(StemmaError):
    """The case file cannot be used."""


class NotACase(CaseError):
    """The file is not a case, or is damaged."""


class NewerCase(CaseError):
    """The case was written by a newer Stemma."""


class CaseFull(CaseError):
    """The case could not be written."""
