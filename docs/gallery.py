"""Makes gallery/index.md and its pictures again: `python docs/gallery.py`; needs the extra `dev` and Chromium."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent / "gallery"
GALLERY = HERE / "index.md"
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PAGES = {
    "page.png": (WIDE, "light", "#from=beginner&to=chief-data-scientist", ".choices"),
    "page-dark.png": (WIDE, "dark", "#node=transformers&view=needs:transformers", "#node h2"),
    "page-phone.png": (PHONE, "light", "#node=data-scientist", "#node h2"),
}


def main() -> None:
    """Run the commands, look at the page, and put the flowchart into the text."""
    text = GALLERY.read_text(encoding="utf-8")
    for command in re.findall(r"^    (mlgraph .+)$", text, re.MULTILINE):
        subprocess.run([sys.executable, "-m", *shlex.split(command)], cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    flowchart = HERE / "plan.mmd"
    before, _, _ = text.partition("```mermaid\n")
    GALLERY.write_text(f"{before}```mermaid\n{flowchart.read_text(encoding='utf-8')}```\n", encoding="utf-8")
    flowchart.unlink()
    look()


def look() -> None:
    """Take the pictures of the page."""
    serve = [sys.executable, "-m", "mlgraph", "serve", "--no-open"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        address = re.search(r"http\S+", server.stdout.readline())[0]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, (size, scheme, state, awaited) in PAGES.items():
            page = browser.new_page(viewport=size, color_scheme=scheme)
            page.goto(address + state)
            for part in ("#picture .box", awaited):
                page.wait_for_selector(part)
            page.wait_for_timeout(500)
            page.screenshot(path=HERE / name)
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
