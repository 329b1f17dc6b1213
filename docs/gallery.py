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
LARGE = {"width": 1920, "height": 1080}
PAGES = {
    "page-first.png": (WIDE, "light", "", "#examples button"),
    "page.png": (WIDE, "light", "#from=beginner&to=chief-data-scientist", ".box.on .when"),
    "page-large.png": (LARGE, "light", "#from=beginner&to=chief-data-scientist", ".box.on .when"),
    "page-dark.png": (WIDE, "dark", "#node=machine-learning-engineer", "#node h2"),
    "page-reach.png": (LARGE, "light", "#from=data-analyst&within=24", "#reached li"),
    "page-next.png": (WIDE, "light", "#from=data-analyst&to=data-scientist&side=next", "#next li"),
    "page-checklist.png": (WIDE, "light", "#from=beginner&to=data-scientist&tab=checklist", ".study"),
    "page-phone.png": (PHONE, "light", "#from=beginner&to=data-scientist", ".total"),
}
MOST_TRIES = 20
# states of which the lower part is shown
LOWER = ("page-checklist.png",)


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
            page.wait_for_selector("#picture .box", state="attached", timeout=120_000)
            page.wait_for_selector(awaited)
            # on a busy machine, the search may stop before the plan is proven
            for _ in range(MOST_TRIES):
                if page.get_by_text("The time was too short").count() == 0:
                    break
                page.reload()
                page.wait_for_selector(awaited)
            if name in LOWER:
                page.locator(".tabs").evaluate("made => scrollTo(0, made.offsetTop - 44)")
            page.wait_for_timeout(500)
            page.screenshot(path=HERE / name)
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
