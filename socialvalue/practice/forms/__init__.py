"""Forms of good practice."""
