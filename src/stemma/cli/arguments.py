"""Arguments that many commands take."""

from __future__ import annotations

from typing import Annotated

import typer

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="The case file, or the address of a PostgreSQL "
                                             "database.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ArchivesArgument = Annotated[list[str], typer.Argument(
    metavar="INPUT", show_default=False, help="WARC, JSONL and Parquet files, folders of them, patterns such as "
    "'2022/*.warc.gz', or s3:// addresses.")]
