"""Extraction of the text of an advert or a CV from plain text, Markdown, HTML or PDF."""

import logging
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePath

from mlgraph.errors import FileError, MissingPackageError
from mlgraph.graphfile.parsing import decode
from mlgraph.printable import sanitize

MOST_BYTES = 8 * 2**20
MOST_LETTERS = 500_000
MOST_PAGES = 100
# the HTML elements that begin a new line
_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|"
    "table|td|th|tr|ul|title"
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", re.IGNORECASE)
# finds the name of the encoding in the head of an HTML page
_CHARSET = re.compile(
    rb"<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?((?:windows|iso|euc|gb|big5|shift|koi8|us-ascii|utf-8)[a-z0-9_-]{0,20})",
    re.IGNORECASE,
)
# browsers replace these encodings by larger ones that contain them (WHATWG, Encoding Standard)
_ENCODINGS = {
    **dict.fromkeys(("iso-8859-1", "us-ascii"), "cp1252"),
    **{"shift_jis": "cp932", "shift-jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949"},
}
# the first bytes of a zip, and of a Word document before 2007
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg"))


def read_text(name: str, data: bytes) -> str:
    """Return the text of a document, whose format follows from the suffix of its name and from its first bytes.

    Raises FileError if the document is too large or has no text, and GraphFileError if its bytes cannot be decoded.
    Raises MissingPackageError if a PDF needs a library that is not installed.
    """
    if len(data) > MOST_BYTES:
        raise FileError(
            f"{sanitize(name, 200)}: is larger than {MOST_BYTES // 2**20} MiB, the most that is read; cut it"
        )
    if data.startswith(_PACKED):
        raise FileError(
            f"{sanitize(name, 200)}: is a Word document or a zip, which is not read; save it as PDF or text"
        )
    suffix = PurePath(name).suffix.lower()
    is_pdf = data.startswith(b"%PDF-") or suffix == ".pdf"
    if is_pdf:
        text = _read_pdf(name, data)
    else:
        is_page = suffix in (".html", ".htm") or _PAGE.match(data) is not None
        text = _read_html(_decode_page(name, data)) if is_page else decode(name, data)
    if not text.strip():
        hint = "; a scanned page needs text recognition first" if is_pdf else "; is this the right file?"
        raise FileError(f"{sanitize(name, 200)}: has no text{hint}")
    if len(text) > MOST_LETTERS:
        raise FileError(
            f"{sanitize(name, 200)}: has more than {MOST_LETTERS:,} letters, the most that are read; cut it"
        )
    return text


def _decode_page(name: str, data: bytes) -> str:
    """Decode an HTML page in the encoding that the page names, or if the page names none, like any other text file."""
    if (said := _CHARSET.search(data[:2048])) and not data.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        label = said[1].decode().lower()
        with suppress(UnicodeError, LookupError):
            return data.decode(_ENCODINGS.get(label, label))
    return decode(name, data)


def _read_html(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Parser that keeps the visible text of an HTML page, with a line for each block and a hyphen before list items."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a new line before a block element of an HTML page, and skip the text of scripts."""
        self._hidden += tag in _HIDDEN
        if _BLOCKS.fullmatch(tag):
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """End the line of text after a block element of an HTML page."""
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if _BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep a piece of text if it is visible on the HTML page."""
        if not self._hidden:
            self.parts.append(data)


def _read_pdf(name: str, data: bytes) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError as error:
        raise MissingPackageError("pypdf is not installed; a PDF needs: pip install 'mlgraph[match]'") from error
    # pypdf would log each repair of a file
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = PdfReader(BytesIO(data)).pages
        if len(pages) > MOST_PAGES:
            raise FileError(f"{sanitize(name, 200)}: has more than {MOST_PAGES} pages, the most that are read; cut it")
        return "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        message = f"{sanitize(name, 200)}: is not a PDF that can be read ({sanitize(error, 80)}); save it as text"
        raise FileError(message) from error
