"""Searching the library: which studies fit, how many fit each filter, and in which order they stand.

    facets     which filters there are, and the keys that stand for their choices
    index      who has which key, as sets of bits in the memory of this process
    results    all of it together: the count, the counts beside the filters, one page
    words      what a misspelt word may have been meant to be
    alike      studies that have much in common with one
    tree       who adapted a study, and who adapted it after them

What somebody asks for is read, and the filters are shown, as in the directory (`enterprises.search`). A library changes
a few times a day, not a few times a second: so its index is simply made anew by the first who looks after a change;
`make bench` shows how long that takes with twenty thousand studies.
"""
