"""The pages of a profile, and the lines that it may have any number of."""
