"""How long the page takes in the browser for what a person does: `python benchmarks/page.py [GRAPH FILE]`.

Needs the extra `dev` and Chromium. Each figure is the median of some runs of the script of the page, with its layout,
in milliseconds; answers of the server are not in it, since they differ from graph to graph.
"""

import re
import shutil
import statistics
import subprocess
import sys

from playwright.sync_api import sync_playwright

import mlgraph
from mlgraph.model import POSITIONS, leads_to

RUNS = 9
TIMED = """async (work) => {
    const begun = performance.now();
    await eval(work);
    document.body.getBoundingClientRect();
    return performance.now() - begun;
}"""
HOVER = "document.querySelector('.box').dispatchEvent(new PointerEvent('pointerenter', {pointerType: 'mouse'}))"
TYPE = "(() => { const i = document.getElementById('search'); i.value = '%s'; i.dispatchEvent(new Event('input')); })()"


def main(paths: list[str]) -> None:
    """Print the table."""
    graph = mlgraph.load(*paths)
    node = max((n for n in sorted(graph) if graph.nodes[n]["kind"] in POSITIONS), key=lambda n: len(leads_to(graph, n)))
    further = next(iter(leads_to(graph, node)))
    works = {f"search '{text}'": TYPE % text for text in ("d", "da", "data", "data scientist")} | {
        "zoom": "document.getElementById('closer').click()",
        "hover": HOVER,
        "open what is linked": "document.querySelector('.link').click()",
        "exchange from and to": "document.getElementById('swap').click()",
    }
    options = [each for path in paths for each in ("--graph", path)]
    command = [sys.executable, "-m", "mlgraph", "serve", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        address = re.search(r"http\S+", server.stdout.readline())[0]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        page.goto(f"{address}#from={node}&to={further}")
        page.wait_for_selector(".totals")
        for name, work in works.items():
            found = [page.evaluate(TIMED, work) for _ in range(RUNS)]
            print(f"{name:24}{statistics.median(found):8.1f} ms{max(found):8.1f} at most")
            page.wait_for_timeout(300)
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])
