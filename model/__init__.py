"""How a month runs: stages in order, keyed draws, the network, the accounts, the results."""

if __name__ == "model":
    raise ImportError(f"write 'from tightrope.{__name__} import ...': the folder {__name__}/ is that package")
