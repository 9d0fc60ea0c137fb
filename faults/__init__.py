"""Faults on purpose: processes killed at every write, full and failing disks, power cuts, lost connections, a clock
that jumps; and after each, whether everything that was acknowledged is there and the case is sound. `python -m faults`.

What counts as acknowledged: a command that ended with status 0, a line that it printed whole, an answer over HTTP. The
harness keeps its own list of that outside the case.
"""
