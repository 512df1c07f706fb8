"""A sweep's folder: durable while it runs, few files when it has ended."""
