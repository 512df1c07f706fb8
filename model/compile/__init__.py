"""Compiles rules: typed scalar Python to machine code that lives several borrowers at a time."""
