"""Fuzzing: invented inputs, changed by a seeded chance, through every part that meets what strangers wrote.

`python -m fuzz` runs it; docs/fuzzing.md tells what is promised of each input and what has come of it so far. A target
is found by lying in `targets/`; inputs that once broke something are kept in `tests/cases/fuzz/` and tried first.
"""
