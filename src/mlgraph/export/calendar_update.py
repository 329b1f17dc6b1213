"""Update of a plan's calendar that a person has already imported into a calendar program.

A calendar program replaces its entry with the same UID if the imported entry has a higher version number (SEQUENCE) and
later timestamp (DTSTAMP). A calendar program keeps entries that the imported file lacks. To remove a calendar entry
that the plan no longer has, the imported file must cancel the entry.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path
from platform import node
from typing import TYPE_CHECKING, Any

from mlgraph.errors import FileError

if TYPE_CHECKING:
    from icalendar import Component

OWN = "@mlgraph"
# an id that mlgraph made for a profile
_NAME = re.compile(r"[0-9a-f]{16}")
# properties that say when or how often an entry has changed; all others are its content
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


def name_person(*parts: str) -> str:
    """Return a hash of texts about a person, to use as the person's name in calendar entries."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def name_owner(id: str, profile: str | Path | None = None) -> str:
    """Return a short name for the owner of a profile, to use in the UIDs of calendar entries.

    `id` is the id that the profile states, or an empty text. If mlgraph made the id of the profile, the function
    returns this id. If a person wrote the id of the profile, the function returns a hash of this id. If the profile has
    no id, the function returns a hash of the machine's name, the user's name and the profile's path.
    """
    if id:
        return id if _NAME.fullmatch(id) else name_person(id)
    try:
        user = getuser()
    except (OSError, KeyError, ImportError):  # the system has no name for the user
        user = ""
    file = Path(profile) if profile else None
    return name_person(node(), user, str(file.resolve()) if file and file.is_file() else "")


def update_calendar(before: bytes, content: bytes, person: str, now: datetime) -> bytes:
    """Turn the calendar `content` into an update of the calendar `before`, with the name of the person in each UID.

    `before` is the calendar of an earlier plan, and `content` is the calendar of the new plan. A calendar entry that
    has not changed keeps its timestamps. A changed calendar entry gets the time `now` and the next version number
    (SEQUENCE). If the new calendar lacks an entry that mlgraph wrote to the earlier calendar, the update cancels the
    entry. The update keeps entries of other programs in the earlier calendar.

    RFC 5545, sections 3.8.7.2 to 3.8.7.4, says when the timestamps and the version number (SEQUENCE) of a calendar
    entry must change. Raises FileError if `before` is not a calendar.
    """
    from icalendar import Calendar, vText

    calendar = Calendar.from_ical(content)
    earlier = _read_events(before)
    now = now.astimezone(UTC).replace(microsecond=0)
    for event in calendar.walk("VEVENT"):
        uid = str(event["UID"])
        event["UID"] = vText(f"{uid.removesuffix(OWN)}.{person}{OWN}")
        _stamp(event, earlier.pop(str(event["UID"]), None), now)
    for uid, event in earlier.items():
        if uid.endswith(OWN):
            _cancel(event, now)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _read_events(before: bytes) -> "dict[str, Component]":
    from icalendar import Calendar

    if not before.strip():
        return {}
    try:
        calendars: Iterable[Calendar] = Calendar.from_ical(before, multiple=True)
        return {str(event["UID"]): event for each in calendars for event in each.walk("VEVENT")}
    except (ValueError, KeyError, IndexError) as error:
        message = "the calendar to replace cannot be read, so its entries cannot be changed"
        raise FileError(f"{message}; move the file away, or write another name") from error


def _stamp(event: "Component", earlier: "Component | None", now: datetime) -> None:
    if earlier is not None and _say(event) == _say(earlier):
        for name in _STAMPS:
            if name in earlier:
                event[name] = earlier[name]
        return
    _set_stamps(event, earlier, now)


def _cancel(event: "Component", now: datetime) -> None:
    if str(event.get("STATUS", "")).upper() != "CANCELLED":
        _set_stamps(event, event, now)
        event.pop("STATUS", None)
        event.add("status", "CANCELLED")


def _set_stamps(event: "Component", earlier: "Component | None", now: datetime) -> None:
    """Give a changed calendar event later timestamps and a higher version number than the earlier event."""
    stamp: Any = earlier.get("DTSTAMP") if earlier is not None else None
    last = getattr(stamp, "dt", None)
    time = max(now, last + timedelta(seconds=1)) if isinstance(last, datetime) and last.tzinfo else now
    sequence = int(earlier.get("SEQUENCE", 0)) + 1 if earlier is not None else 0
    for name, value in (("DTSTAMP", time), ("LAST-MODIFIED", time), ("SEQUENCE", sequence)):
        event.pop(name, None)
        event.add(name, value)


def _say(event: "Component") -> bytes:
    """Return the content of a calendar entry without its timestamps and its version number."""
    copy = event.copy()
    for name in _STAMPS:
        copy.pop(name, None)
    return bytes(copy.to_ical())
