"""The dashboard: a running market in the browser."""
