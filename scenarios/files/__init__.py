"""Scenarios: dated events over parameters, read from TOML, and complaints that point at lines."""
