"""A council's forward plan as it keeps it in a spreadsheet: read as people write it, and brought in as drafts."""
