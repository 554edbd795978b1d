"""The officer's way in: entering, previewing, publishing and changing an opportunity."""
