"""Writes the templates that ship in config/papers: `python -m tests.papers_author`."""
