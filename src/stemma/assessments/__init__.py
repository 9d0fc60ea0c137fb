"""Assessments: what the independent sources support, and where accounts conflict. Nothing is averaged."""
