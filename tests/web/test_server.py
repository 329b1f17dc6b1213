"""Tests of the server against hostile clients, and against its OpenAPI description."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from openapi_spec_validator import validate

from mlgraph.web import app, openapi
from mlgraph.web.pool import Pool
from support.paths import FORTY, REPOSITORY
from support.serving import serving

TESTS = REPOSITORY / "tests"


def port(address):
    return int(re.search(r":(\d+)/", address)[1])


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_siege_neither_stops_nor_blocks_the_server(request):
    count = request.config.getoption("--requests")
    done = subprocess.run([sys.executable, TESTS / "support" / "siege.py", str(count)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert max(found["seconds of the slowest"].values()) < 2, found
    for statuses in found["statuses"].values():
        assert set(statuses) <= {"200", "503"}, found
        assert statuses["200"], found


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("prlimit"), reason="no prlimit here")
def test_above_the_limit_the_longest_idle_connection_is_closed():
    with serving("--no-open", python=["prlimit", "--nofile=1024", sys.executable, "-m", "mlgraph"]) as address:
        held = [socket.create_connection(("127.0.0.1", port(address))) for _ in range(700)]
        for connection in held:
            with suppress(OSError):
                connection.sendall(b"GET / HTTP/1.1\r\n")
        begun = time.monotonic()
        assert httpx.get(address).status_code == 200
        assert time.monotonic() - begun < 2
        assert [ended(connection) for connection in held] == [True] * 189 + [False] * 511
        for connection in held:
            connection.close()


def ended(connection):
    connection.settimeout(0.005)
    try:
        return not connection.recv(1)
    except TimeoutError:
        return False
    except OSError:
        return True


SOON = "import sys; from mlgraph.cli import app; from mlgraph.web import server; server.REQUEST_SECONDS = 1; sys.argv[0] = 'mlgraph'; app.main()"


@pytest.mark.process
@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"])
def test_an_incomplete_request_times_out(sent):
    with serving("--no-open", python=[sys.executable, "-c", SOON]) as address:
        host = f"127.0.0.1:{port(address)}"
        with socket.create_connection(host.split(":")) as connection:
            connection.sendall(sent.replace(b"Host: x", f"Host: {host}\r\nContent-Type: application/toml".encode()))
            connection.settimeout(5)
            begun = time.monotonic()
            with suppress(ConnectionResetError):
                assert connection.recv(1000) == b""
            assert 0.5 < time.monotonic() - begun < 3


def test_pipelined_questions_are_answered_in_order(address):
    paths = ["/api/node?id=python", "/nothing", "/page.css", "/api/node?id=nobody", "/"] * 10
    with socket.create_connection(("127.0.0.1", port(address))) as connection:
        asked = "".join(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port(address)}\r\n\r\n" for path in paths)
        connection.sendall(asked.encode())
        statuses = b""
        while len(re.findall(rb"HTTP/1\.1 (\d+) ", statuses)) < len(paths):
            piece = connection.recv(1 << 20)
            assert piece, statuses[-200:]
            statuses += piece
    assert re.findall(rb"HTTP/1\.1 (\d+) ", statuses) == [b"200", b"404", b"200", b"404", b"200"] * 10


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("api/plan?from=beginner&to=cds&from=cds", 400, "'from' is given 2 times; give it once"),
        (
            "api/plan?from=beginner",
            400,
            "'to' is missing; it has from, to, pace, by, have, via, avoid, experience, from_posts, months_in_post, start, all",
        ),
        ("api/plan?from=beginner&to=cds&pace=1_0", 400, "'1_0' is not a number of hours; write it as 6 or 6.5"),
        ("api/me.toml?pace=%C2%B2", 400, "'\u00b2' is not a number of hours; write it as 6 or 6.5"),
        (
            "api/me.toml?from=beginner&avoid=python&avoid=beginner",
            400,
            "me.toml: nothing was written, since it could not be read back\n"
            "avoid: names beginner, the current position; remove one of the two",
        ),
        ("api/node?name=python", 400, "a question of this kind has no 'name'; it has id"),
        ("api/nothing", 404, "this server does not answer GET /api/nothing"),
        ("api/graph/", 404, "this server does not answer GET /api/graph/"),
        ("api/me", 405, "this server does not answer GET /api/me"),
    ],
)
def test_a_wrong_question_gets_an_error_message(address, path, status, message):
    answer = httpx.get(address + path)
    assert (answer.status_code, answer.json()) == (status, {"error": message})


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; x=y"])
def test_a_profile_with_the_content_type_of_a_form_is_refused(address, kind):
    headers = {"content-type": kind} if kind else {}
    assert httpx.post(f"{address}api/me", content=b"pace = 3", headers=headers).status_code == 415


def test_the_description_is_valid_and_describes_every_answer(ml, address):
    description = httpx.get(f"{address}api/openapi.json").json()
    assert description == json.loads(json.dumps(openapi.describe_api()))
    for has_profile in (False, True):
        description = openapi.describe_api(has_profile=has_profile)
        validate(description)
        application = app.make_application({"": ml}, Pool({}).ask, has_profile=has_profile)
        asked = {route.path for route in application.routes if route.path.startswith("/api/")}
        assert asked == {*description["paths"], "/api/openapi.json"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("has_profile", [False, True], ids=["read only", "with a profile"])
def test_schemathesis_finds_nothing(request, tmp_path, has_profile):
    own, only = (["--me", tmp_path / "me.toml"], ["--include-path", "/api/profile"]) if has_profile else ([], [])
    with serving("--no-open", "--graph", FORTY, *own) as address:
        judge_with_schemathesis(request, address, tmp_path, only)


def judge_with_schemathesis(request, address, tmp_path, only):
    """Compare generated questions and their answers with the description of the server."""
    examples = str(request.config.getoption("--questions"))
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"{address}api/openapi.json"]
    done = subprocess.run(
        # a first picture takes longer than 10 s, the default, on a busy machine
        [*command, *only, "--max-examples", examples, "--request-timeout", "60", "--no-color"],
        cwd=tmp_path,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "support.schemathesis_hooks", "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    generated = re.search(r"([\d,]+) generated, ([\d,]+) passed", done.stdout)
    assert generated, done.stdout
    print(generated[0])
    assert generated[1] == generated[2]
