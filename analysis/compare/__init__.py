"""A run beside its baseline, or beside others: what differs, and whom it happened to."""
