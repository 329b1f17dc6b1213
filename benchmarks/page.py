"""Measure the response times of the page in a browser: `python benchmarks/page.py [GRAPH FILE]`.

The script needs the extra `dev` and Chromium, and sends real key and mouse events. The columns are in milliseconds:

- "painted": from the key to the next paint, as the browser measures it, in steps of 8 ms from 16 ms up
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

from playwright.sync_api import Page, sync_playwright

import mlgraph
from mlgraph.model import POSITIONS, leads_to

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
    node = max((n for n in sorted(graph) if graph.nodes[n]["kind"] in POSITIONS), key=lambda n: len(leads_to(graph, n)))
    further = next(iter(leads_to(graph, node)))
    options = [each for path in paths for each in ("--graph", path)]
    command = [sys.executable, "-m", "mlgraph", "serve", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        try:
            address = re.search(r"http\S+", server.stdout.readline())[0]
            page = playwright.chromium.launch(executable_path=shutil.which("chromium")).new_page(viewport=SIZE)
            page.add_init_script(WATCHED)
            state = f"from={node}&to={further}&node={node}"
            page.goto(f"{address}#{state}&tab=plan")
            page.wait_for_selector(".totals")
            page.evaluate(SETTLED)
            print(f"{'':28}{'painted':>10}{'at most':>10}{'task':>10}{'answer':>10}")
            for name, (before, work) in interactions(page, state).items():
                print(name.ljust(28) + measured(page, before, work), flush=True)
        finally:
            server.terminate()


def interactions(page: Page, state: str) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return the interactions by name, each with its preparation, which is not measured, and the measured action."""
    keyboard, mouse, box = page.keyboard, page.mouse, page.locator(".box.on").first

    def typed(text: str) -> Callable[[], None]:
        return lambda: (page.fill("#search", ""), page.focus("#search"), keyboard.insert_text(text))[0]

    def aside() -> None:
        mouse.move(5, 300)

    def tab(name: str) -> Callable[[], None]:
        return lambda: page.evaluate("hash => { location.hash = hash }", f"{state}&tab={name}")

    def empty() -> None:
        page.fill("#search", "")

    letters = {f"search '{WORDS[: n + 1]}'": (typed(WORDS[:n]), lambda n=n: keyboard.type(WORDS[n])) for n in range(4)}
    return letters | {
        "hover over a box": (lambda: (empty(), aside()), box.hover),
        "zoom with the wheel": (lambda: mouse.move(400, 300), lambda: mouse.wheel(0, -60)),
        "fit": (aside, lambda: page.click("#fit")),
        "open a box": (tab("plan"), page.locator(".box.on").last.click),
        "open what is linked": (tab("node"), lambda: page.locator("#node .rows .link").first.click()),
        "what comes before": (tab("node"), lambda: page.locator(".actions button").last.click()),
        "exchange from and to": (tab("plan"), lambda: page.click("#swap")),
        "keep the study smallest": (
            lambda: page.get_by_text("Time", exact=True).click(),
            lambda: page.get_by_text("Study", exact=True).click(),
        ),
        "back in the history": (lambda: page.click("#swap"), page.go_back),
    }


def measured(page: Page, before: Callable[[], object], work: Callable[[], object]) -> str:
    """Return the figures of one interaction as a row of the table."""
    painted, tasks, answers = [], [], []
    for _ in range(RUNS):
        before()
        page.evaluate(SETTLED)
        page.wait_for_timeout(200)
        page.evaluate("[window.seen, window.begun] = [{}, performance.now()]")
        begun = time.perf_counter()
        work()
        page.evaluate(SETTLED)
        answers.append(1000 * (time.perf_counter() - begun))
        page.wait_for_timeout(200)
        seen = page.evaluate("window.seen")
        painted.append(seen.get("event", 0))
        tasks.append(seen.get("longtask", 0))
    figures = (statistics.median(painted), max(painted), max(tasks), statistics.median(answers))
    return "".join(f"{figure:10.0f}" if figure else f"{'-':>10}" for figure in figures)


if __name__ == "__main__":
    main(sys.argv[1:])
