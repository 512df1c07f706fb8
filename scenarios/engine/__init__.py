"""What compiled rules stand on: the compiler, its cache on disk, keyed draws."""
