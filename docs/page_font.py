"""Makes static/open-sans.woff2, the letters in which the page is shown and measured: `python docs/page_font.py`.

The package brotli has to be installed. The letters of other scripts come from the fonts of pictures.
"""

import io
from pathlib import Path
from typing import Any

from fontTools import subset, ttLib
from fontTools.varLib import instancer

from mlgraph.drawing.fonts import FONTS
from mlgraph.web.fonts import FONT, LETTERS

FILE = Path(__file__).parents[1] / "src" / "mlgraph" / "web" / "static" / FONT


def make_font() -> bytes:
    """Return the font with these letters, from regular to bold."""
    whole: Any = ttLib.TTFont(io.BytesIO(Path(FONTS[0].path).read_bytes()), recalcTimestamp=False)
    options = subset.Options(flavor="woff2", layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "tnum"])
    options.hinting = False
    # the copyright and the licence stay in the font
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(whole)
    instancer.instantiateVariableFont(whole, {"wdth": 100, "wght": (400, 700)}, inplace=True)
    whole.flavor = "woff2"
    written = io.BytesIO()
    whole.save(written)
    return written.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(make_font())
