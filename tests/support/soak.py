"""Soak test of a server with easy and hard questions.

Run `python -m support.soak SECONDS [REQUESTS]` in `tests`.

Several clients ask easy questions. One client asks hard questions and waits for each answer. Another client disconnects
before the answer. Requests also come from another site. The memory of the server and its workers is measured on Linux
only.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx

from mlgraph.graphfile.dump import dump
from support.questions import EASY, HARD
from support.random_graphs import layers, with_texts
from support.serving import megabytes, started, workers

# requests of an ordinary browser
ORDINARY = ["", "page.js", "api/graph", "api/node?id=python", "api/plans?from=beginner&to=cds", EASY, EASY]
POSITIONS = ["beginner", "cds", "data-scientist", "mlops-engineer", "data-analyst"]
PEOPLE = 4
PATIENCE = 60.0
# seconds between two hard questions, as a person might ask them
PAUSE = 1.0


class Soak:
    """The clients of a soak test, and the counts of their answers."""

    def __init__(self, address, seconds, requests):
        self.address, self.end, self.left = address, time.monotonic() + seconds, requests
        self.statuses, self.slowest = defaultdict(Counter), Counter()
        self.chance = random.Random(1)

    async def ask(self, client, who, question, patience=PATIENCE, **headers):
        """Ask a question, and count the answer or the timeout."""
        self.left -= 1
        begun = time.monotonic()
        try:
            status = str((await client.get(self.address + question, headers=headers, timeout=patience)).status_code)
        except httpx.TimeoutException:
            status = "left"
        except httpx.RemoteProtocolError:  # the server has closed a kept connection; a browser asks again
            status = "closed"
        self.statuses[who][status] += 1
        if status != "left":
            self.slowest[who] = max(self.slowest[who], round(time.monotonic() - begun, 2))

    def goes_on(self):
        return self.left > 0 and time.monotonic() < self.end

    async def ask_easy(self, client):
        while self.goes_on():
            way = ",".join(self.chance.choices(POSITIONS, k=self.chance.randint(2, 6)))
            await self.ask(client, "easy", self.chance.choice([*ORDINARY, f"api/view?name=way:{way}"]))

    async def ask_hard(self, client):
        while self.goes_on():
            await self.ask(client, "hard", self.chance.choice([*HARD.values()]))
            await asyncio.sleep(PAUSE)

    async def leave(self, client):
        while self.goes_on():
            question = self.chance.choice([*HARD.values()])
            await self.ask(client, "hard, given up", question, self.chance.uniform(0.05, 1))
            await asyncio.sleep(PAUSE)

    async def intrude(self, client):
        while self.goes_on():
            question = self.chance.choice([*HARD.values()])
            await self.ask(client, "of another site", question, **{"sec-fetch-site": "cross-site"})
            await asyncio.sleep(PAUSE / 10)

    async def run(self):
        """Run all clients at once."""
        askers = [*[self.ask_easy] * PEOPLE, self.ask_hard, self.leave, self.intrude]
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for ask in askers:
                group.create_task(ask(client))


def memory(server):
    """Return the memory of a server and of its workers, in MB."""
    return {"server": round(megabytes(server)), "processes": round(sum(map(megabytes, workers(server))))}


def main(seconds, requests):
    """Run a soak test of a server, and return the counts and the memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.json"
        path.write_text(dump(with_texts(layers(12, 12)), "json"), encoding="utf-8")
        with started("--no-open", "--graph", "mlgraph", "--graph", path) as (server, address):
            asyncio.run(
                Soak(address, min(30, seconds / 10), requests).run()
            )  # wait until the memory of each worker is stable
            before, soak = memory(server.pid), Soak(address, seconds, requests)
            asyncio.run(soak.run())
            time.sleep(2)
            return {
                "seconds": seconds,
                "requests": sum(count.total() for count in soak.statuses.values()),
                "statuses": soak.statuses,
                "seconds of the slowest": soak.slowest,
                "MB before": before,
                "MB after": memory(server.pid),
                "process count": len(workers(server.pid)),
            }


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10**6), indent=2))
