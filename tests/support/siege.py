"""Load test of a server. `python tests/support/siege.py 1000` opens 1000 bad connections of each kind."""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

ASK = "GET {} HTTP/1.1\r\nHost: {}\r\n\r\n"
# requests of an ordinary browser
ORDINARY = ["/", "/page.js", "/api/graph", "/api/node?id=python", "/api/plan?from=beginner&to=data-scientist"]
# kinds of slow connections: the bytes that are sent at once, and the bytes that are sent again and again
HOLDING = {
    "silent": (b"", b""),
    "a header, a byte a second": (b"GET / HTTP/1.1\r\nHost: ", b"x"),
    "a body that never ends": (
        b"POST /api/me HTTP/1.1\r\nHost: %s\r\ncontent-type: application/toml\r\ncontent-length: 60000\r\n\r\n",
        b"#",
    ),
    "a question, and no one who takes the answer": (ASK.format("/api/graph", "%s").encode(), b""),
}
MALFORMED = [
    b"\r\n\r\n",
    b"\0" * 1000,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %s\r\nHost: %s\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : %s\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %s\r\n folded: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %s\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %s\r\n" + b"X: x\r\n" * 50_000 + b"\r\n",
    b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: %s\r\n\r\n",
    b"GET /api/node?id=\xff\xfe HTTP/1.1\r\nHost: %s\r\n\r\n",
    b"GET /api/node?id=%%ff%%00 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
    b"POST /api/me HTTP/1.1\r\nHost: %s\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/me HTTP/1.1\r\nHost: %s\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST /api/me HTTP/1.1\r\nHost: %s\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /api/me HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    b"POST /api/me HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET",
    b"GET / HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
    b"CONNECT other:80 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500,
]


async def asked(port: int, path: str) -> int:
    """Return the status of the answer to a request, or 0 if the server closed the connection."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            ASK.format(path, f"127.0.0.1:{port}").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").encode()
        )
        head = await reader.readline()
        await reader.read(-1)
        writer.close()
    except OSError:
        return 0
    return int(head.split()[1]) if head else 0


async def held(port: int, first: bytes, further: bytes) -> None:
    """Keep a connection open until the server closes it."""
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
        writer.write(first.replace(b"%s", b"127.0.0.1:%d" % port))
        while not writer.transport.is_closing():
            await asyncio.sleep(1)
            writer.write(further)


async def besieged(port: int, count: int, first: bytes, further: bytes) -> float:
    """Return how many seconds the slowest ordinary request takes while bad connections are open."""
    holding = [asyncio.create_task(held(port, first, further)) for _ in range(count)]
    await asyncio.sleep(1)
    slowest = 0.0
    for path in ORDINARY * 3:
        begun = time.monotonic()
        status = await asyncio.wait_for(asked(port, path), 20)
        assert status == 200, (path, status)
        slowest = max(slowest, time.monotonic() - begun)
    for task in holding:
        task.cancel()
    await asyncio.gather(*holding, return_exceptions=True)
    return slowest


async def main(port: int, count: int) -> dict[str, object]:
    """Test a server with each kind of connection, and return the results."""
    import resource  # exists on POSIX only

    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count + 1000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    async with asyncio.timeout(120):
        for path in ORDINARY:  # until the workers have started, which may take longer than a question waits
            while await asked(port, path) != 200:
                await asyncio.sleep(1)
    held, asked_at_once = {}, {}
    for name, (first, further) in HOLDING.items():
        held[name] = round(await besieged(port, count, first, further), 2)
    for path in ORDINARY:
        statuses = Counter(await asyncio.gather(*(asked(port, path) for _ in range(count))))
        asked_at_once[path] = {str(status): number for status, number in sorted(statuses.items())}
    for request in MALFORMED:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request.replace(b"%s", b"127.0.0.1:%d" % port).replace(b"%%", b"%"))
            writer.write_eof()
            answer = await asyncio.wait_for(reader.read(-1), 20)
            assert not answer or re.match(rb"HTTP/1.1 4\d\d |HTTP/1.1 200 ", answer), (request[:80], answer[:80])
            writer.close()
    assert await asked(port, "/") == 200
    requests = len(HOLDING) * (count + 3 * len(ORDINARY)) + len(ORDINARY) * count + len(MALFORMED)
    return {
        "seconds of the slowest": held,
        "statuses": asked_at_once,
        "malformed": len(MALFORMED),
        "requests": requests,
    }


if __name__ == "__main__":
    serve = [sys.executable, "-m", "mlgraph", "serve", "--no-open"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline()
            print(json.dumps(asyncio.run(main(int(re.search(r":(\d+)/", address)[1]), int(sys.argv[1]))), indent=2))
        finally:
            server.terminate()
