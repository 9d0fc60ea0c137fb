"""The workbench: pages where people review, correct and sign. No logic: pages show what other parts found, actions hand
what people decide to `casework`.

A page is one file in `pages/`, an action one file in `actions/`; `contracts.py` says what each has to hold.
"""

from __future__ import annotations

from stemma.web.serving import create_app

__all__ = ["create_app"]
