"""What comes from the web: collecting, and watching, at an invented site on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from faults.ledger import ledger_of
from faults.nursery import Done
from faults.scenes._scene import PLAIN, Ground, Scene, Stage, reports
from stemma.store import open_case
from tests.newssite import HOST, feed, page, plain, serving

PAGES = range(20, 23)


class _Gather(Scene):
    """A case that is built, and a site with a feed of three reports."""

    weight = 2.0

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.site = ground.stack.enter_context(serving())
        base = self.site.base
        self.site.answers["/feed.xml"] = plain(200, feed(base, PAGES, ""), kind="application/rss+xml")
        for number in PAGES:
            self.site.answers[f"/news/{number}.html"] = plain(200, page(number))

    def prepare(self) -> None:
        self.ground.run("build", self.case, str(reports(self.home / "reports", range(1, 3))), *PLAIN)

    def told(self, stage: Stage, done: Done) -> None:
        if done.acknowledged:
            stage.ledger.documents |= ledger_of(stage.case).documents

    def wrong(self, stage: Stage) -> Iterator[str]:
        if stage.done.acknowledged and stage.fault.kind not in ("full", "eio", "eios"):
            yield from self.right(stage)

    def right(self, stage: Stage) -> Iterator[str]:
        """Each page is there once, with the answer that it came in and its entry in the log."""
        with open_case(stage.case, readonly=True) as case:
            held = sorted(document.path for document in case.documents() if document.retrieved)
            items = [item for item in case.items() if item.how == "fetched" and item.status == 200]
            if held != sorted(f"{self.site.base}/news/{number}.html" for number in PAGES):
                yield f"the pages that are held are not those of the site, each once: {held}"
            if any(case.warc(item.id) is None for item in items):
                yield "an answer has no records of how it came"
            if not case.is_current():
                yield "the record is not made of all that came"


class Collect(_Gather):
    """A feed and its pages."""

    name = "collect"

    def command(self, stage: Stage) -> list[str]:
        return ["collect", stage.case, f"{self.site.base}/feed.xml", "--by", "Ada", "--delay", "0",
                "--allow-private", HOST]


class Watch(_Gather):
    """One round of watching, with a feed of its own to write."""

    name = "watch"

    def prepare(self) -> None:
        super().prepare()
        (self.home / "feeds.toml").write_text(f'urls = ["{self.site.base}/feed.xml"]\nwho = "Ada"\ndelay = 0\n'
                                              f'allow_private = ["{HOST}"]\n', encoding="utf-8")

    def command(self, stage: Stage) -> list[str]:
        return ["watch", stage.case, str(stage.folder / "feeds.toml"), "--once", "--tagger", "none",
                "--atom", str(stage.folder / "out.xml"), "--json"]

    def wrong(self, stage: Stage) -> Iterator[str]:
        """Pages and changes that were told of are held."""
        yield from super().wrong(stage)
        told = [msgspec.json.decode(line) for line in stage.done.lines()]
        new = sum(one["new"] for one in told if one["type"] == "round")
        with open_case(stage.case, readonly=True) as case:
            if new > sum(document.retrieved is not None for document in case.documents()):
                yield f"{new} pages were told of, and not all are held"
            if {one["id"] for one in told if one["type"] == "change"} - {n.change.id for n in case.changes.after()}:
                yield "a change was told of and is not kept"

    def right(self, stage: Stage) -> Iterator[str]:
        yield from super().right(stage)
        with open_case(stage.case, readonly=True) as case:
            if case.changes.untold():
                yield "changes were kept that nobody was told of"
            kinds = case.changes.kinds()
            if kinds.get("new_incident", 0) < 1:
                yield f"no new incident was noted: {kinds}"


SCENES = [Collect, Watch]
