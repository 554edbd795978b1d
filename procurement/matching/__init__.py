"""Which opportunities a search finds, and which saved searches an opportunity meets: one meaning, asked both ways."""

from procurement.matching.criteria import Criteria
from procurement.matching.reading import Problem

__all__ = ["Criteria", "Problem"]
