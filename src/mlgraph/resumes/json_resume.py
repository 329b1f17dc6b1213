"""Reader of CVs in the format JSON Resume, version 1.x and earlier.

mlgraph reads only the titles and dates of jobs, and the names and keywords of skills from a JSON Resume.

The site https://jsonresume.org/schema describes the format JSON Resume 1.2.1.
"""

import json
from collections.abc import Iterator
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile.parsing import decode, make_json_error
from mlgraph.printable import sanitize
from mlgraph.resumes.resume import PastPost, Resume, make_post, make_resume


def is_json(data: bytes) -> bool:
    """Return whether a file begins like a JSON object, in UTF-8 or UTF-16."""
    return data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"{"


def read(name: str, data: bytes) -> Resume:
    """Return the jobs and skills of a JSON Resume.

    Raises FileError or GraphFileError if the JSON Resume is malformed.
    """
    text = decode(name, data)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise make_json_error(name, text, error) from error
    if not isinstance(found, dict) or not {"work", "skills", "basics"} & found.keys():
        raise FileError(f"{sanitize(name, 200)}: has no work and no skills; is it a file of JSON Resume?")
    posts, skills, groups = _list_posts(found.get("work")), _list_skills(found.get("skills")), found.get("skills")
    names = (each["name"] for each in _list_tables(groups) if isinstance(each.get("name"), str))
    return make_resume(name, "a JSON Resume", posts, skills, groups=names)


def _list_posts(work: Any) -> Iterator[PastPost]:
    for each in _list_tables(work):
        title = each.get("position")
        if isinstance(title, str) and title.strip():
            dates = (each.get(key) for key in ("startDate", "endDate"))
            yield make_post(title, *(said if isinstance(said, str | int) else None for said in dates))


def _list_skills(skills: Any) -> Iterator[str]:
    """Yield the keywords of each group of skills in a JSON Resume, or the name of a group that has no keywords."""
    for each in skills if isinstance(skills, list) else ():
        if isinstance(each, str):
            yield each
    for each in _list_tables(skills):
        keywords = each.get("keywords")
        # some programs write the keywords as one text
        listed = keywords.split(",") if isinstance(keywords, str) else keywords
        named = [word for word in listed if isinstance(word, str)] if isinstance(listed, list) else []
        yield from named or (name for name in [each.get("name")] if isinstance(name, str))


def _list_tables(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
