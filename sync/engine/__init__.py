"""Runs a sync: what is due, in which order, how far it got, and how it ended."""
