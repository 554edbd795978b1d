"""Lies that no test notices because nobody could: each with its reason, by the name that the table prints."""

REASONS = {
    "allow: 2 -> 3  in  cache.add(counter, 0, timeout=2 * seconds)": (
        "How long Redis remembers a stretch that is over decides nothing: the next one has a counter of its own."
    ),
    "score: 0 -> 1  in  by_rank = sorted(outcomes, key=lambda each: (each. … each.rank or 0, each.bid))": (
        "Those without a rank stand last among themselves, whatever number they all share."
    ),
    "STILL_ARRIVING: 60 -> 61": "A margin of seconds in which one waits for a lock; a second more decides nothing.",
}
