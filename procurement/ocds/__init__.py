"""OCDS, the language in which procurement data travels: pure mappings in both directions."""
