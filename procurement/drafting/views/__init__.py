"""The doors of the officer's way in."""
