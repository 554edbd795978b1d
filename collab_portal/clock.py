"""The clock by which people in Wales live; moments are kept in UTC, and shown by this one."""

from zoneinfo import ZoneInfo

WALES = ZoneInfo("Europe/London")
