"""The pages of docs/reference/, made from the code: commands, nouns, kinds, readers, exporters, tables of cases and of
archives, problems."""

from __future__ import annotations

import ast
import inspect
import io
import json
import sqlite3
import tempfile
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from stemma import exporters, kinds, model, readers, values

if TYPE_CHECKING:
    from stemma.scale.schema import Table

SOURCE = Path(model.__file__).parent
MADE = "Made by `make docs` from the code; do not edit."

# What the columns of the tables among the exports hold. A test says which are missing.
MEANINGS = {
    "id": "id of the claim; a digest of what it says and where, so that it stays when the case is built anew",
    "document": "name of the report: its file's stem, or the `id` of its JSON line",
    "url": "its address, where the file states one",
    "outlet": "the outlet, given beside the text or read from its head",
    "published": "day of publication, ISO 8601; empty where the report does not say",
    "kind": "what is claimed, see [kinds](kinds.md)",
    "quoted": "the words that the claim rests on",
    "start": "where they begin in the report's text, in Unicode code points from 0",
    "end": "where they end, not included",
    "sentence": "the whole sentence",
    "low": "lowest number that the words allow; empty for kinds without a number, or where open",
    "high": "highest number that the words allow; empty where open (\"at least 11\")",
    "wording": "how the number is put: exact, at_least, more_than, at_most, about, range, dozens ...",
    "figure": "the number phrase as written, hedge included",
    "value": "for kinds without a number: what is claimed, in short",
    "victims_status": "civilian, combatant, mixed or unspecified; only as far as the source says so",
    "victims_group": "children, women, elderly, journalists, medics or aid_workers; empty otherwise",
    "scope": "incident, partial (a part of it), aggregate (several incidents or a period) or other (another incident)",
    "stance": "asserted, confirmed, unverified, denied, disputed, estimate or undercount",
    "speaker": "who says so; empty where the report names no source",
    "speaker_role": "the role, as written",
    "channel": "facebook, telegram, twitter, tv, briefing, interview, press_release or un_meeting; as the report says",
    "via": "the outlet that carried it first, where the report says",
    "origin": "id of the act of reporting that the claim goes back to; equal ids count once",
    "incident": "id of the incident",
    "incident_title": "its title",
    "incident_date": "its first day, ISO 8601; empty where unknown",
    "place": "where it happened, as far as the report says",
    "happened": "when it happened, as written beside the claim",
    "as_of": "the time that the figure stood at, as written",
}


# --------------------------------------------------------------------------------------------- Markdown


def cell(words: object) -> str:
    """Words that stand in one cell of a table."""
    return " ".join(str(words).split()).replace("|", "\\|").replace("<", "&lt;")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines) + "\n"


def page(title: str, *parts: str) -> str:
    """A page with its parts, one blank line between them."""
    return "\n\n".join(part.strip("\n") for part in (f"# {title}", MADE, *parts)) + "\n"


def doc(thing: object) -> str:
    """A docstring, unindented."""
    return inspect.cleandoc(inspect.getdoc(thing) or "")


def path_of(module: ModuleType) -> str:
    """Where a module lies in the repository."""
    return "src/stemma/" + Path(module.__file__ or "").relative_to(SOURCE).as_posix()


# --------------------------------------------------------------------------------------------- commands


def commands(run: Callable[[str, Path], str]) -> str:
    """The help of every command."""
    from stemma.cli.app import app

    names = [command.callback.__name__ for command in app.registered_commands]
    parts = [f"## stemma {name}\n\n```text\n{run(f'stemma {name} --help', SOURCE).strip()}\n```" for name in names]
    status = ("Exit status: 0 when done, 1 where `check` found something or a file cannot be used, 2 for a wrong use, "
              "130 after Ctrl-C.\nEvery failure is one line on standard error that begins with `stemma: `.")
    return page("Commands", status, *parts)


# ------------------------------------------------------------------------------------------------ nouns


def comments(source: str) -> dict[int, str]:
    """Comments by the number of their line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def classes(module: ModuleType) -> Iterator[str]:
    """A section for every class of a module: its docstring and its fields with their comments."""
    source = inspect.getsource(module)
    said = comments(source)
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            fields = [(f"`{line.target.id}`", f"`{ast.unparse(line.annotation)}`", said.get(line.lineno, ""))
                      for line in node.body if isinstance(line, ast.AnnAssign)]
            text = inspect.cleandoc(ast.get_docstring(node) or "")
            yield f"### {node.name}\n\n{text}\n\n{table(('field', 'type', 'meaning'), fields)}"


def choices(module: ModuleType) -> str:
    """The closed lists of words of a module."""
    source = inspect.getsource(module)
    rows = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and "Literal" in ast.dump(node.value):
            words = [f"`{item.value}`" for item in ast.walk(node.value.slice) if isinstance(item, ast.Constant)]
            rows.append((f"`{ast.unparse(node.targets[0])}`", ", ".join(words)))
    return table(("name", "words"), rows)


def nouns() -> str:
    """The nouns and their value types."""
    return page("Nouns", "What stages take and return. Ids are digests of content: equal content has an equal id.",
                "## Nouns\n\n" + doc(model), *classes(model), "## Values\n\n" + doc(values), choices(values),
                *classes(values))


# ------------------------------------------------------------------------------ kinds, readers, exporters


def claim_kinds() -> str:
    """Every kind of claim."""
    rows = [(f"`{module.KIND}`", "count of people" if module.KIND in values.HARMS else "short value",
             doc(module).split("\n\n")[0], f"`{path_of(module)}`") for module in kinds.modules()]
    return page("Claim kinds", doc(kinds), table(("kind", "holds", "what it is", "file"), rows))


def file_readers() -> str:
    """Every format that is read."""
    parts = [f"## {', '.join(f'`{end}`' for end in module.EXTENSIONS)}\n\n{doc(module)}\n\nFile: `{path_of(module)}`"
             for module in readers.modules()]
    return page("Readers", doc(readers), *parts)


def file_exporters() -> str:
    """Every format that is written, with its columns or keys."""
    return page("Exporters", doc(exporters), *(exporter(module) for module in exporters.formats().values()))


def exporter(module: ModuleType) -> str:
    """One format: what it is, and its columns, or the keys of its JSON."""
    head = (f"## {module.FORMAT}\n\n{doc(module)}\n\n`stemma export CASE --to {module.FORMAT}`; "
            f"media type `{module.MEDIA_TYPE}`, extension `{module.EXTENSION}`, file `{path_of(module)}`")
    columns = getattr(module, "COLUMNS", None)
    if columns:
        meanings = MEANINGS | dict(getattr(module, "MEANINGS", {}))
        return f"{head}\n\n{table(('column', 'meaning'), [(f'`{c}`', meanings.get(c, '')) for c in columns])}"
    if module.MEDIA_TYPE == "application/json":
        return f"{head}\n\n{json_keys(module)}"
    return head


def json_keys(module: ModuleType) -> str:
    """The keys of a JSON export, as the sample case has them."""
    whole = json.loads(module.export(sample()))
    rows = []
    for key, value in whole.items():
        first = next(iter(value), None) if isinstance(value, list) else None
        if isinstance(first, dict):
            value_words = "rows with " + ", ".join(f"`{name}`" for name in first)
        else:
            value_words = ("rows" if value == [] else
                           "list of lists of document names" if isinstance(first, list) else "text")
        rows.append((f"`{key}`", value_words))
    return table(("key", "holds"), rows)


def sample() -> model.Record:
    """The record of the sample case."""
    from stemma.casework import read_all
    from stemma.pipeline import join

    found = readers.read_paths([SOURCE / "sample"])
    return join(read_all([item[0] for item in found if not isinstance(item, model.Problem)], jobs=1)[0])


# --------------------------------------------------------------------------------------- case file, problems


def case_tables() -> str:
    """The tables and views of a case file."""
    from stemma.store import open_case

    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "empty.case"))
        with open_case(path, create=True):
            pass
        with sqlite3.connect(path) as db:
            named = db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') "
                               "AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name").fetchall()
            rows = [(kind, f"`{name}`", ", ".join(c[1] for c in db.execute(f"PRAGMA table_info({name})")))
                    for kind, name in named]
        db.close()
    words = ("A case is one SQLite file; [decision 1](../decisions/0001-case-file.md) says why it looks as it does. "
             "Views are for people: they join what belongs together.")
    rows.sort(key=lambda row: row[0], reverse=True)
    return page("Case file", words, table(("what", "name", "columns"), rows))


def scale_tables() -> str:
    """The tables that `stemma scale` writes, with their columns."""
    from stemma.scale import schema

    words = ("What `stemma scale` writes, as Parquet; [scale.md](../scale.md) says how to get it and what it is for. A "
             "table is a folder. Those of one input file are written when that file is read, in folders by month of "
             "publication (`documents/month=2022-02/`, `month=unknown`) where that is said below; those over all files "
             "come last. Offsets are Unicode code points of the document's text.")
    parts = [f"## {head}\n\n" + "\n\n".join(map(scale_table, tables)) for head, tables in (
        ("Of each input file", schema.UNIT_TABLES), ("Over all files", schema.JOINED_TABLES))]
    return page("Tables of stemma scale", words, *parts)


def scale_table(one: Table) -> str:
    """One of them."""
    rows = [(f"`{column.name}`", column.type, column.meaning, column.null) for column in one.columns]
    lies = "in folders by month of publication" if one.by_month else "in one folder"
    head = f"### {one.name}\n\n{one.meaning} One row is {one.row}; {lies}."
    return f"{head}\n\n{table(('column', 'type', 'meaning', 'empty where'), rows)}".strip()


def problems() -> str:
    """Every problem that can be told, with the words that tell it."""
    found = {row for path in sorted(SOURCE.rglob("*.py")) for row in problems_in(path)}
    words = ("A bad input is data: it becomes a row, and the run goes on. `stemma show CASE --problems` lists them. "
             "… stands for what differs from case to case.")
    return page("Problems", words, table(("code", "message", "file"), sorted(found)))


def problems_in(path: Path) -> Iterator[tuple[str, str, str]]:
    """(code, message, file) of every problem that a module makes with a code of its own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    makers = {"Problem": 2}
    for node in ast.walk(tree):
        names = [argument.arg for argument in node.args.args] if isinstance(node, ast.FunctionDef) else []
        if "code" in names:
            makers[node.name] = names.index("code")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
            at = makers[node.func.id]
            if len(node.args) > at and isinstance(code := node.args[at], ast.Constant):
                message = spoken(node.args[-1] if len(node.args) == at + 2 else node.args[at + 1], tree)
                yield f"`{code.value}`", message, f"`src/stemma/{path.relative_to(SOURCE).as_posix()}`"


def spoken(node: ast.expr, tree: ast.AST) -> str:
    """A message with … where a value is put in; a name stands for what is assigned to it in the module."""
    if isinstance(node, ast.Name):
        assigned = [one.value for one in ast.walk(tree) if isinstance(one, ast.Assign)
                    and isinstance(one.targets[0], ast.Name) and one.targets[0].id == node.id]
        return " / ".join(spoken(value, tree) for value in assigned if not isinstance(value, ast.Name)) or "…"
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "…"


def pages(run: Callable[[str, Path], str]) -> dict[str, str]:
    """Every page of the reference by file name; `run` runs a command in a folder and returns what it prints."""
    return {"commands.md": commands(run), "nouns.md": nouns(), "kinds.md": claim_kinds(), "readers.md": file_readers(),
            "exporters.md": file_exporters(), "case-file.md": case_tables(), "scale-tables.md": scale_tables(),
            "problems.md": problems()}
