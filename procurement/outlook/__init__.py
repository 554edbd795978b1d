"""What opportunities mean for one enterprise: its own plan, with income to expect, things to do, and what is new."""
