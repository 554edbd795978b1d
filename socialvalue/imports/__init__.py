"""Bringing in what a body has a licence for: sets of values in pounds, private to that body."""
