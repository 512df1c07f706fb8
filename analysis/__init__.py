"""What came out: tables, comparisons, figures and the report."""

if __name__ == "analysis":
    raise ImportError("analysis/ is the package tightrope.analysis: write 'from tightrope.analysis import'")
