"""Who decides: borrowers, the platform, outside lenders, collections, as short rules."""

if __name__ == "agents":
    raise ImportError(f"write 'from tightrope.{__name__} import ...': the folder {__name__}/ is that package")
