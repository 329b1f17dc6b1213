"""Tests of the person's profile that the page reads and writes: whole or not at all, and for this machine alone."""

import json
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import anyio
import httpx
import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from mlgraph import profilefile
from mlgraph.diary import ProfileUpdate
from mlgraph.errors import MlgraphError, UsageError
from mlgraph.web import app, create_app
from mlgraph.web.security import LOCAL
from mlgraph.web.update import read_update
from support.browser import chromium
from support.page import SECONDS
from support.serving import serving, started

OTHER = "http://other.example"
PROFILE = """# mine
position = "Data analyst"  # since 2024
pace = 8
have = [
  "SQL",  # at work
]
avoid = ["R"]
"""
SKILLS = [
    "python",
    "git",
    "calculus",
    "linear-algebra",
    "statistical-inference",
    "sql",
    "pandas",
    "r",
    "containers",
    "probability",
]


@pytest.fixture(scope="module")
def me(tmp_path_factory):
    return tmp_path_factory.mktemp("person") / "me.toml"


@pytest.fixture(scope="module")
def own(me):
    with serving("--no-open", "--me", me) as address:
        yield f"{address}api/profile"


# certificates are read once, not for each request
request = partial(httpx.request, verify=ssl.create_default_context(), timeout=SECONDS)


def post(address, content, **headers):
    headers = {"content-type": "application/json"} | headers
    content = content if isinstance(content, bytes | str) else json.dumps(content)
    return request("POST", address, content=content, headers=headers)


def get(address, **options):
    return request("GET", address, **options)


@pytest.mark.browser
def test_the_page_reads_and_writes_the_profile(own, me):
    me.write_text(PROFILE)
    assert get(own.replace("profile", "graph")).json()["has_profile"]
    found = get(own).json()
    assert (found["position"], found["have"], found["avoid"]) == ("data-analyst", ["sql"], ["r"])
    found = post(own, {"learned": ["python"], "learning": ["Calculus"], "skipped": ["git"], "pace": 6.5}).json()
    assert ([each["skill"] for each in found["learned"]], found["pace"]) == (["python"], 6.5)
    assert (found["learning"], found["avoid"]) == (["calculus"], ["git", "r"])
    # a skill in one state leaves the others
    found = post(
        own, {"open": ["python"], "learned": ["calculus"], "learning": ["r", "sql"], "goal": "BI developer"}
    ).json()
    assert (found["have"], found["learning"], found["avoid"]) == (["calculus"], ["r", "sql"], ["git"])
    assert (found["goal"], found["plan"]["pace"]) == ("business-intelligence-developer", 6.5)
    text = me.read_text()
    assert all(comment in text for comment in ("# mine", "# since 2024"))
    # nothing new: the file stays as it is, with the plan of then
    assert post(own, {"goal": "BI developer", "learned": ["calculus"], "position": None}).status_code == 200
    assert me.read_text() == text


@pytest.mark.browser
@pytest.mark.parametrize("id", ["", 'id = "one"\n'])
def test_a_calendar_of_the_page_has_the_entries_of_the_command(own, me, run, tmp_path, id):
    me.write_text(id + PROFILE)
    plan = tmp_path / "plan.ics"
    assert run("export", plan, "--to", "data-scientist", "--me", me)[0] == 0
    question = {"from": "data-analyst", "to": "data-scientist", "have": "sql", "avoid": "r", "pace": "8"}
    saved = get(own.replace("profile", "plan.ics"), params=question)
    uids = [
        set(re.findall(rb"^UID:(.*(?:\r\n .*)*)", calendar, re.MULTILINE))
        for calendar in (plan.read_bytes(), saved.content)
    ]
    assert uids[0] == uids[1] != set()


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 400, "is not JSON"),
        (b"\xff{}", 400, "is not JSON"),
        (b"[" * 60_000, 400, "is not JSON"),
        (b'{"pace": NaN}', 400, "`pace` is nan"),
        ([], 400, "is a JSON object"),
        ({"learn": []}, 400, "did you mean learned"),
        ({"learned": "sql"}, 400, "`learned` must be a list"),
        ({"learned": [["sql"]]}, 400, "`learned` must be a list"),
        ({"pace": True}, 400, "`pace` is"),
        ({"pace": 200}, 400, "`pace` is 200"),
        ({"goal": 3}, 400, "`goal` must be"),
        ({"position": "sql"}, 404, "sql"),
        ({"learned": ["python"], "skipped": ["Python"]}, 400, "python is named twice"),
        (b'{"learned": ["\\ud800"]}', 404, "no skill"),
        ({"pace": 3, "learned": ["python", "cooking"]}, 404, "cooking"),
        ({"position": "beginner", "learned": ["x" * 70_000]}, 413, "at most"),
    ],
)
def test_a_wrong_change_writes_nothing(own, me, content, status, words):
    me.write_text(PROFILE)
    answer = post(own, content)
    assert (answer.status_code, me.read_text()) == (status, PROFILE)
    assert words in answer.json()["error"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from(SKILLS),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
CHANGES = st.dictionaries(st.sampled_from([field.name for field in fields(ProfileUpdate)]) | st.text(), VALUES)


@given(st.binary() | (CHANGES | VALUES).map(lambda value: json.dumps(value).encode()))
def test_anything_is_a_change_or_is_refused(ml, data):
    try:
        found = read_update(data, ml)
    except MlgraphError as error:
        assert str(error)
    else:
        assert found.pace is None or 0 < found.pace <= 168
        skills = [*found.learned, *found.learning, *found.skipped, *found.open]
        assert (
            len(set(skills)) == len(skills) <= len(skills) * all(ml.nodes[skill]["kind"] == "skill" for skill in skills)
        )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"origin": OTHER}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
        ({"host": "other.example"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": ""}, 421),
    ],
)
def test_another_site_neither_reads_nor_writes(own, me, headers, status):
    me.write_text(PROFILE)
    assert (post(own, {"pace": 3}, **headers).status_code, me.read_text()) == (status, PROFILE)
    if status != 415:
        assert get(own, headers=headers).status_code == status


def test_a_profile_is_changed_by_one_method(own):
    assert {request(method, own).status_code for method in ("PUT", "DELETE", "OPTIONS", "PATCH")} == {405}


def test_a_file_that_became_wrong_stays_as_it_is(own, me):
    me.write_text(broken := 'position = "nobody"\npace = 8\n')
    answer = post(own, {"pace": 3})
    assert (answer.status_code, me.read_text()) == (400, broken)
    assert "nobody" in answer.json()["error"]
    # a post without an end says the position already
    me.write_text(held := '[[post]]\nposition = "data analyst"\nfrom = 2024-01-01\n')
    answer = post(own, {"position": "data scientist"})
    assert (answer.status_code, me.read_text()) == (400, held)
    assert "remove the position, or end the post" in answer.json()["error"]


def test_the_first_change_makes_the_file(own, me):
    me.unlink(missing_ok=True)
    assert get(own).json()["position"] is None
    assert post(own, {"position": "Beginner", "skipped": ["sql"]}).status_code == 200
    written = tomli.loads(me.read_text())
    assert written.pop("id")
    assert written == {"position": "beginner", "pace": 10, "avoid": ["sql"]}


def test_without_a_profile_there_is_no_route_to_one(address):
    assert not get(f"{address}api/graph").json()["has_profile"]
    assert get(f"{address}api/profile").status_code == 404
    assert post(f"{address}api/profile", {"pace": 3}).status_code == 404


@pytest.mark.parametrize(
    ("client", "status"),
    [(("127.0.0.1", 1), 200), (("::1", 1), 200), (("10.0.0.5", 1), 403), (("127.0.0.1.example", 1), 403), (None, 403)],
)
def test_only_this_machine_reaches_the_profile(ml, client, status):
    asked = []

    async def ask(question):
        asked.append(question.kind)
        return app.Answer(200, b"{}")

    async def main():
        transport = httpx.ASGITransport(app.make_application({"": ml}, ask, has_profile=True), client=client)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as http:
            json_of = {"content": b"{}", "headers": {"content-type": "application/json"}}
            return (await http.get("/api/profile")).status_code, (
                await http.post("/api/profile", **json_of)
            ).status_code

    assert anyio.run(main) == (status, status)
    assert asked == (["profile", "update"] if status == 200 else [])


def test_a_profile_is_for_one_graph_and_one_machine(ml, tmp_path):
    me = tmp_path / "me.toml"
    with pytest.raises(UsageError, match=r"`profile` is for this machine alone, and school\.example is"):
        create_app(ml, hosts=[*LOCAL, "school.example"], profile=me)
    with pytest.raises(UsageError, match="`profile` belongs to one graph"):
        create_app({"ml": ml}, profile=me)


def test_serve_refuses_a_profile_that_it_could_not_write(refused, tmp_path):
    refused("is not a profile", "serve", "--no-open", "--me", "me.txt")
    (tmp_path / "me.toml").write_text("pace = 0")
    refused("me.toml:1: pace", "serve", "--no-open", "--me", "me.toml")
    refused("--me is for this machine", "serve", "--no-open", "--me", "new.toml", "--host-name", "a.example", code=2)


EVIL = """<!doctype html><title>evil</title>
<form id="form" method="post" enctype="text/plain" target="frame" action="{own}">
<input name='{{"pace": 1, "goal": "' value='cds"}}'></form>
<iframe name="frame"></iframe>
<script>
  window.attack = async () => {{
    const body = '{{"pace": 1}}';
    const json = {{ "content-type": "application/json" }};
    const tries = [
      () => fetch("{own}", {{ method: "POST", body, mode: "no-cors" }}),
      () => fetch("{own}", {{ method: "POST", body, headers: json, mode: "no-cors" }}),
      () => fetch("{own}", {{ method: "POST", body, headers: json }}),
      () => fetch("{own}", {{ method: "PUT", body, headers: json }}),
      () => fetch("{own}", {{ credentials: "include" }}).then((answer) => answer.text()),
      () => navigator.sendBeacon("{own}", new Blob([body], {{ type: "application/json" }})),
    ];
    document.getElementById("form").submit();
    const read = [];
    for (const each of tries) read.push(await (async () => each())().catch(() => "refused"));
    await new Promise((resolve) => setTimeout(resolve, 500));
    return read.map((each) => (typeof each === "object" ? each.type : String(each)));
  }};
</script>"""


@pytest.mark.browser
def test_a_page_of_another_site_cannot_write_in_a_browser(own, me):
    me.write_text(PROFILE)

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(EVIL.format(own=own).encode())

        def log_message(self, *ignored):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Evil) as other, chromium() as browser:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        for name in ("127.0.0.1", "localhost"):  # the same site at another port, and another site
            page = browser.new_page()
            page.goto(f"http://{name}:{other.server_port}/")
            read = page.evaluate("attack()")
            assert read[2:5] == ["refused"] * 3
            assert set(read[:2]) <= {"opaque", "refused"}
        other.shutdown()
    assert me.read_text() == PROFILE


@pytest.mark.process
def test_no_change_of_many_writers_is_lost(own, me):
    for _ in range(5):  # at first, one of the processes may not have started yet
        me.write_text('position = "beginner"\n')
        with ThreadPoolExecutor() as writers:
            changes = [{"learned": [skill]} for skill in SKILLS[1:]]
            answers = [writers.submit(post, own, change) for change in changes]
            subprocess.run([sys.executable, "-m", "mlgraph", "me", "learned", SKILLS[0], "--me", me], check=True)
        assert {answer.result().status_code for answer in answers} == {200}
        learned = [each["skill"] for each in tomli.loads(me.read_text())["learned"]]
        assert sorted(learned) == sorted(SKILLS)


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_kill_leaves_a_whole_profile(ml, tmp_path):
    me = tmp_path / "me.toml"
    for wait in (0.02, 0.1, 0.3):
        me.write_text(PROFILE)
        with started("--no-open", "--me", me) as (server, address):
            assert get(f"{address}api/profile").status_code == 200

            def change(address=address):
                with suppress(httpx.HTTPError):
                    for state in ("learned", "learning", "skipped", "open") * 50:
                        post(f"{address}api/profile", {state: SKILLS[:3], "pace": 3})

            writer = threading.Thread(target=change)
            writer.start()
            time.sleep(wait)
            server.send_signal(signal.SIGKILL)
            writer.join()
        assert profilefile.read(me, ml).position == "data-analyst"
        assert me.read_text().startswith("# mine")
