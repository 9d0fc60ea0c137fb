"""The report page in a real browser: it fits, nothing collides, the panel works, and nothing leaves the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import msgspec
import pytest

from stemma.model import Party, Record
from stemma.report import render
from tests import families
from tests.factories import sample_record

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LONG = "Joint Provisional Coordination Committee for the Displaced Households of the North-Eastern Highland Districts"
EVIL = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 2'>"


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A browser without a network; where there is none the reason is said, and on the build machine it is a failure."""
    try:
        from playwright.sync_api import sync_playwright

        if CHROMIUM is None:
            raise FileNotFoundError("no Chromium on the path")
        with sync_playwright() as playwright:
            found = playwright.chromium.launch(executable_path=CHROMIUM,
                                               args=["--no-sandbox", "--disable-background-networking"])
            yield found
            found.close()
    except (ImportError, FileNotFoundError) as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the report cannot be looked at: {reason}")
        pytest.skip(f"the report cannot be looked at: {reason}")


def crowded() -> Record:
    """The sample case with a source, an outlet and a title that are far too long, and hostile words."""
    record = sample_record()
    parties = tuple(msgspec.structs.replace(party, name=LONG, role=LONG.lower()) if party.kind == "org" else
                    Party(party.key, party.kind, party.name + EVIL, party.role, party.variants, (), ())
                    for party in record.parties)
    readings = tuple(msgspec.structs.replace(reading, page=msgspec.structs.replace(reading.page, outlet=LONG + EVIL))
                     for reading in record.readings)
    incidents = tuple(msgspec.structs.replace(incident, title=LONG + EVIL) for incident in record.incidents)
    return msgspec.structs.replace(record, parties=parties, readings=readings, incidents=incidents)


def large() -> Record:
    """Thirty reports in a few deep families with ties between them, some of unknown order, with long names."""
    made = families.reports(30, (3, 13, 3, 4))
    pages = [msgspec.structs.replace(r.page, outlet=LONG if n % 5 == 2 else f"O{n}") for n, r in enumerate(made)]
    reports = tuple(msgspec.structs.replace(r, page=page) for r, page in zip(made, pages, strict=True))
    edges = [families.edge(reports, n - 1 if n % 3 else n // 2, n, ("rewrite", "summary", "translation")[n % 3], 0.8,
                           "unknown" if n % 7 == 3 else "b_from_a") for n in range(1, 30) if n % 6]
    edges += [families.edge(reports, n, n + 11, "shared_quotation" if n % 8 else "shared_passage", 0.1, "unknown")
              for n in range(0, 18, 2)]
    return families.case(reports, edges, [families.drift(reports, 0, 1), families.drift(reports, 2, 3)])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the rendered pages."""
    folder = tmp_path_factory.mktemp("report")
    shown = {}
    for name, record in (("sample", sample_record()), ("crowded", crowded()), ("large", large())):
        path = folder / f"{name}.html"
        path.write_text(render(record), "utf-8")
        shown[name] = path.as_uri()
    return shown


def opened(browser: object, address: str, width: int = 1280, **options: object) -> object:
    """A page whose requests and errors are kept."""
    page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()
    page.trouble, page.asked = [], []
    page.on("console", lambda message: page.trouble.append(message.text))
    page.on("pageerror", lambda error: page.trouble.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(address)
    return page


COLLISIONS = """() => [...document.querySelectorAll('svg.tree, svg.chart')].flatMap(svg => {
  const shown = svg.getBoundingClientRect();
  if (!shown.width) return [];
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  const out = boxes.filter(([, b]) => b.left < shown.left - 4 || b.right > shown.right + 4
    || b.top < shown.top - 4 || b.bottom > shown.bottom + 4).map(([t]) => 'outside: ' + t);
  boxes.forEach(([t, a], i) => boxes.slice(i + 1).forEach(([u, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && tall > 5) out.push(t + ' | ' + u);
  }));
  return out;
})"""


@pytest.mark.parametrize("name", ["sample", "crowded", "large"])
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_it_fits_and_nothing_collides(browser: object, files: dict[str, str], name: str, width: int) -> None:
    page = opened(browser, files[name], width)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(COLLISIONS) == []
    assert page.trouble == []
    assert page.evaluate("window.broken") is None


def test_nothing_is_asked_for(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"])
    assert page.asked == [files["sample"]]


def test_a_sentence_opens_beside_the_page_with_its_context(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"])
    before = page.evaluate("scrollY")
    link = page.locator(".end a.ref").first
    link.click()
    panel = page.locator("#panel")
    assert panel.is_visible()
    assert "At least 14 people were killed" in panel.locator("blockquote").inner_text()
    assert "There are dozens of wounded" in panel.locator(".around").last.inner_text()
    assert "Mira Tolvan" in panel.locator(".gist").inner_text()
    assert page.evaluate("location.hash").startswith("#c-")
    assert page.evaluate("scrollY") == before
    assert page.locator("#panel .here").count() == 1
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert link.evaluate("node => node === document.activeElement")


def test_the_drawing_is_linked_too(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"])
    page.locator("svg.chart.wide a.mark").first.click()
    assert page.locator("#panel").is_visible()


def test_without_script_a_link_jumps_to_the_sentence(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"], java_script_enabled=False)
    link = page.locator(".end a.ref").first
    anchor = link.get_attribute("href")
    link.click()
    assert page.url.endswith(anchor)
    box = page.locator(f"[id='{anchor[1:]}'] ~ .piece").first.bounding_box()
    assert 0 <= box["y"] <= 800


def test_a_phone_has_a_list_for_the_tree(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"], 375)
    assert page.locator(".nested").first.is_visible() and not page.locator("svg.tree").first.is_visible()
    assert page.locator("svg.chart.narrow").first.is_visible()


def test_it_prints_with_nothing_folded(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"])
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert page.locator("details.fold[open]").count() == 0  # folded again once it is printed


@pytest.mark.parametrize("script", [True, False])
def test_two_texts_open_from_the_tree(browser: object, files: dict[str, str], script: bool) -> None:
    page = opened(browser, files["sample"], java_script_enabled=script)
    pair = page.locator("details.pair").first
    assert not page.locator(".pair-body").first.is_visible()
    page.locator("svg.descent a[href^='#pair-']").first.click()
    assert page.locator(".pair-body").first.is_visible()
    box = page.locator(".pair-body").first.bounding_box()
    assert -40 <= box["y"] <= 800
    assert pair.locator("table td").first.inner_text().startswith("14 people were killed when rockets")


def test_the_tree_and_its_pairs_can_be_reached_by_keyboard(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["sample"])
    link = page.locator("svg.descent a[href^='#pair-']").first
    link.focus()
    assert link.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    assert page.locator(".pair-body").first.is_visible()
    summary = page.locator("details.chains > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.locator("details.chains[open] .step-words").first.click()
    assert page.locator("#panel").is_visible()
    assert page.locator("#panel .here").count() == 1


def test_differences_can_be_told_without_colour(browser: object, files: dict[str, str]) -> None:
    page = opened(browser, files["large"])
    shown = page.evaluate("""() => {
      document.querySelectorAll('details').forEach(d => { d.open = true; });
      const of = (name, field) => getComputedStyle(document.querySelector('#pairs .legend:is(' + name + ')'))[field];
      return [of('del', 'textDecorationLine'), of('ins', 'textDecorationLine'), of('u', 'textDecorationStyle'),
              of('b', 'fontWeight')];
    }""")
    assert shown == ["line-through", "underline", "dotted", "700"]
