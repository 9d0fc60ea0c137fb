"""One adapter a task: `answer(given: dict) -> dict`, from what a corpus's scorer dumps to what it reads.

A module is found by its name, which is the scorer's. Adapters are thin: what is true of news text in general belongs in
stemma, what is a convention of one corpus belongs here.
"""
