"""What people are asked about social value."""
