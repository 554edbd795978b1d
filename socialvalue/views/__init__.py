"""The pages about social value."""
