"""Answer one task: `python -m eval TASK IN OUT`, from the repository's root.

TASK is the name of a module in eval/tasks, IN what the scorer of that name dumps, OUT what it reads. Bad usage and bad
input end with one line and exit status 2.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

from eval import tasks
from eval.reports import BadInput

# The texts in one row of a task that has pairs; in all others a row is a report.
_PAIRS = {"namebench": ("name1", "name2"), "pan13": ("this", "source")}


def main(arguments: list[str]) -> int:
    """Answer the task named first from the file named second into the file named third."""
    names = task_names()
    if len(arguments) != 3 or arguments[0] not in names:
        print(f"usage: python -m eval TASK IN OUT, where TASK is one of: {', '.join(names)}", file=sys.stderr)
        return 2
    task, source, target = arguments
    try:
        given = load(source)
        check(task, given, source)
        answer = importlib.import_module(f"eval.tasks.{task}").answer(given)
        write(target, answer)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def task_names() -> list[str]:
    """The tasks that have an adapter."""
    return sorted(info.name for info in pkgutil.iter_modules(tasks.__path__) if not info.name.startswith("_"))


def load(path: str) -> object:
    """The JSON in a file."""
    try:
        return json.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON in UTF-8: {str(error)[:200]}.") from error


def check(task: str, given: object, path: str) -> None:
    """Raise BadInput unless `given` has the rows of the task, each with its texts; fields not known are let be."""
    texts = _PAIRS.get(task)
    name = "pairs" if texts else "docs"
    if not isinstance(given, dict) or not isinstance(given.get(name), dict if texts else dict | list):
        raise BadInput(f'{path} is not input for {task}: it should be an object with "{name}".')
    rows = given[name].items() if isinstance(given[name], dict) else enumerate(given[name])
    for key, row in rows:
        if isinstance(row, str) and not texts:
            continue
        for text in texts or ("text",):
            if not isinstance(row, dict) or not isinstance(row.get(text), str):
                raise BadInput(f'{path} is not input for {task}: {name} {str(key)[:80]!r} has no "{text}".')


def write(path: str, answer: dict) -> None:
    """Write the answer as JSON."""
    text = json.dumps(answer)  # in full before the file is touched
    try:
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror or error}.") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
