"""Words that would change a question to the store if they got into its language: over both stores, wherever people or
programs may send words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from stemma.errors import UsageError
from stemma.store import open_case
from stemma.store.search import Query
from stemma.web import openapi
from stemma.web.contracts import Attachment, actions, pages
from tests import factories, web

NOW = datetime(2033, 5, 8, tzinfo=UTC)
HERE = Path(__file__).parent / "cases" / "attack" / "queries.txt"
INJECTED = [line for line in HERE.read_text("utf-8").splitlines() if not line.startswith("# ")]


@pytest.fixture
def case(path, quick_passwords: None) -> str:
    """The small sample, with two people."""
    with open_case(path, create=True) as opened:
        opened.add(factories.sample_items())
        opened.replace_record(factories.sample_record())
        for name, role in (("vera", "viewer"), ("lea", "lead")):
            opened.accounts.add(name, web.PASSWORD, role, "test", NOW)
    return str(path)


def state(case: str) -> tuple:
    """What must not change."""
    with open_case(case, readonly=True) as opened:
        record = opened.record()
        return (opened.head(), [(one.name, one.role) for one in opened.accounts.all()], opened.judgements(),
                [one.id for one in opened.documents()], len(record.incidents), opened.check())


def test_the_store_takes_every_word_as_a_word(case: str) -> None:
    """Ids, names, words to look for and the filters of a search."""
    before = state(case)
    with open_case(case) as opened:
        for words in INJECTED:
            assert opened.document(words) is None
            assert opened.reading(words) is None
            assert opened.item(words) is None
            assert opened.items_with(words) == ()
            assert opened.accounts.get(words) is None
            assert opened.accounts.by_token(words, NOW) is None
            opened.accounts.end(words)
            with pytest.raises(UsageError):
                opened.withdraw(words, NOW, "lea")
            for field in words_of(Query):
                found = opened.search(Query(**{"words": "killed", field: words}))
                assert found is not None
            opened.search(Query(words=words))
    assert state(case) == before


def words_of(type_: type) -> Iterator[str]:
    """Names of the fields that take words."""
    for field in msgspec.structs.fields(type_):
        if field.type in (str, str | None):
            yield field.name


def test_the_workbench_takes_every_word_as_a_word(case: str) -> None:
    """Each field of each page's query, and each part of each path; as somebody who may read."""
    with web.bench(case, None, accounts=True, raising=False) as browser:
        assert browser.sign_in("vera").status_code == 303
        before = state(case)
        seen = 0
        for number, words in enumerate(INJECTED):
            for page in pages() if number < 3 else pages()[number % 4 :: 4]:
                path = page.path if page.context is Attachment else openapi.twin(page.path)
                asked = "&".join(f"{name}={quote(words)}" for name in page.query.__struct_fields__)
                answer = browser.get(f"{filled(path, words)}?{asked}", headers={"accept": "application/json"})
                assert answer.status_code < 500, (path, words)
                seen += answer.status_code == 200
        assert seen > 40
        assert state(case) == before


def filled(path: str, words: str) -> str:
    """The path with these words in all its parts."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: quote(words, safe=""), path)


def test_what_people_send_is_kept_as_words_or_refused(case: str) -> None:
    """Each field of each action that takes words; as somebody who may do everything."""
    with web.bench(case, None, accounts=True, raising=False) as browser:
        assert browser.sign_in("lea").status_code == 303
        with open_case(case, readonly=True) as opened:
            documents = [one.id for one in opened.documents()]
        for words in INJECTED[:8]:
            for action in actions():
                if action.name in ("sign_out", "password", "build"):
                    continue
                body = dict.fromkeys(words_of(action.body), words)
                answer = browser.tell(filled(action.path, words), body)
                assert answer.status_code < 500, (action.name, words)
        with open_case(case, readonly=True) as opened:
            assert [one.id for one in opened.documents()] == documents
            roles = {one.name: one.role for one in opened.accounts.all()}
            assert (roles["vera"], roles["lea"]) == ("viewer", "lead")
            assert [one for one in opened.check() if "log" in one.code or "digest" in one.code] == []
