"""Who lives the markets of a sweep: processes of this machine, or a Dask cluster."""
