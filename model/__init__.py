"""How a month runs: stages in order, keyed draws, the network, the accounts, the results."""

if __name__ == "model":
    raise ImportError("model/ is the package tightrope.model: write 'from tightrope.model import'")
