"""Words in every field of every reader, in what people write and in addresses, that would do harm if a page took them
for anything but words; looked at in a browser: nothing runs, nothing is refused by the policy, nobody else is asked."""

from __future__ import annotations

import csv
import html
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import archives, office, web
from tests.test_web_security import unsafe_in
from tests.workbench import Seat, addresses, launched, served

HERE = Path(__file__).parent / "cases" / "attack"
PAYLOADS = [line for line in (HERE / "scripts.txt").read_text("utf-8").splitlines() if not line.startswith("# ")]
ALL = " ".join(PAYLOADS)
# What would tell that a page took a report's words for more than words, beside dialogs and messages of the browser.
WATCH = """
  window.addEventListener('securitypolicyviolation',
    e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
  window.addEventListener('error', e => console.error('error: ' + e.message), true);
"""
FOREIGN = ("img[src='x'], img[src*=evil], iframe, object, embed, base, math, details[ontoggle], [onerror], [onload], "
           "[onfocus], [hx-on\\:\\:load], [style*=evil], link[href*=evil], meta[http-equiv=refresh], "
           "form[action*=evil]")


def text_of(words: str) -> str:
    """A report in which these words stand within sentences, quotations, names and figures."""
    return (f"Quarry Gazette {words}\n4 May 2033\n\nShells hit Velmora {words}\n\nBy Ana {words} Brell\n\n"
            f"Shells struck Velmora on Tuesday, killing at least 14 people, said Governor Osk {words} Marren.\n\n"
            f"\"They killed 14 people {words} here,\" police chief Ada Lorn {words} said. Six people were wounded in "
            "Velmora on Monday, the army said.\n")


def reports(words: str) -> dict[str, bytes]:
    """A report of each kind of file with these words in all its fields, by file name."""
    text, marked = text_of(words), html.escape(words)
    page = (f"<!doctype html><html lang='en'><head><title>{marked}</title>"
            f"<meta property='og:site_name' content='{marked}'><link rel='canonical' href='{marked}'>"
            "<meta property='article:published_time' content='2033-05-04'></head>"
            f"<body><article><h1>{marked}</h1>{''.join(f'<p>{html.escape(part)}</p>' for part in text.split(chr(10)))}"
            "</article></body></html>").encode()
    item = (f"<item><title>{html.escape(marked)}</title><link>https://e.example/{quote(words)}</link>"
            f"<guid>{marked}</guid><author>{marked}</author><description>{html.escape(html.escape(text))}</description></item>")
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{marked}</title>{item}</channel></rss>".encode()
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = '"x" <a@e.example>', words, "Wed, 04 May 2033 10:00:00 +0000"
    mail.set_content(text)
    mail.add_attachment(page, maintype="text", subtype="html", filename=words.replace("/", "-"))
    sheet = io.StringIO()
    csv.writer(sheet).writerows([["Link", "Archive status", "Upload title", "Text content", "Upload timestamp"],
                                 [f"https://e.example/{words}", words, words, text, "2033-05-04"]])
    article = {"maintext": text, "title": words, "url": words, "source_domain": words, "filename": words,
               "date_publish": "2033-05-04 10:00:00", "date_download": words, "title_page": words}
    body = "".join(f"<w:p><w:r><w:t>{html.escape(part)}</w:t></w:r></w:p>" for part in text.splitlines())
    archive = archives.response(f"http://e.example/{words}", page, http={"X_Title": words})
    plain = words.encode("ascii", "replace").decode()
    drawn = [line[:90] for line in text_of(plain[:80]).splitlines()]
    return {"a.txt": text.encode(), "b.html": page, "c.xml": feed, "d.eml": mail.as_bytes(),
            "e.csv": sheet.getvalue().encode(), "f.json": json.dumps([article]).encode(),
            "g.docx": office.docx(body, title=html.escape(words)), "h.warc": archive,
            "i.pdf": office.pdf(drawn, title=plain[:200])}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case of such reports, in which somebody of such a name wrote such words into every field that there is."""
    lines = [{"id": words, "url": f"https://e.example/{words}", "outlet": words, "title": words,
              "published": "2033-05-04", "text": text_of(words)} for words in PAYLOADS]
    files = reports(ALL) | {"z.jsonl": "\n".join(map(json.dumps, lines)).encode(),
                            "<img src=x onerror=alert(1)>.txt": text_of("it").encode()}
    case = web.built(tmp_path_factory.mktemp("attack") / "attack.case", files)
    with web.bench(case, "<b>Coder</b> \"'><svg onload=alert(1)>", at_once=False) as browser:
        report = next(row["id"] for row in browser.json("/reports.json")["rows"] if row["figures"] > 1)
        claims = [claim["id"] for claim in browser.json(f"/reports/{report}.json")["claims"] if claim["figure"]]
        notes = {"note": ALL[:900]}
        given = {"kind": "claim", "targets": claims[:1], "verdict": "no", **notes}
        assert browser.tell("/judgements", given).is_success
        for words in (PAYLOADS[0], PAYLOADS[2]):
            given = {"field": "source", "source": words, "role": words, **notes}
            assert browser.tell(f"/claims/{claims[1]}/correct", given).is_success
        given = {"kind": "weapon", "words": "Shells struck", "value": ALL[:300], **notes}
        assert browser.tell(f"/reports/{report}/missed", given).is_success
        browser.app.state.bench.held.refresh()
    from stemma import casework

    casework.rebuild(case)
    return case


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    with launched(chromium) as found:
        yield found


def watched(browser: object, home: str) -> Seat:
    seat = Seat(browser, home)
    seat.context.add_init_script(WATCH)
    seat.page.on("dialog", lambda dialog: (seat.trouble.append(f"{seat.page.url}: {dialog.message}"), dialog.dismiss()))
    return seat


def test_every_reader_read_its_words(case: str) -> None:
    """No field is left out because a reader refused the file."""
    with web.bench(case) as found:
        names = {row["name"] for row in found.json("/reports.json?size=500")["rows"]}
        problems = {row["code"] for row in found.json("/problems.json")["rows"]}
        assert found.json("/reports.json")["total"] >= len(PAYLOADS) + 9, (names, problems)


def test_nothing_in_a_report_runs_on_any_page(case: str, browser: object) -> None:
    """Every page, and reports of each kind, with such words in the address too."""
    with served(case, name="<b>Coder</b>\"'><svg onload=alert(1)>") as home:
        seat = watched(browser, home)
        known = addresses(seat)
        rows = seat.json("/reports")["rows"]
        paths = [*known.values(), *(f"/reports/{row['id']}" for row in rows[:14])]
        paths += [f"/search?words={quote(words)}" for words in (PAYLOADS[2], PAYLOADS[15], PAYLOADS[38])]
        paths += [f"{path}?words={quote(PAYLOADS[2])}&find={quote(PAYLOADS[15])}&page=1" for path in
                  ("/", "/reports", "/parties", "/places", "/log")]
        wrong = [f"/search?words=killed&place={quote(ALL[:400])}", f"/search?words=killed&since={quote(PAYLOADS[2])}",
                 *(f"/{kind}/{quote(PAYLOADS[2], safe='')}" for kind in ("incidents", "nowhere", "parties"))]
        for path in (*paths, *wrong):
            page = seat.go(path) if path not in wrong else seat.page
            if path in wrong:
                assert page.goto(path).status in (400, 404)
            assert page.locator(FOREIGN).count() == 0, path
            assert page.evaluate("document.scripts.length") == page.locator("script[src^='/static/']").count(), path
        refused = "Failed to load resource: the server responded with a status of "
        assert [said for said in seat.trouble if refused not in said] == []
        assert len(seat.trouble) <= len(wrong) + 1  # and the icon, asked for where a part of a page is opened alone
        assert seat.strange() == []


def test_nothing_runs_in_what_is_written_to_files(case: str, browser: object, tmp_path: Path) -> None:
    """The report page, a brief and a drawing, opened from a disk as somebody does who was sent them."""
    written = [tmp_path / "report.html", tmp_path / "toll.svg", tmp_path / "timeline.svg"]
    commands = [["report", case, "-o", written[0]], ["plot", case, "1", "--what", "toll", "-o", written[1]],
                ["plot", case, "1", "--what", "timeline", "-o", written[2]]]
    for command in commands:
        done = subprocess.run([sys.executable, "-m", "stemma", *map(str, command)], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, done.stderr
    seat = watched(browser, "http://127.0.0.1")
    for path in written:
        seat.page.goto(path.as_uri())
        seat.page.wait_for_load_state("load")
        assert seat.page.locator(FOREIGN).count() == 0, path
    assert seat.trouble == []
    assert [url for url in seat.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_every_page_and_part_is_words_by_its_markup(case: str) -> None:
    """All reports, claims, people and places there are, as a parser reads them."""
    with web.bench(case, PAYLOADS[2]) as found:
        rows = found.json("/reports.json")["rows"]
        paths = [f"/reports/{row['id']}" for row in rows]
        paths += [f"/claims/{claim['id']}" for row in rows[:8]
                  for claim in found.json(f"/reports/{row['id']}.json")["claims"]]
        paths += [f"/incidents/{row['id']}{part}" for row in found.json("/index.json")["rows"][:4]
                  for part in ("", "/brief", "/coding", "/figures")]
        paths += [f"/{kind}/{quote(row['key'], safe='')}" for kind in ("parties", "places")
                  for row in found.json(f"/{kind}.json")["rows"]]
        assert len(paths) > 60
        for path in paths:
            answer = found.get(path)
            assert answer.status_code in (200, 303, 404), path
            assert unsafe_in(answer.text) == [], path


def test_what_hides_in_names_of_files_and_addresses_reaches_no_header(case: str, tmp_path: Path) -> None:
    """A case whose own name holds line ends, quotation marks and letters that no header can hold."""
    odd = tmp_path / "a\r\nSet-Cookie: x=y\"; filename*=\u202ee.case"
    odd.write_bytes(Path(web.copied(case, tmp_path)).read_bytes())
    with web.bench(str(odd)) as found:
        for path in ("/export/csv", "/export/geojson", "/export/dossier?columns=%0d%0aX:y"):
            answer = found.get(path)
            assert answer.status_code == 200
            assert "x=y" not in " ".join(answer.headers.get_list("set-cookie"))
            assert answer.headers["content-disposition"].isascii()
            assert answer.headers["content-disposition"].count('"') == 2
        for path in ("/%0d%0aSet-Cookie:%20a=b", "/incidents/%0d%0aX:y", "/at/c-1%0d%0aX:y", "/reports/%E2%80%AE"):
            answer = found.get(path)
            assert "x" not in answer.headers
            assert "a=b" not in str(answer.headers)
