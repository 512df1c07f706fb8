"""What came out: tables, comparisons, figures and the report."""

if __name__ == "analysis":
    raise ImportError(f"write 'from tightrope.{__name__} import ...': the folder {__name__}/ is that package")
