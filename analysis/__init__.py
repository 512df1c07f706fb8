"""What came out: tables, comparisons, figures and the report."""

if __name__ == "analysis":
    raise ImportError("the folder analysis/ is the package tightrope.analysis: write 'from tightrope.analysis import ...' instead")
