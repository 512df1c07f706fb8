"""What is declared: parameters, scenarios with their dated events, and starting populations."""

if __name__ == "scenarios":
    raise ImportError(f"write 'from tightrope.{__name__} import ...': the folder {__name__}/ is that package")
