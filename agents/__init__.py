"""Who decides: borrowers, the platform, outside lenders, collections, as short rules."""

if __name__ == "agents":
    raise ImportError("agents/ is the package tightrope.agents: write 'from tightrope.agents import'")
