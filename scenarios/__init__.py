"""What is declared: parameters, scenarios with their dated events, and starting populations."""

if __name__ == "scenarios":
    raise ImportError(
        "scenarios/ is the package tightrope.scenarios: write 'from tightrope.scenarios import'"
    )
