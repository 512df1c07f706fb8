"""Searches for policies: generations of sweeps, and a proof of what was found."""
