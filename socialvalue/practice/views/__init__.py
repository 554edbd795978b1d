"""Pages of good practice."""
