"""The enterprise's own way in: telling, changing and listing its profile."""
