"""Dates in a CV, which are days, months or years. The names of months in a CV may be in several languages."""

import re
from unicodedata import normalize

from mlgraph.reading import MONTHS, read_date

# the names of months in German, French, Spanish, Italian, Portuguese, Dutch, Polish and the Nordic languages, without
# accents
_OTHER_MONTHS = (
    "januar janner januari janvier enero gennaio janeiro styczen",
    "februar februari fevrier febrero febbraio fevereiro luty",
    "marz maerz mrz mars marzo marco maart mrt marts marzec",
    "april avril abril aprile kwiecien",
    "mai mayo maggio maio mei maj",
    "juni juin junio giugno junho czerwiec",
    "juli juillet julio luglio julho lipiec",
    "august aout agosto augustus augusti sierpien",
    "september septembre septiembre setiembre settembre setembro wrzesien",
    "oktober octobre octubre ottobre outubro pazdziernik",
    "november novembre noviembre listopad",
    "dezember december decembre diciembre dicembre dezembro desember grudzien",
)
_MONTHS = {
    name: month
    for month, others in zip(MONTHS, _OTHER_MONTHS, strict=True)
    for name in (month.lower(), *others.split())
}
# the least number of letters in an abbreviation of a month
_SHORTEST = 3
BEGINNINGS = frozenset(name[:_SHORTEST] for name in _MONTHS)
# words that a CV has instead of the last day of a current job, without accents
_PRESENT = frozenset(
    (
        *("", "-", "present", "current", "currently", "now", "today", "ongoing", "to date", "till date", "till now"),
        *("until now", "until today", "heute", "aktuell", "jetzt", "present day", "aujourd'hui", "a ce jour", "actuel"),
        *("actuellement", "en cours", "actual", "actualidad", "actualmente", "hoy", "presente", "oggi", "attuale"),
        *("attualmente", "in corso", "atual", "atualmente", "hoje", "heden", "nu", "nuvarande", "nutid", "pagaende"),
    )
)


def is_present(said: str) -> bool:
    """Return whether a text, which a CV has instead of the last day of a job, says that the person still has the job.

    >>> is_present("Present"), is_present("Aujourd\u2019hui"), is_present("2020")
    (True, True, False)
    """
    return _fold(said).strip(" .()") in _PRESENT


def read_period(said: str) -> str | None:
    """Convert a day, month or year in a CV to ISO 8601 with the same precision, or return None for any other text.

    >>> read_period("Jan 2020"), read_period("2020"), read_period("2020-01-15T00:00:00Z"), read_period("soon")
    ('2020-01', '2020', '2020-01-15', None)
    >>> read_period("janv. 2020"), read_period("01-2020"), read_period("Okt 2019")
    ('2020-01', '2020-01', '2019-10')
    """
    text = re.sub(r"(?<=\d)[T ]\d{2}:.*", "", said).strip()
    text = (
        re.sub(r"(\d{1,2})[-\u2013](\d{4})", r"\1/\2", text) if re.fullmatch(r"\d{1,2}[-\u2013]\d{4}", text) else text
    )
    text = re.sub(r"[/.]", "-", text) if re.fullmatch(r"\d{4}[/.]\d{1,2}(?:[/.]\d{1,2})?", text) else text
    # reads dates such as "Jan-2020", "Januar de 2020" and "März 2018"
    text = re.sub(r"[^\W\d_]+", lambda found: _translate(found[0]), re.sub(r"(?<=[^\W\d_])[-/](?=\d{4}$)", " ", text))
    found = read_date(" ".join(text.split()))
    if found is None:
        return None
    first, last = found
    # isoformat, unlike strftime, writes a year before 1000 with four digits
    return first.isoformat()[: 10 if first == last else 7 if first.month == last.month else 4]


def _translate(word: str) -> str:
    """Translate the name of a month to English, drop a word such as "de", and return any other word unchanged."""
    name = _fold(word)
    if name in ("de", "del", "of"):
        return ""
    meant = {month for known, month in _MONTHS.items() if len(name) >= _SHORTEST and known.startswith(name)}
    return meant.pop() if len(meant) == 1 else word


def _fold(said: str) -> str:
    letters = normalize("NFKD", said.replace("\u2019", "'").casefold())
    return " ".join("".join(letter for letter in letters if ord(letter) < 128).split())
