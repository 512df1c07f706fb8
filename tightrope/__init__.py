"""tightrope: an agent-based simulation of platform consumer credit."""

__version__ = "0.1.0"
