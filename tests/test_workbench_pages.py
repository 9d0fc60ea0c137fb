"""Every page of the workbench as it is shown: nobody is shut out, it fits, it works by keyboard, on paper, without
scripts, and asks nobody else for anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stemma.web.contracts import Attachment, pages
from tests import web
from tests.workbench import Seat, addresses, faults, incident, launched, served

NAMES = [page.name for page in pages() if page.context is not Attachment and not page.template.startswith("_")]
WIDE, NARROW = 1440, 360
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """A browser without a network but this machine's."""
    with launched(chromium) as found:
        yield found


@pytest.fixture(scope="module")
def home(sample_case_path: str, tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[str]:
    """The address of the sample case, where some things were decided already: one holds, one was withdrawn."""
    with served(web.copied(sample_case_path, tmp_path_factory.mktemp("pages"))) as home:
        seat = Seat(browser, home)
        for key in ("n", "u"):
            seat.go("/review?kind=claim")
            seat.decides_by(key)
        seat.go("/review?kind=claim")
        seat.decides_by("z")
        page = seat.go(f"/incidents/{incident(seat, 'Shelling, Dravik')['id']}")
        seat.decides(page.get_by_role("button", name="Published", exact=True).click)
        seat.context.close()
        yield home


@pytest.fixture(scope="module")
def seat(browser: object, home: str) -> Seat:
    """A reader of the pages."""
    return Seat(browser, home)


@pytest.fixture(scope="module")
def known(seat: Seat) -> dict[str, str]:
    """Where each page is found."""
    return addresses(seat)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_shut_out(seat: Seat, known: dict[str, str], name: str) -> None:
    """No serious or critical fault by axe-core, light and dark, wide and narrow; nothing sticks out at the side; no
    message of the browser; nothing is asked of another host."""
    seat.trouble.clear()
    seat.asked.clear()
    page = seat.page
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.emulate_media(color_scheme="light")
    seat.go(known[name])
    page.wait_for_load_state("networkidle")
    assert seat.trouble == []
    found = {}
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found |= dict.fromkeys(faults(page), (width, scheme))
    assert found == {}
    assert seat.strange() == []


def test_the_panel_shuts_nobody_out(seat: Seat, known: dict[str, str]) -> None:
    page = seat.page
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        seat.go(known["incident"])
        page.locator(".end a.ref").first.click()
        page.locator("#panel").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == []


def test_faults_would_be_found(seat: Seat, known: dict[str, str]) -> None:
    page = seat.go(known["me"])
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><input>')")
    assert {fault.split(":")[0] for fault in faults(page)} == {"image-alt", "label"}


@pytest.mark.parametrize("name", NAMES)
def test_inner_links_lead_somewhere(seat: Seat, known: dict[str, str], name: str) -> None:
    """No link of a page ends in nothing, neither on the page nor elsewhere."""
    page = seat.go(known[name])
    lost = page.evaluate("""() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
      .filter(href => href.length > 1 && !document.getElementById(decodeURIComponent(href.slice(1))))""")
    assert lost == []
    links = page.evaluate("""() => [...new Set([...document.querySelectorAll('main a[href^="/"], footer a, nav a')]
      .map(a => a.getAttribute('href').split('#')[0]))]""")
    checked = seat.__dict__.setdefault("checked", {})
    for link in links[:60]:
        if link not in checked:
            checked[link] = seat.context.request.get(link, max_redirects=3).status
    assert {link: checked[link] for link in links[:60] if checked[link] != 200} == {}


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_reached_by_keyboard(seat: Seat, known: dict[str, str], name: str) -> None:
    """Tab goes from the link past the menu through all that can be used and out again; what has the focus shows it."""
    page = seat.page
    page.set_viewport_size({"width": WIDE, "height": 900})
    seat.go(known[name])
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")  # also where a field has the focus
    wanted = page.evaluate(f"""() => [...document.querySelectorAll({FOCUSABLE!r})].filter(node => node.tabIndex >= 0
      && !node.disabled && node.type !== 'hidden' && node.checkVisibility({{visibilityProperty: true}})
      && !(node.type === 'radio' && document.querySelector(`[name='${{node.name}}']`) !== node)).length""")
    seen, kinds, last = set(), {}, ""
    for step in range(wanted + 200):
        page.keyboard.press("Tab")
        place, kind, drawn = page.evaluate("""() => {
          const node = document.activeElement, style = getComputedStyle(node);
          if (node === document.body) { return ['', '', true]; }
          const place = [...document.querySelectorAll('*')].indexOf(node);
          const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
          return [place, node.localName + (node.type ? '.' + node.type : '') + '.' + node.className, shown];
        }""")
        if step == 0 and page.locator("a.skip").count():
            assert page.evaluate("document.activeElement.className") == "skip"
        if place == "" or place in seen and place != last:
            break
        seen.add(place)
        last = place
        if not drawn:
            kinds[kind] = place
    assert kinds == {}
    assert len(seen) >= wanted


def test_forms_work_by_keyboard_alone(seat: Seat) -> None:
    """From the list to a figure and back out of its sentence without a mouse."""
    page = seat.go("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the page, past the menu
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/review")
    page.keyboard.press("?")
    page.wait_for_url("**/keys")
    page.keyboard.press("/")
    page.keyboard.type("gr?y")  # what is typed into a field is no key of the page
    assert page.locator("#find").input_value() == "gr?y"


def test_without_scripts_every_page_reads_and_forms_work(browser: object, home: str, known: dict[str, str]) -> None:
    plain = Seat(browser, home, java_script_enabled=False)
    for name in NAMES:
        page = plain.go(known[name])
        assert page.locator("h1").first.inner_text().strip(), name
        assert len(page.locator("main").inner_text()) > 40, name
    page = plain.go("/review")
    asked = page.locator("form.answers").get_attribute("action")
    plain.decides(page.locator("[data-key=u]").click)
    assert page.locator("form.answers").get_attribute("action") != asked
    assert page.locator("#told").inner_text() == "Kept."
    plain.decides(page.get_by_role("button", name="Undo").click)
    assert "Withdrawn" in page.locator("#told").inner_text()
    page = plain.go(known["incident"])
    page.locator(".end a.ref").first.click()  # the sentence in its report, where there is no panel
    page.wait_for_url("**/reports/d-*#c-*")
    assert plain.strange() == []
    plain.context.close()


def test_on_paper_there_are_no_controls(seat: Seat, known: dict[str, str]) -> None:
    page = seat.page
    for name in NAMES:
        seat.go(known[name])
        page.emulate_media(media="print")
        left = page.evaluate("""() => [...document.querySelectorAll('button, input, select, .bar, .panel, .told')]
          .filter(node => node.checkVisibility()).map(node => node.outerHTML.slice(0, 120))""")
        assert left == [], name
        page.emulate_media(media="screen")
    page = seat.go(known["incident"])
    page.emulate_media(media="print")
    assert page.locator(".end a.ref").first.inner_text().strip() in [f"[{n}]" for n in range(1, 200)]
    assert seat.json("/state")["mark"][:16] in page.locator(".foot").inner_text()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="screen")
