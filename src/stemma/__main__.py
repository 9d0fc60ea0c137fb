"""`python -m stemma` is the `stemma` command."""

from __future__ import annotations

from stemma.cli import main

if __name__ == "__main__":
    main()
