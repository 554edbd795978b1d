"""What is it worth in pounds, and how sure is that? Pure, exact, and without models."""
