"""Tests of the application for others: further names, several graphs, and any server of ASGI."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import anyio
import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mlgraph.errors import GraphFileError, UsageError
from mlgraph.web import app, create_app
from mlgraph.web.answers import Answer
from mlgraph.web.security import read_hosts
from support.browser import chromium
from support.page import PHONE, SECONDS, WIDE
from support.paths import REPOSITORY
from support.serving import serving

SCHOOL = "careers.school.example"
SMALL = """
title = "Trades <b>& crafts</b>"
attribution = "By \\"us\\""
[role.apprentice]
title = "Apprentice"
leads_to = { master = 36 }
[role.master]
title = "Master"
"""


async def ask(question):
    """Answer with the name of the graph."""
    return Answer(200, f'"{question.graph}"'.encode())


def requests(application, *asked, root_path=""):
    """Return the answers to requests, each of a path and headers."""

    async def main():
        transport = httpx.ASGITransport(application, root_path=root_path)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{SCHOOL}") as client:
            return [await client.get(path, headers=headers) for path, headers in asked]

    return anyio.run(main)


@pytest.fixture(scope="module")
def school(ml):
    return app.make_application({"": ml}, ask, hosts=read_hosts([SCHOOL, "localhost:8000", "[::1]"]))


@pytest.mark.parametrize("host", [SCHOOL, f"{SCHOOL}:8443", "Careers.SCHOOL.example", "localhost:8000", "[::1]:9"])
def test_a_server_answers_to_its_names(school, host):
    headers = [{"host": host}, *({"host": host, "origin": f"{kind}://{host.lower()}"} for kind in ("http", "https"))]
    answers = requests(school, *(("/api/node?id=python", each) for each in headers))
    assert [answer.status_code for answer in answers] == [200] * 3


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            ":80",
            "evil.example",
            f"{SCHOOL}.evil.example",
            f"evil.{SCHOOL}",
            f"{SCHOOL}@evil.example",
            f"{SCHOOL}.",
        ),
        *(f"{SCHOOL}:", f"{SCHOOL}:80:80", f"{SCHOOL}/", f"{SCHOOL}, evil.example", "localhost", "localhost:8001"),
        *("127.0.0.1:8000", "[::1", "::1", "[::2]", "<script>", "x" * 5000),
    ],
)
def test_a_server_refuses_any_other_name(school, host):
    (answer,) = requests(school, ("/", {"host": host}))
    assert answer.status_code == 421
    assert "'" in answer.json()["error"]
    if re.fullmatch(r"[a-z0-9.]{1,50}(:[0-9]+)?", host) and not host.endswith("."):
        assert f"add {host.partition(':')[0]} to the names of the server" in answer.json()["error"]


def test_a_request_with_two_names_is_refused(school):
    two = [("host", SCHOOL), ("host", SCHOOL)]
    assert [answer.status_code for answer in requests(school, ("/", two), ("/", two[:1]))] == [421, 200]


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", f"https://{SCHOOL}.evil.example", f"https://{SCHOOL}:8443", SCHOOL, ""]
)
def test_a_further_name_lets_no_other_site_in(school, origin):
    (answer,) = requests(school, ("/api/node?id=python", {"origin": origin}))
    assert (answer.status_code, "a proxy must pass on the header Host" in answer.text) == (403, True)


@pytest.mark.parametrize(
    "name",
    ["https://school.example", "school.example/ml", "*", "*.example", "", " a", "a b", "a.", "-", "a:b", "\ud800"],
)
def test_anything_but_a_name_is_refused_as_a_host(name):
    with pytest.raises(UsageError, match=r"`hosts` has .*; write a name such as careers\.school\.example"):
        read_hosts([name])


def test_a_name_in_other_letters_is_read_as_browsers_send_it():
    assert read_hosts(["Schule-München.example", "LOCALHOST:80"]) == {"xn--schule-mnchen-3ob.example", "localhost:80"}


def test_several_graphs_have_addresses_of_their_own(ml, graph_of):
    application = app.make_application({"ml": ml, "trades": graph_of(SMALL)}, ask, hosts=read_hosts([SCHOOL]))
    cross = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    paths = (
        "/",
        "/ml",
        "/ml/",
        "/trades/api/node?id=master",
        "/ml/api/node?id=sql",
        "/api/graph",
        "/other/",
        "/trades/page.css",
    )
    start, led, page, small, large, *others = requests(
        application, *((path, {}) for path in paths), ("/ml/", cross), ("/ml/api/graph", cross), ("/start.css", {})
    )
    for part in ("Trades &lt;b&gt;&amp; crafts&lt;/b&gt;", "By &quot;us&quot;", 'href="trades/"', "2 roles, no skills"):
        assert part in start.text
    assert start.headers["content-security-policy"].startswith("default-src 'none'")
    assert (led.status_code, led.headers["location"]) == (307, "ml/")
    assert "page.js" in page.text
    assert (small.json(), large.json()) == ("trades", "ml")
    assert [answer.status_code for answer in others] == [404, 404, 200, 200, 403, 200]


def test_every_address_in_the_page_is_relative(ml):
    """Test that the page works below any path of a proxy, and that the server knows its root path."""
    application = app.make_application({"ml": ml}, ask, hosts=read_hosts([SCHOOL]))
    links = re.compile(r"""(?:href|src|action)=["']?(?!#|data:)([^"'> ]+)|fetch\(["'`]([^"'`]+)""")
    for answer in requests(application, ("/", {}), ("/ml/", {}), ("/ml/page.js", {})):
        found = {one or other for one, other in links.findall(answer.text)}
        assert not [link for link in found if link.startswith("/") or "://" in link]
    cross = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    below = requests(application, ("/careers/ml/", cross), ("/careers/ml/api/node?id=sql", {}), root_path="/careers")
    assert [answer.status_code for answer in below] == [200, 200]


def test_an_application_needs_sound_graphs_names_and_hosts(ml, graph_of):
    for name in ("", "../x", "a/b", "ML", "a b", "-", "api.css"):
        with pytest.raises(UsageError, match="becomes an address"):
            create_app({name: ml})
    with pytest.raises(UsageError, match="needs a graph"):
        create_app({})
    with pytest.raises(UsageError, match="`hosts` has"):
        create_app(ml, hosts=["https://school.example"])
    with pytest.raises(UsageError):
        create_app(ml, hosts="school.example")
    wrong = graph_of(SMALL).copy()
    wrong.nodes["master"]["kind"] = "boss"
    with pytest.raises(GraphFileError, match="boss"):
        create_app({"trades": wrong})


def test_a_browser_keeps_the_files_of_the_page_and_no_answer(school):
    page, answer = requests(school, ("/page.js", {}), ("/api/node?id=sql", {}))
    assert (page.headers["cache-control"], answer.headers["cache-control"]) == ("no-cache", "no-store")
    again, other = requests(
        school,
        ("/page.js", {"if-none-match": page.headers["etag"]}),
        ("/page.css", {"if-none-match": page.headers["etag"]}),
    )
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert again.headers["content-security-policy"] == page.headers["content-security-policy"]


def test_without_its_lifespan_the_application_says_so(ml):
    (answer,) = requests(create_app(ml, hosts=[SCHOOL]), ("/api/node?id=python", {}))
    assert (answer.status_code, "run the application with its lifespan" in answer.text) == (503, True)


def test_a_wrong_host_name_is_refused_at_once(refused):
    refused("--host-name has 'https://x.example'", "serve", "--no-open", "--host-name", "https://x.example", code=2)


@pytest.mark.process
def test_serve_answers_to_a_further_name():
    with serving("--no-open", "--host-name", SCHOOL) as address:
        for host, status in ((SCHOOL, 200), (f"{SCHOOL}:8443", 200), ("other.example", 421), ("127.0.0.1", 421)):
            headers = {"host": host, "origin": f"https://{host}"}
            assert httpx.get(f"{address}api/graph", headers=headers, timeout=SECONDS).status_code == status


@contextmanager
def running(command, folder, port):
    """Run a server until its start page answers, and end it."""
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        end = time.monotonic() + 120
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except httpx.HTTPError:
                assert server.poll() is None, server.stdout.read()
                assert time.monotonic() < end
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        output, _ = server.communicate(timeout=60)
        assert "Traceback" not in output


def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


HOW_TO = REPOSITORY / "docs" / "how-to" / "school.md"
EVERY = httpx.Timeout(60)


def parts(name):
    """Return the content of a file that the guide shows."""
    return re.search(rf'^```\w+ title="{re.escape(name)}"\n(.*?)^```', HOW_TO.read_text(), re.DOTALL | re.MULTILINE)[1]


@pytest.fixture
def site(tmp_path):
    """Make the files of the guide: the site, its graphs and the container file."""
    for name in ("school.py", "Containerfile"):
        (tmp_path / name).write_text(parts(name))
    (tmp_path / "trades.toml").write_text(SMALL)
    return tmp_path


def get(address, **headers):
    """Ask a site, and again while it still reads its graphs."""
    for _ in range(60):
        answer = httpx.get(address, headers=headers, timeout=EVERY)
        if answer.status_code != 503:
            break
        time.sleep(1)
    return answer


def judge(address):
    """Ask the site of the guide, through its public name as a proxy does, and through others."""
    school = {"host": SCHOOL, "origin": f"https://{SCHOOL}"}
    assert 'href="ml/"' in get(f"{address}/", **school).text
    plan = "api/plan?from=apprentice&to=master"
    found = get(f"{address}/trades/{plan}", **school)
    assert found.json()["ends"] == "Apprentice to Master"
    picture = get(f"{address}/ml/api/plan.pdf?from=beginner&to=data-analyst", **school)
    assert picture.content.startswith(b"%PDF")
    assert get(f"{address}/ml/{plan}", **school).status_code == 404
    assert get(f"{address}/", host="evil.example").status_code == 421
    assert httpx.post(f"{address}/ml/api/profile", json={}, headers=school, timeout=EVERY).status_code == 404


@pytest.mark.process
def test_the_site_of_the_guide_runs_in_uvicorn(site):
    port = free_port()
    command = re.search(r"^CMD (\[.*\])", parts("Containerfile"), re.MULTILINE)[1]
    program, *options = [
        word.replace("0.0.0.0", "127.0.0.1").replace("8000", str(port)) for word in json.loads(command)
    ]
    with running([sys.executable, "-m", program, *options], site, port) as address:
        judge(address)


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="several workers of uvicorn, as on POSIX")
def test_the_site_runs_in_several_workers(site):
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "school:app", "--app-dir", ".", "--port", str(port), "--workers", "2"]
    with running(command, site, port) as address:
        judge(address)


@pytest.mark.browser
@pytest.mark.process
def test_the_start_page_leads_to_each_graph(site):
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "school:app", "--app-dir", ".", "--port", str(port)]
    with running(command, site, port), chromium() as browser:
        for scheme, viewport in (("light", PHONE), ("dark", WIDE)):
            page = browser.new_page(color_scheme=scheme, viewport=viewport)
            errors = []
            page.on("console", lambda message, errors=errors: message.type == "error" and errors.append(message.text))
            page.goto(f"http://localhost:{port}/")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
            page.get_by_role("link", name="Trades").click()
            expect(page.get_by_text("Master").first).to_be_attached(timeout=60_000)
            assert (page.url.rstrip("#"), errors) == (f"http://localhost:{port}/trades/", [])


def find_container_tool():
    """Return podman or docker if it can run containers here, or else None."""
    for tool in filter(None, map(shutil.which, ("podman", "docker"))):
        if subprocess.run([tool, "info"], capture_output=True, timeout=60).returncode == 0:
            return tool
    return None


@pytest.mark.slow
@pytest.mark.process
def test_the_container_of_the_guide_is_built_and_answers(site):
    tool = find_container_tool()
    if tool is None:
        pytest.skip("neither podman nor docker can run containers here; uvicorn runs the same site in another test")
    left_out = shutil.ignore_patterns(".*", "node_modules", "build", "__pycache__")
    shutil.copytree(REPOSITORY, site / "mlgraph", ignore=left_out)
    subprocess.run([tool, "build", "-f", "Containerfile", "-t", "mlgraph-school-test", "."], cwd=site, check=True)
    port = free_port()
    options = ["--rm", "--read-only", "--tmpfs", "/tmp", "--memory", "2g", "-p", f"127.0.0.1:{port}:8000"]
    with running([tool, "run", *options, "mlgraph-school-test"], site, port) as address:
        judge(address)
