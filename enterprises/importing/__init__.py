"""The coordinators’ pages for bringing lists in, and for pairs that may be one."""
