"""Reader of Europass profiles, which are XML in the format of 2020 or in an older format, perhaps inside a PDF.

mlgraph reads only the titles and dates of jobs and the names of skills from a Europass profile. mlgraph refuses an XML
file with a document type declaration (DTD). A DTD can define abbreviations, called entities, that expand to text
without limit, or to the content of other files.

Since 2020, a Europass profile is a "Candidate" as defined by HR Open Standards. An older Europass profile is a
"SkillsPassport" as defined by Europass XML 3.x.
"""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mlgraph.errors import FileError, MissingPackageError
from mlgraph.printable import sanitize
from mlgraph.resumes.resume import MOST_BYTES, PastPost, Resume, make_post, make_resume

_DEEPEST = 100
_MOST_ATTACHMENTS = 20
_INDICATED = {"true": True, "false": False}
_TAG = re.compile(r"<[^<>]*>")


def is_pdf(data: bytes) -> bool:
    """Return whether a file is a PDF."""
    return data.startswith(b"%PDF-")


def is_xml(data: bytes) -> bool:
    """Return whether a file begins like XML, in UTF-8 or UTF-16."""
    return data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"


def read_pdf(name: str, data: bytes) -> Resume:
    """Return the jobs and skills in the XML within a Europass PDF.

    Raises FileError if the PDF has no XML of Europass, and MissingPackageError if pypdf is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError as error:
        raise MissingPackageError("pypdf is not installed; a PDF needs: pip install 'mlgraph[match]'") from error
    # pypdf would log each repair of a file
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        attached = PdfReader(BytesIO(data)).attachments
        files = [content for file in [*attached][:_MOST_ATTACHMENTS] for content in attached[file]]
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        message = f"{sanitize(name, 200)}: is not a PDF that can be read ({sanitize(error, 80)}); save the CV as XML"
        raise FileError(message) from error
    for content in files:
        if len(content) <= MOST_BYTES and is_xml(content):
            return read(name, content)
    right = "export the XML from Europass, or type the titles and skills into a list"
    raise FileError(f"{sanitize(name, 200)}: is a PDF without the XML of Europass in it; {right}")


def read(name: str, data: bytes) -> Resume:
    """Return the jobs and skills in a file of Europass XML. Raises FileError if the file is not Europass XML."""
    root = parse_xml(name, data)
    if root.tag not in ("Candidate", "SkillsPassport"):
        raise FileError(f"{sanitize(name, 200)}: is XML of the kind {sanitize(root.tag)}; Europass has Candidate")
    return make_resume(name, "a Europass profile", _list_posts(root), _list_skills(root))


def parse_xml(name: str, data: bytes) -> Element:
    """Parse XML, remove namespaces from tags and attributes, and return the root element.

    Raises FileError if the XML is malformed, or if the XML has a document type declaration (DTD), which may open other
    files.
    """
    builder, depth = TreeBuilder(), 0
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise FileError(f"{sanitize(name, 200)}: is XML nested too deeply; {_RIGHT}")
        builder.start(_drop_namespace(tag), {_drop_namespace(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_drop_namespace(tag))

    def refuse(*_: object) -> None:
        raise FileError(f"{sanitize(name, 200)}: is XML with a document type, which is not read; {_RIGHT}")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileError(
            f"{sanitize(name, 200)}: is not XML that can be read ({sanitize(error, 80)}); {_RIGHT}"
        ) from error
    return builder.close()


_RIGHT = "export the profile from Europass again"


def _drop_namespace(name: str) -> str:
    return name.rpartition(" ")[2]


def _list_posts(root: Element) -> Iterator[PastPost]:
    for post in root.iter("PositionHistory"):
        title = next(post.iter("PositionTitle"), None)
        period = next(post.iter("EmploymentPeriod"), None)
        if title is None:
            continue
        # one of the attributes is the web address of the occupation, under a misleading name
        addresses = [each for each in title.attrib.values() if each.startswith(("http://", "https://"))]
        is_current = _INDICATED.get(_find_text(period, "CurrentIndicator").lower())
        dates = (_find_text(period, bound, "FormattedDateTime") for bound in ("StartDate", "EndDate"))
        yield make_post(title.text or "", *dates, addresses=addresses, lasts=is_current)
    for post in root.iter("WorkExperience"):
        label, period = next(post.iter("Label"), None), next(post.iter("Period"), None)
        if label is not None:
            is_current = _INDICATED.get(_find_text(period, "Current").lower())
            yield make_post(
                label.text or "", *(_read_older_date(period, bound) for bound in ("From", "To")), lasts=is_current
            )


def _find_text(element: Element | None, *path: str) -> str:
    """Return the text of the first XML element at a path of tags below `element`, or "" if there is no such element."""
    for tag in path:
        element = None if element is None else next(element.iter(tag), None)
    return "" if element is None else (element.text or "").strip()


def _read_older_date(period: Element | None, bound: str) -> str:
    """Read a date of Europass 3.x from attributes such as year="2020" month="--03" day="---01"."""
    found = None if period is None else next(period.iter(bound), None)
    parts = [] if found is None else [(found.get(part) or "").strip("-") for part in ("year", "month", "day")]
    return "-".join(filter(None, parts))


def _list_skills(root: Element) -> Iterator[str]:
    for competency in root.iter("PersonCompetency"):
        kind = _find_text(competency, "TaxonomyID")
        if kind != "language":
            # a skill from ESCO has a web address instead of a name
            yield _find_text(competency, "CompetencyName") or _find_text(competency, "CompetencyID")
    for skills in root.iter("Skills"):
        for tag in ("Computer", "JobRelated", "Organisational", "Communication"):
            for part in skills.iter(tag):
                # free text that a person typed, with one skill per line, or with commas between skills
                said = _TAG.sub("\n", _find_text(part, "Description"))
                yield from (piece for line in said.splitlines() for piece in line.split(",") if len(piece) < 60)
