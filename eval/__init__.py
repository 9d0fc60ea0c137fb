"""Measured against public corpora: `python -m eval TASK IN OUT` answers one task, `python -m eval.run` all of them."""
