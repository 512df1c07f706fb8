"""Files that others made, taken in with care; files of ours, written whole."""
