"""Harness of the server.

The bytes are a request, which is answered or refused: never with an internal error, and only for the page itself.
"""

import asyncio
import gzip
import json
from typing import Any

from mlgraph import profilefile
from mlgraph.graphfile import document
from mlgraph.graphfile.load import build
from mlgraph.web import app
from mlgraph.web.answers import Answer, Answers, Question

PORT = 8000
_HOST = b"host: 127.0.0.1:8000\n"
_GRAPH = build(
    document.parse(
        "served.toml",
        b'[stage.a]\ntitle = "A"\nleads_to = { b = 3 }\n[role.b]\ntitle = "B"\nstage = "a"\naliases = ["Be"]\n'
        b'needs = [["s", "u"]]\nleads_to = { c = 12 }\n[role.c]\ntitle = "C"\nneeds = ["u"]\n[role.d]\ntitle = "D"\n'
        b'[skill.s]\ntitle = "S"\nhours = 4\n[skill.u]\ntitle = "U"\nhours = 40\nneeds = ["s"]\n',
    )
)
_ANSWERS = Answers(_GRAPH)


async def _ask(question: Question) -> Answer:
    """Answer in this process, where the fuzzer measures coverage."""
    return _ANSWERS.answer(question, lambda: False)


APP = app.make_application({"": _GRAPH}, _ask, hosts=frozenset({"127.0.0.1:8000", "localhost:8000"}))
LOOP = asyncio.new_event_loop()
# method, path and query on one line each, then headers, an empty line and the body
SEEDS = (
    b"GET\n/\n\n" + _HOST + b"\n",
    b"GET\n/page.js\n\n" + _HOST + b"accept-encoding: gzip\n\n",
    b"GET\n/api/graph\n\n" + _HOST + b"sec-fetch-site: cross-site\nsec-fetch-mode: navigate\n\n",
    b"GET\n/api/node\nid=b\n" + _HOST + b"\n",
    b"GET\n/api/plan\nfrom=a&to=c&have=s&pace=5.5&by=hours&via=b&avoid=d\n" + _HOST + b"\n",
    b"GET\n/api/plans\nfrom=A&to=c&by=moves&pace=168\n" + _HOST + b"origin: http://127.0.0.1:8000\n\n",
    b"GET\n/api/me.toml\nfrom=Be&have=u&have=s&avoid=c&pace=1e1\n" + _HOST + b"\n",
    b"GET\n/api/plan.md\nfrom=a&to=c&start=2027-01-31\n" + _HOST + b"\n",
    b"GET\n/api/plan.ics\nfrom=a&to=c&id=%0d%0a%ff\n" + _HOST + b"\n",
    b"GET\n/api/view\nname=way:a,b,c\n" + _HOST + b"\n",
    b"GET\n/api/view\nname=needs%3Ac\n" + _HOST + b"\n",
    b"POST\n/api/me\n\n" + _HOST + b'content-type: application/toml\n\nposition = "b"\nhave = ["s"]\npace = 8\n',
    b"GET\n/api/plan\nfrom=\xa2\n" + _HOST + b"\n",  # crashed once: not a valid URL
    b"HEAD\n/api/plan\nfrom=%ff%00&to=\xff&pace=nan\nhost: evil.example\norigin: null\n\n",
)


def attempt(data: bytes) -> None:
    """Send bytes as a request, and fail on an internal error or an answer without the security headers."""
    method, path, question, rest = [*data.split(b"\n", 3), b"", b"", b""][:4]
    lines, _, body = rest.partition(b"\n\n")
    pairs = (line.partition(b":") for line in lines.split(b"\n"))
    headers = [(name.strip().lower(), value.strip()) for name, _, value in pairs]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method.decode("latin-1"),
        "scheme": "http",
        "path": path.decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": question,
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", PORT),
    }
    start, content = LOOP.run_until_complete(_send(scope, body))
    _judge(scope, start["status"], dict(start["headers"]), content)


async def _send(scope: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the start and the body of the answer; the request comes in two pieces and stays open."""
    half = len(body) // 2
    pieces = [(body[:half], True), (body[half:], False)]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.Event().wait()
        piece, more = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await APP(scope, receive, send)
    start, *rest = sent
    assert start["type"] == "http.response.start"
    assert [part.get("more_body", False) for part in rest] == [True] * (len(rest) - 1) + [False]
    return start, b"".join(part.get("body", b"") for part in rest)


def _judge(scope: dict[str, Any], status: int, headers: dict[bytes, bytes], content: bytes) -> None:
    assert status < 500, status
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")
    assert b"access-control-allow-origin" not in headers
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    assert status == 421 or (hosts and hosts[0] in (b"127.0.0.1:8000", b"localhost:8000")), hosts
    if headers.get(b"content-encoding") == b"gzip":
        content = gzip.decompress(content)
    if headers.get(b"content-type") == b"application/json" and scope["method"] != "HEAD":
        answer = json.loads(content)
        assert status == 200 or answer["error"]
    if status == 200 and scope["path"] == "/api/me.toml" and scope["method"] == "GET":
        profilefile.parse("me.toml", content, _GRAPH)
