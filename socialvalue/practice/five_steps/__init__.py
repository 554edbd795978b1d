"""The five steps, measured: what a public body says of itself, and what the portal knows of it."""
