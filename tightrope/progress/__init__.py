"""What a command tells while it works, and how it ends early."""
