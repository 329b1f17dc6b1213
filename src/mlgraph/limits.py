"""Limits of graph files and profiles."""

ID_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 100, 200, 2000
# more would run over the lines above and below; the tallest stack of marks in use, of Tibetan, has eight
MARKS_ON_LETTER = 8
HOURS_LIMIT, MONTHS_LIMIT = 100_000, 1_200
# a few milliseconds; of much less, hours and months together are numbers beyond what a computer counts
LEAST_AMOUNT = 1e-6
HOURS_IN_A_WEEK = 168
# half a minute a week: with less, months are more than a computer counts
LEAST_PACE = 0.01
DEFAULT_PACE = 10.0

# a file, its signs that may begin a value, the parts of a graph, the entries of a list or table, and the mistakes that
# are listed: about twice what the largest public taxonomies have (ESCO 1.1.1: 18 MB, 1,800,000 such signs, 17,000
# nodes, 98,000 arrows), and what fits into seconds and 2 GiB
FILE_BYTES = 32 * 2**20
MARKS = 2_500_000
NODES, ARROWS, ENTRIES = 50_000, 300_000, 10_000
DIAGNOSTICS = 1_000
