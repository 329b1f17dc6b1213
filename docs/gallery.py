"""Makes the pictures of gallery.md again: `python docs/gallery.py`; needs the extra `dev` and Chromium."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PAGES = {
    "page.png": ("light", "#from=beginner&to=chief-data-scientist", ".choices"),
    "page-dark.png": ("dark", "#node=transformers&view=needs:transformers", "#node h2"),
}


def main() -> None:
    """Run the commands, and look at the page."""
    for command in re.findall(r"^    (mlgraph .+)$", (HERE / "gallery.md").read_text(encoding="utf-8"), re.MULTILINE):
        subprocess.run([sys.executable, "-m", *shlex.split(command)], cwd=HERE, check=True)
    serve = [sys.executable, "-m", "mlgraph", "serve", "--no-open"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        address = re.search(r"http\S+", server.stdout.readline())[0]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, (scheme, state, awaited) in PAGES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
            page.goto(address + state)
            page.wait_for_selector(awaited)
            page.wait_for_timeout(500)
            page.screenshot(path=HERE / name)
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
