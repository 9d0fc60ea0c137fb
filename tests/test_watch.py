"""Watching: rounds against a small invented site, what is told of them, and what a kill leaves to tell."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from xml.etree import ElementTree

import pytest

from stemma import casework
from stemma.changes.nouns import Change, Passage, State
from stemma.errors import UsageError
from stemma.readers import read_bytes
from stemma.store import open_case
from stemma.store.noted import Basis, Noted
from stemma.watching import Round, Watch, atom, interval, read
from stemma.watching.alone import alone, lock_path
from tests.newssite import HOST, Server, plain, serving

ATOM = {"a": atom.NAMESPACE}
FIRST = ("At least seven people were killed when rockets struck the market in Dravik on Tuesday, governor Mira Tolvan "
         "wrote on Telegram.")
RISEN = ("The number of people killed in Tuesday's rocket attack on the market in Dravik has risen to 14, Mira Tolvan, "
         "the governor, told reporters on Wednesday.")


def page(title: str, *paragraphs: str, outlet: str = "Hill Courier", day: str = "2032-03-09") -> bytes:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return plain(200, f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title><meta "
                 f"property='og:site_name' content='{outlet}'><meta property='article:published_time' "
                 f"content='{day}T08:00:00Z'></head><body><article><h1>{title}</h1>{body}"
                 f"</article></body></html>".encode())


def feed_of(server: Server, *paths: str) -> bytes:
    items = "".join(f"<item><title>{path}</title><link>{server.base}{path}</link></item>" for path in paths)
    return plain(200, f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
                 .encode(), kind="application/rss+xml")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        one.answers |= {"/feed.xml": feed_of(one, "/1"), "/1": page("Rockets hit Dravik market", FIRST)}
        yield one


@pytest.fixture
def feeds(server: Server, tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(f'urls = ["{server.base}/feed.xml"]\nwho = "Ada"\ndelay = 0\nagain = "1s"\n'
                    f'allow_private = ["{HOST}"]\n', encoding="utf-8")
    return path


@pytest.fixture
def case(tmp_path: Path) -> str:
    return str(tmp_path / "dravik.case")


class Heard:
    """Everything that a watcher was told."""

    def __init__(self, case: str, feeds: Path, atom_file: Path | None = None) -> None:
        self.rounds: list[Round] = []
        self.watch = Watch(case, feeds, self.rounds.append, None, atom_file, tagger="none", jobs=1)

    def once(self) -> Heard:
        self.watch.run(None)
        return self

    def kinds(self) -> list[str]:
        return [one.change.kind for found in self.rounds for one in found.changes]

    def words(self) -> str:
        return "\n".join(one.change.words for found in self.rounds for one in found.changes)


def rises(server: Server) -> None:
    """The site has a second report, with a higher toll."""
    server.answers |= {"/feed.xml": feed_of(server, "/1", "/2"),
                       "/2": page("Dravik toll rises", RISEN, outlet="North Star", day="2032-03-10")}


# -------------------------------------------------------------------------------------------------------------- rounds


def test_rounds_tell_what_is_new_and_nothing_twice(case: str, feeds: Path, server: Server):
    first = Heard(case, feeds).once()
    assert first.kinds() == ["new_incident"] and [one.new for one in first.rounds] == [1]
    assert "A new incident: Shelling, Dravik, 9 March 2032, killed 7 or more" in first.words()
    again = Heard(case, feeds).once()
    assert again.kinds() == [] and [(one.new, one.built) for one in again.rounds] == [(0, False)]
    rises(server)
    risen = Heard(case, feeds).once()
    assert risen.kinds() == ["toll_rose"] and "from 7 or more to 7–14" in risen.words()
    with open_case(case, readonly=True) as opened:
        assert opened.check() == []
        assert {item.by for item in opened.items()} == {"Ada"}


def test_a_page_that_says_something_else_is_told_and_both_are_kept(case: str, feeds: Path, server: Server):
    Heard(case, feeds).once()
    server.answers["/1"] = page("Rockets hit Dravik market", FIRST.replace("seven", "nine"))
    time.sleep(1.1)  # a page is looked at again after a second
    found = Heard(case, feeds).once()
    assert [one.changed for one in found.rounds] == [1] and found.kinds()[0] == "edited"
    assert f"Hill Courier has changed its page {server.base}/1: “seven” is now “nine”" in found.words()
    with open_case(case, readonly=True) as opened:
        assert len(opened.documents()) == 2


def test_a_copy_is_counted_and_no_message(case: str, feeds: Path, server: Server):
    Heard(case, feeds).once()
    server.answers |= {"/feed.xml": feed_of(server, "/1", "/3"),
                       "/3": page("Rockets hit Dravik market", FIRST, outlet="Valley Post")}
    assert Heard(case, feeds).once().words() == "One more report repeats what was known."


def test_a_case_that_was_there_before_is_not_told_as_new(case: str, feeds: Path, tmp_path: Path, server: Server):
    (tmp_path / "old.txt").write_text(f"Rockets hit Dravik market\n\nDRAVIK, March 9, 2032 - {FIRST}\n")
    casework.build(case, [str(tmp_path / "old.txt")], 1, None, "none")
    rises(server)
    assert Heard(case, feeds).once().kinds() == ["toll_rose", "repeats"]


def test_what_somebody_else_builds_meanwhile_is_told_too(case: str, feeds: Path, tmp_path: Path):
    Heard(case, feeds).once()
    (tmp_path / "more.txt").write_text(f"Dravik toll rises\n\nDRAVIK, March 10, 2032 - {RISEN}\n")
    casework.build(case, [str(tmp_path / "more.txt")], 1, None, "none")
    assert Heard(case, feeds).once().kinds() == ["toll_rose"]


def test_errors_are_problems_and_the_rounds_go_on(case: str, feeds: Path, server: Server,
                                                  monkeypatch: pytest.MonkeyPatch):
    server.answers["/feed.xml"] = plain(404, b"gone for a while")
    ended, heard = Event(), Heard(case, feeds)
    real, calls = casework.build, []

    def build(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 1:
            raise ZeroDivisionError("a rule that fails")
        return real(*arguments)

    def told(found: Round) -> None:
        heard.rounds.append(found)
        if len(heard.rounds) == 1:
            feeds.write_text("urls = [", encoding="utf-8")
        else:
            server.answers["/feed.xml"] = feed_of(server, "/1")
        if len(heard.rounds) == 4:
            ended.set()

    monkeypatch.setattr(casework, "build", build)
    watch = Watch(case, feeds, told, tagger="none", jobs=1)
    watch.run(0.01, ended)
    codes = [[one.code for one in found.problems] for found in heard.rounds]
    assert codes[0] == ["status-404", "failed"] and codes[1][0] == "bad-settings"
    assert "ZeroDivisionError" in heard.rounds[0].problems[1].message
    assert "is not TOML" in heard.rounds[1].problems[0].message
    assert heard.kinds() == ["new_incident"], "the last settings that could be read still hold"


# ---------------------------------------------------------------------------------------------------- killed and begun


def killed(run: Callable[[], object]) -> None:
    """Run something in a copy of this process that must end by SIGKILL."""
    child = os.fork()
    if child == 0:
        try:
            run()
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def die(*arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("moment", ["before anything is noted", "between noting and telling", "while telling"])
def test_what_was_found_before_a_kill_is_told_after_the_start_once(case: str, feeds: Path, server: Server, moment: str,
                                                                   monkeypatch: pytest.MonkeyPatch):
    Heard(case, feeds).once()
    rises(server)
    with monkeypatch.context() as patch:
        if moment == "before anything is noted":
            patch.setattr(casework, "note_changes", lambda case, at, record=None: die() if record else None)
        elif moment == "between noting and telling":
            patch.setattr(Watch, "_told", die)
        killed(Watch(case, feeds, die, tagger="none", jobs=1)._round)
    with open_case(case, readonly=True) as opened:
        assert len(opened.documents()) == 2 and opened.is_current(), "killed after the build"
        assert opened.check() == []
    server.answers["/feed.xml"] = plain(503, b"not now")
    found = Heard(case, feeds).once()
    assert found.kinds() == ["toll_rose"]
    assert Heard(case, feeds).once().kinds() == []


def test_never_two_at_once(case: str, feeds: Path):
    heard = Heard(case, feeds)
    with alone(case), pytest.raises(UsageError, match=f"is watched already, by process {os.getpid()}"):
        heard.once()
    heard.once()  # the lock went with its holder
    killed(lambda: [holding := alone(case), holding.__enter__(), die()])
    Heard(case, feeds).once()
    assert lock_path(case).name == "dravik.case.watch"


def test_the_command_goes_on_until_it_is_interrupted(case: str, feeds: Path, server: Server, tmp_path: Path):
    said = tmp_path / "said.jsonl"
    with said.open("wb") as out:
        command = subprocess.Popen(
            [sys.executable, "-m", "stemma", "watch", case, str(feeds), "--every", "1s", "--json", "--tagger", "none",
             "--atom", str(tmp_path / "new.xml")], stdout=out, stderr=subprocess.PIPE)
    try:
        wait_for(lambda: b'"new_incident"' in said.read_bytes())
        rises(server)
        wait_for(lambda: b'"toll_rose"' in said.read_bytes())
        command.send_signal(signal.SIGINT)
        _, errors = command.communicate(timeout=10)
    finally:
        command.kill()
    assert command.returncode == 0 and errors.decode().startswith("stemma: ended")
    lines = [json.loads(line) for line in said.read_bytes().splitlines()]
    assert [line["kind"] for line in lines if line["type"] == "change"] == ["new_incident", "toll_rose"]
    assert {line["type"] for line in lines} == {"round", "change"}
    assert len(entries(tmp_path / "new.xml")) == 2
    listed = subprocess.run([sys.executable, "-m", "stemma", "changes", case, "--since", "1"], capture_output=True)
    assert listed.returncode == 0 and b"killed rose from 7 or more" in listed.stdout
    assert b"A new incident" not in listed.stdout


def wait_for(done: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.05)


# ------------------------------------------------------------------------------------------------------------ settings


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("1h", 3600), ("30s", 30), (" 2D ", 172_800)])
def test_lengths_of_time(text: str, seconds: float):
    assert interval(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "1.5h", "-1m", "15 minutes", "0s", "99999d", "१m"])
def test_what_is_no_length_of_time(text: str):
    with pytest.raises(UsageError):
        interval(text)


def test_a_file_of_feeds(tmp_path: Path):
    path = tmp_path / "feeds.toml"
    path.write_text('urls = ["https://a.example/x"]\nwho = " Ada  B "\ncontact = "a@b.example"\ndelay = 0.5\n'
                    'limit = 7\nmegabytes = 3\nagain = "never"\n'
                    'allow_private = ["LOCALHOST:8080", "[::1]:80", "10.0.0.1"]\n')
    feeds, options = read(path)
    assert feeds.urls == ("https://a.example/x",)
    assert (options.by, options.ways.contact, options.ways.delay, options.most) == ("Ada B", "a@b.example", 0.5, 7)
    assert options.most_bytes == 3_000_000
    assert options.again_after is None and options.allowed == ("localhost:8080", "[::1]:80", "10.0.0.1")
    path.write_text('urls = ["https://a.example/x"]\n')
    assert read(path)[1].again_after == 86_400 and read(path)[1].most_bytes == 2_000_000_000


@pytest.mark.parametrize(("text", "said"), [
    ("", "urls"), ("urls = []", "urls names no address"), ("urls = 3", "urls: Expected `array`, got `int`"),
    ('urls = ["ftp://a.example"]', "no address that begins with http"), ("urls = [", "is not TOML"),
    ('urls = ["https://a.example"]\nwho = 3', "who: Expected `str`"),
    ('urls = ["https://a.example"]\nevery = "15m"', "unknown field `every`"),
    ('urls = ["https://a.example"]\ndelay = 600', "delay is between"),
    ('urls = ["https://a.example"]\ndelay = nan', "delay is between"),
    ('urls = ["https://a.example"]\nlimit = -1', "limit is 0 or more"),
    ('urls = ["https://a.example"]\nmegabytes = 0', "megabytes is 1 or more"),
    ('urls = ["https://a.example"]\nagain = "soon"', "again: 'soon' is no length of time"),
    ('urls = ["https://a.example"]\nallow_private = ["a b"]', "allow_private names hosts"),
])
def test_each_mistake_in_it_is_one_clear_line(tmp_path: Path, text: str, said: str):
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as error:
        read(path)
    assert said in str(error.value) and str(error.value).startswith(str(path)) and "\n" not in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UsageError, match="No such file"):
        read(tmp_path / "none.toml")


# --------------------------------------------------------------------------------------------------------------- store


def test_changes_are_noted_once_and_told_from_then_on(path: Path):
    at = datetime(2032, 4, 1, tzinfo=UTC)
    one = Change("repeats", (), "One more report repeats what was known.", 20, docs=("d-1",))
    with open_case(path, create=True) as case:
        assert case.changes.basis() is None and case.changes.untold() == () and case.changes.after() == ()
        first = Basis("", State())
        assert case.changes.note((one,), at, None, first) and case.changes.basis() == first
        case.changes.watched()
        assert case.changes.untold() == (), "found before anybody watched"
        assert case.changes.note((one, one), at + timedelta(hours=1), first, Basis("x", State(docs=("d-1",))))
        assert not case.changes.note((one,), at, first, Basis("y", State())), "somebody else was first"
        assert [noted.number for noted in case.changes.untold()] == [2, 3]
        case.changes.told(2)
        case.changes.watched()
        assert case.changes.untold() == (Noted(3, at + timedelta(hours=1), one),)
        assert [noted.number for noted in case.changes.last(3)] == [2, 3, 1] and case.changes.kinds() == {"repeats": 3}
        assert case.changes.last(5, 1, "repeats")[-1].number == 1 and case.changes.last(5, 0, "denial") == ()


# ---------------------------------------------------------------------------------------------------------------- Atom


def entries(path: Path) -> list[ElementTree.Element]:
    return ElementTree.fromstring(path.read_bytes()).findall("a:entry", ATOM)


def noted(number: int, words: str, **more: object) -> Noted:
    change = Change("edited", ("i-1",), words, 140, docs=("d-1", "d-2"), **more)
    return Noted(number, datetime(2032, 4, 1, number, tzinfo=UTC), change)


HOSTILE = "“<script>alert(1)</script>” & \x00\x1b[31m ]]> \ud800".encode("utf-16", "surrogatepass").decode(
    "utf-16", "replace")


def test_the_feed_is_atom_and_escaped(tmp_path: Path):
    passage = Passage(None, None, "seven", "<b>nine</b>", "")
    raw = atom.feed("a", "What is new", [noted(1, HOSTILE), noted(2, "x" * 300, passages=(passage,))],
                    {"d-1": "https://a.example/?a=1&b=<2>", "d-2": "javascript:alert(1)"},
                    datetime(2032, 1, 1, tzinfo=UTC))
    root = ElementTree.fromstring(raw)
    assert root.tag == f"{{{atom.NAMESPACE}}}feed" and b"<script" not in raw and b"\x1b" not in raw
    for parent in (root, *root.findall("a:entry", ATOM)):  # RFC 4287, 4.1.1 and 4.1.2
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"a:{name}", ATOM)) == 1 and parent.find(f"a:{name}", ATOM).text
    assert root.find("a:author/a:name", ATOM).text == "Stemma"
    assert root.find("a:updated", ATOM).text == "2032-04-01T02:00:00Z"
    last, first = root.findall("a:entry", ATOM)
    assert first.find("a:content", ATOM).text.startswith("“<script>alert(1)</script>” & \ufffd\ufffd[31m ]]>")
    assert [link.get("href") for link in first.findall("a:link", ATOM)] == ["https://a.example/?a=1&b=<2>"]
    assert len(last.find("a:title", ATOM).text) == atom.TITLE and "Is: “<b>nine</b>”" in last.find(
        "a:content", ATOM).text
    assert b"javascript" not in raw


def test_ids_of_entries_stay(tmp_path: Path):
    begun = datetime(2032, 1, 1, tzinfo=UTC)

    def ids(case: str, *found: Noted) -> list[str]:
        root = ElementTree.fromstring(atom.feed(case, "x", found, {}, begun))
        return [one.text for one in root.iter(f"{{{atom.NAMESPACE}}}id")]

    one, two = noted(1, "first"), noted(2, "second")
    before, after = ids("a", one), ids("a", one, two)
    assert after[0] == before[0] and after[2] == before[1] and len(set(after)) == 3
    assert not set(ids("b", one, two)) & set(after), "another case's feed is another feed"
    assert all(one.startswith("urn:uuid:") for one in after)
    assert len(ids("a", *(noted(n, str(n)) for n in range(1, 20)))) == 20
    assert ElementTree.fromstring(atom.feed("a", "x", (), {}, begun)).find("a:updated", ATOM).text.startswith("2032")


def test_feed_readers_read_it():
    raw = atom.feed("a", "x", [noted(1, "Killed rose from 7 to 14.")], {"d-1": "https://a.example/1"},
                    datetime(2032, 1, 1, tzinfo=UTC))
    ((document, _),) = list(read_bytes("new.xml", raw))
    assert "Killed rose from 7 to 14." in document.text
