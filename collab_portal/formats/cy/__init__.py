"""One language's formats: see formats.py."""
