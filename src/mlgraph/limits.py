"""Limits for graph files, profiles and searches, and a function that counts processor cores."""

import os
from contextlib import suppress

ID_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 100, 200, 2000
# most combining marks on one letter: Tibetan, the script with the most, has eight, and more would cover other lines
MARKS_ON_LETTER = 8
HOURS_LIMIT, MONTHS_LIMIT = 100_000, 1_200
# least positive number of hours or months, some milliseconds; with less, sums in whole ticks become too large
LEAST_AMOUNT = 1e-6
HOURS_IN_A_WEEK = 168
# least hours of study a week, about half a minute; with less, the months become too large
LEAST_PACE = 0.01
DEFAULT_PACE = 10.0
# most labels (partial paths) of the search for one of many people; on O*NET, one plan in a hundred needs more
LABELS_OF_PERSON = 30_000

# about twice the size of the largest public taxonomy (ESCO 1.1.1: 18 MB, 1,800,000 delimiters, 17,000 nodes, 98,000
# edges), which loads in seconds and less than 2 GiB; a delimiter is a character that may begin a value, and an entry is
# an item of a list or table
FILE_BYTES = 32 * 2**20
DELIMITERS = 2_500_000
NODES, EDGES, ENTRIES = 50_000, 300_000, 10_000
# every position leads to every stage, and each of these moves takes some 500 bytes of an answer
MOVES_TO_STAGES = 1_000_000
DIAGNOSTICS = 1_000


def count_cores() -> int:
    """Return the number of processor cores on which the program may run."""
    with suppress(AttributeError):  # only some systems can limit a process to some cores
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
