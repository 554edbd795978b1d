"""What people do to good practice."""

from socialvalue.practice.actions.library import publish_case_study

__all__ = ["publish_case_study"]
