"""What ships with the portal to measure social value by: frameworks, scales and example policies, as dated data."""
