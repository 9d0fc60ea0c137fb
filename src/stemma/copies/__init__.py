"""Copies: which texts descend from one telling, what they changed, which act of reporting each claim goes back to."""
