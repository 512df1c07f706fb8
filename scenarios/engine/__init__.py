"""What compiled rules stand on: columns, mathematics and sums of their own, the cache on disk, keyed draws."""
