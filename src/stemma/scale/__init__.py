"""From a folder to an archive: the same stages, carried by Daft over many files, on one machine or on a Ray cluster.

`running.scale` is the order of the work; `work.py` is what happens to one file; `schema.py` says what comes out.
Daft and pyarrow are imported where they are needed: they come with `stemma[scale]` and `stemma[cluster]`.
"""
