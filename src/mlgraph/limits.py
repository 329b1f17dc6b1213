"""What is too much: the largest values that a graph file or a profile may hold."""

ID_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 100, 200, 2000
HOURS_LIMIT, MONTHS_LIMIT = 100_000, 1_200
HOURS_IN_A_WEEK = 168
