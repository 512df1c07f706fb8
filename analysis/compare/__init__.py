"""A run beside its twin, or beside others: what differs, and whom it happened to."""
