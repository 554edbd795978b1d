"""The doors of engagement."""
