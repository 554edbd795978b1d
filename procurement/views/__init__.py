"""Pages of the pipeline for readers, entrepreneurs and officers; how a draft is written is in `drafting`."""
