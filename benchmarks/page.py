"""Measure the response times of the page in a browser: `python benchmarks/page.py [GRAPH FILE]`.

The script needs the extra `dev` and Chromium, and sends real key and mouse events. The columns are in milliseconds:

- "painted": from the key, or from the pointer on a box, to the next paint, as the browser's Event Timing measures it,
  in steps of 8 ms from 16 ms up; a person should wait at most 50 ms for what a pointer lights
- "work": the time that the processor of the page works for it, which a busy machine does not change
- "task": the longest task afterwards, during which the page does not respond, from 50 ms up
- "answer": until the page is complete, including the time of the server
"""

import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from playwright.sync_api import CDPSession, Page, sync_playwright

import mlgraph
from mlgraph.model import POSITIONS, list_targets

RUNS = 9
SIZE = {"width": 1280, "height": 800}
WORDS = "data scientist"
# all requests are answered, and the page is drawn
SETTLED = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const waits = () => document.querySelector('[aria-busy=true]') || window.open_ > 0;
    do { await frame(); await frame(); } while (waits());
}"""
WATCHED = """
    [window.open_, window.seen, window.begun] = [0, {}, 0];
    const asked = window.fetch;
    window.fetch = (...what) => { window.open_ += 1; return asked(...what).finally(() => { window.open_ -= 1; }); };
    const note = (list) => list.getEntries().forEach(({ entryType, startTime, duration }) => {
        if (startTime >= window.begun) window.seen[entryType] = Math.max(window.seen[entryType] ?? 0, duration);
    });
    new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16 });
    new PerformanceObserver(note).observe({ type: "longtask" });
"""


def main(paths: list[str]) -> None:
    """Print the table."""
    graph = mlgraph.load(*paths)
    node = max(
        (n for n in sorted(graph) if graph.nodes[n]["kind"] in POSITIONS), key=lambda n: len(list_targets(graph, n))
    )
    further = next(iter(list_targets(graph, node)))
    options = [each for path in paths for each in ("--graph", path)]
    command = [sys.executable, "-m", "mlgraph", "serve", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        try:
            address = re.search(r"http\S+", server.stdout.readline())[0]
            page = playwright.chromium.launch(executable_path=shutil.which("chromium")).new_page(viewport=SIZE)
            page.add_init_script(WATCHED)
            state = f"from={node}&to={further}&node={node}"
            page.goto(f"{address}#{state}")
            page.wait_for_selector(".totals")
            page.wait_for_selector("#picture .box")
            page.evaluate(SETTLED)
            client = page.context.new_cdp_session(page)
            client.send("Performance.enable", {"timeDomain": "threadTicks"})
            print(f"{'':28}{'painted':>10}{'at most':>10}{'work':>10}{'task':>10}{'answer':>10}")
            for name, (before, work) in interactions(page, state).items():
                print(name.ljust(28) + measured(page, client, before, work), flush=True)
        finally:
            server.terminate()


def interactions(page: Page, state: str) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return the interactions by name, each with its preparation, which is not measured, and the measured action."""
    keyboard, mouse = page.keyboard, page.mouse
    first, last = page.locator("#picture .box.lit").first, page.locator("#picture .box.lit").last

    def typed(text: str) -> Callable[[], None]:
        return lambda: (page.fill("#search", ""), page.focus("#search"), keyboard.insert_text(text))[0]

    def aside() -> None:
        page.fill("#search", "")
        mouse.move(5, 300)

    def back(further: str = "") -> Callable[[], None]:
        return lambda: page.evaluate("hash => { location.hash = hash }", f"{state}{further}")

    letters = {f"search '{WORDS[: n + 1]}'": (typed(WORDS[:n]), lambda n=n: keyboard.type(WORDS[n])) for n in range(4)}
    return letters | {
        "point at a box": (aside, first.hover),
        "go on to another box": (first.hover, last.hover),
        "open a box": (lambda: (aside(), back()())[0], last.click),
        "open what is linked": (back(), lambda: page.locator("#node .rows .link").first.click()),
        "what a post needs": (back(), lambda: page.locator(".actions button").last.click()),
        "turn to the checklist": (back(), lambda: page.click("#tab-checklist")),
        "exchange from and to": (back(), lambda: page.click("#swap")),
        "keep the study smallest": (
            lambda: (back("&side=own")(), page.get_by_text("Time", exact=True).click())[0],
            lambda: page.get_by_text("Study", exact=True).click(),
        ),
        "back in the history": (lambda: (back()(), page.click("#swap"))[0], page.go_back),
    }


def measured(page: Page, client: CDPSession, before: Callable[[], object], work: Callable[[], object]) -> str:
    """Return the figures of one interaction as a row of the table."""
    painted, works, tasks, answers = [], [], [], []
    for _ in range(RUNS):
        before()
        page.evaluate(SETTLED)
        page.wait_for_timeout(200)
        page.evaluate("[window.seen, window.begun] = [{}, performance.now()]")
        begun, worked = time.perf_counter(), read_work(client)
        work()
        page.evaluate(SETTLED)
        answers.append(1000 * (time.perf_counter() - begun))
        page.wait_for_timeout(200)
        works.append(1000 * (read_work(client) - worked))
        seen = page.evaluate("window.seen")
        painted.append(seen.get("event", 0))
        tasks.append(seen.get("longtask", 0))
    figures = (statistics.median(painted), max(painted), max(works), max(tasks), statistics.median(answers))
    return "".join(f"{figure:10.0f}" if figure else f"{'-':>10}" for figure in figures)


def read_work(client: CDPSession) -> float:
    """Return the seconds for which the main thread of the page has worked."""
    return next(
        each["value"] for each in client.send("Performance.getMetrics")["metrics"] if each["name"] == "TaskDuration"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
