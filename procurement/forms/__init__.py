"""What the pipeline's pages ask for; the questions about a draft are in `drafting`."""
