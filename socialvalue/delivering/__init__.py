"""What became of the promises of an offer: the plan by quarter, its standing, the ladder of remedies, the sums."""
