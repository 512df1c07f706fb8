"""How large what a user gives may be: more than anybody needs, and little enough to be looked at within seconds."""

__all__ = [
    "MOST_BASES", "MOST_BOOK_BYTES", "MOST_DEPTH", "MOST_EVENTS", "MOST_GRAPHML_BYTES", "MOST_ITEMS", "MOST_KEYS",
    "MOST_LEVELS", "MOST_LINE", "MOST_NETWORK_BYTES", "MOST_NUMBERS", "MOST_PARTS", "MOST_POINTS_BYTES", "MOST_RUNS",
    "MOST_SCENARIOS", "MOST_TOML_BYTES", "MOST_WORD", "SLOW_BYTES",
]  # fmt: skip

# Files of scenarios, sweeps and searches

MOST_TOML_BYTES = 1_000_000
MOST_KEYS = 10_000
"""Keys and headers of tables in one file; what is declared is fewer than four hundred."""
MOST_ITEMS = 50_000
"""Values between commas in one file, in all its lists together."""
MOST_DEPTH = 20
"""Lists and tables within each other."""
MOST_PARTS = 20
"""Parts of a dotted key."""
MOST_WORD = 200
"""Characters of a key or a number outside quotation marks."""
MOST_BASES = 20
"""Scenarios that start from each other, one behind the other."""
MOST_EVENTS = 5_000
"""Of a scenario, its bases' among them: several in every month of the longest run."""

# Files of data

MOST_BOOK_BYTES = 2_000_000_000
"""Some twenty million borrowers as CSV, which take five times as much memory while they are read."""
MOST_NETWORK_BYTES = 500_000_000
"""Some thirty million ties."""
MOST_GRAPHML_BYTES = 100_000_000
"""Some two million ties, which take twenty times as much memory while they are read."""
MOST_POINTS_BYTES = 100_000_000
"""A million points of ten factors."""
MOST_LINE = 1_000_000
"""Characters of a line of a CSV file."""
SLOW_BYTES = 100_000_000
"""Of a file whose reading takes so long that it is announced."""

# Sweeps

MOST_RUNS = 1_000_000
"""A plan of so many is laid out within a minute, and takes a day on a core where a market takes a tenth of a second."""
MOST_NUMBERS = 20_000_000
"""Of a plan: points x what varies. A million runs of twenty factors, or 80,000 of all that there are."""
MOST_LEVELS = 1_000
"""Values of what varies: of a range, or in a list."""
MOST_SCENARIOS = 1_000
"""Named in one sweep."""
