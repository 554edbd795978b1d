"""Social value: the pieces that measure it come with their own modules."""
