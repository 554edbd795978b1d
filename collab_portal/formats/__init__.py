"""How dates and times are written: day first, the twenty-four-hour clock, in both languages alike."""
