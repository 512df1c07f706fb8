"""How charts look, and the charts of a run."""
