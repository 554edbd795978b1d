"""Bringing lists of enterprises into the directory as unclaimed stubs, from sheets of any shape."""
