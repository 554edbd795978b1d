"""Volume: as many opportunities, enterprises and saved searches as a measurement needs, plausible and made in bulk.

The rows are those that the actions would have written; only the acts in the audit trail are left out. The same seed
gives the same texts, dates and values.
"""
