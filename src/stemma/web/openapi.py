"""The description of the interface, made from what pages and actions declare: OpenAPI 3.1."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from stemma import __version__
from stemma.web.contracts import Action, Attachment, Empty, Page, actions, pages

SAID = {"400": "What was asked cannot be read or done", "403": "Not allowed", "404": "Nothing of that name",
        "409": "Somebody else was quicker; both are kept", "408": "Took too long to come",
        "413": "Too large", "415": "Neither JSON nor a form",
        "421": "The address is not served under the name that was used", "429": "Too many tries"}
READING, DOING = ("400", "403", "404"), ("400", "403", "404", "408", "409", "413", "415", "429")
HOW = ("GET /me.json returns a token and sets a cookie. Whatever changes something needs both: the cookie, and the "
       "token in the header X-CSRF-Token. Where the case has accounts, POST /sign-in first, then ask again.")


class Trouble(Struct, frozen=True):
    """Any answer that is not what was asked for."""

    status: int
    message: str


def described() -> dict[str, Any]:
    """The whole description."""
    types: list[type] = [Trouble]
    for page in pages():
        types += [page.query] if page.context is Attachment else [page.query, page.context]
    for action in actions():
        types += [action.body, action.outcome]
    types = list(dict.fromkeys(types))
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    by_type = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict] = {}
    for page in pages():
        path = named(page.path if page.context is Attachment else twin(page.path))
        paths.setdefault(path, {})["get"] = _get(page, by_type, components)
    for action in actions():
        paths.setdefault(named(action.path), {})["post"] = _post(action, by_type)
    return {"openapi": "3.1.0", "info": {"title": "Stemma workbench", "version": __version__, "description": HOW},
            "paths": paths,
            "components": {"schemas": components}}


def named(path: str) -> str:
    """A path as a description has it: {key} for a part that may hold more than one step."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


def twin(path: str) -> str:
    """Path of a page's JSON twin."""
    return "/index.json" if path == "/" else f"{path}.json"


def _get(page: Page, by_type: dict, components: dict) -> dict:
    responses = _responses(by_type.get(page.context, {}), by_type, READING)
    if page.context is Attachment:
        responses["200"]["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    return {"operationId": f"show_{page.name}", "summary": page.title,
            "parameters": [*_in_path(page.path), *_in_query(page.query, by_type, components)],
            "responses": responses}


def _post(action: Action, by_type: dict) -> dict:
    found = {"operationId": f"do_{action.name}", "summary": action.title,
             "parameters": [*_in_path(action.path),
                            {"name": "x-csrf-token", "in": "header", "required": False, "schema": {"type": "string"}}],
             "responses": _responses(by_type[action.outcome], by_type, DOING)}
    if action.body is not Empty:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": by_type[action.body]}}}
    return found


def _responses(schema: dict, by_type: dict, errors: tuple[str, ...]) -> dict:
    found = {"200": {"description": "As asked", "content": {"application/json": {"schema": schema}}}}
    for status in errors:
        found[status] = {"description": SAID[status],
                         "content": {"application/json": {"schema": by_type[Trouble]}}}
    found["421"] = {"description": SAID["421"], "content": {"text/plain": {"schema": {"type": "string"}}}}
    return found


def _in_path(path: str) -> list[dict]:
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in re.findall(r"\{(\w+)(?::\w+)?\}", path)]


def _in_query(query: type[Struct], by_type: dict, components: dict) -> list[dict]:
    schema = by_type[query]
    if "$ref" in schema:
        schema = components[schema["$ref"].rsplit("/", 1)[-1]]
    return [{"name": name, "in": "query", "required": False, "schema": one}
            for name, one in schema.get("properties", {}).items()]
