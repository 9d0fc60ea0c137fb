"""Stemma: a pile of reports in, source-traced incident records out."""

__version__ = "0.1.0"
