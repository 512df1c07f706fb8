"""Many markets: what a sweep is, who lives its markets, and the data set they leave."""

if __name__ == "sweeps":
    raise ImportError(f"write 'from tightrope.{__name__} import ...': the folder {__name__}/ is that package")
