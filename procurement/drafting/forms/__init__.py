"""The pages of a draft, and the questions that come with each step of a published opportunity."""
