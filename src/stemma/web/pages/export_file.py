"""The exported file itself."""

from __future__ import annotations

import os
import re

from stemma import exporters
from stemma.web.contracts import Attachment
from stemma.web.desk import Desk
from stemma.web.pages import export

PATH = "/export/{format}"
TITLE = "An exported file"
KEPT = False
Query = export.Query
Context = Attachment


def show(desk: Desk, query: export.Query, format: str) -> Attachment:
    """Raises UsageError for what cannot be exported so."""
    module = export.named(format)
    content = exporters.export(module, desk.snapshot.record, export.options(desk, query))
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", os.path.basename(desk.case.path).removesuffix(".case")).strip("-")
    return Attachment(f"{stem or 'case'}-{module.FORMAT}{module.EXTENSION}", module.MEDIA_TYPE, content)
