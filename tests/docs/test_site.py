"""The site: it builds without a warning, has every public name and command, and works as files without a network."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

import mlgraph
from support.browser import chromium
from support.command_line import COMMANDS
from support.page import PHONE, WIDE
from support.paths import REPOSITORY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site into a folder of its own."""
    pytest.importorskip("mkdocs", reason="no mkdocs: pip install -e '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"})
    assert done.returncode == 0, done.stderr
    return folder


class References(HTMLParser):
    """The files that a page loads, and the elements to which a link may lead."""

    def __init__(self, page):
        super().__init__()
        self.loads, self.ids = [], set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids.add(found.get("id"))
        if tag in ("script", "img", "iframe") and found.get("src"):
            self.loads.append(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loads.append(found["href"])


def pages(site):
    """Return the pages that a person opens; only a server shows 404.html, for every address."""
    return sorted({*site.rglob("*.html")} - {site / "404.html"})


def test_a_page_loads_only_files_of_the_site(site):
    assert len(pages(site)) > 25
    for page in pages(site):
        for place in References(page).loads:
            assert (page.parent / place.partition("?")[0]).is_file(), (page, place)
    for style in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8")), style


@pytest.mark.parametrize("name", COMMANDS)
def test_the_site_has_each_command_with_its_options(site, name):
    page = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    section = page.partition(f'<h2 id="{name.replace(" ", "-")}"')[2].partition("<h2")[0]
    assert "Examples:" in section
    for parameter in COMMANDS[name].params:
        for option in parameter.opts if parameter.param_type_name == "option" else ():
            assert re.search(rf"<code>(-\w, )?{option}\b", section), option


def test_the_site_has_each_public_name(site):
    found = {name for page in site.glob("reference/api/*.html") for name in References(page).ids}
    assert found >= {f"mlgraph.{name}" for name in mlgraph.__all__}


def test_no_source_of_the_site_is_published(site):
    assert [path.name for path in site.rglob("*.py")] + [path.name for path in site.rglob("findings.toml")] == []


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_site_works_without_a_server_or_a_network(site, browser, scheme, size):
    faults = []
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.on("pageerror", lambda error: faults.append(str(error)))
    # a page that is left before its icon is loaded aborts that
    page.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or faults.append(request.url))
    page.route(re.compile(r"^(?!file:|data:|blob:)"), lambda route: route.abort())
    # colours change no width
    for path in pages(site) if scheme == "light" else ():
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.body.dataset.mdColorScheme") == ("slate" if scheme == "dark" else "default")
    if size is PHONE:
        page.locator("label.md-header__button[for=__search]").click()
    page.get_by_role("textbox", name="Search").press_sequentially("waypoint")
    page.locator(".md-search-result__link[href*='glossary.html']").first.wait_for(state="attached")
    assert faults == []
    page.close()
