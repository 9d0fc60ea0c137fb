"""Measurements: `python -m bench NAME`, one module to a name; the last line printed is the result."""
