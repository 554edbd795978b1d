"""Searching the directory: who fits a search, how many fit each filter, and in which order they stand.

    criteria   what somebody asks for, read from an address
    facets     which filters there are, and the keys that stand for their choices
    index      who has which key, as sets of bits in the memory of this process, never behind the database
    edition    those sets as they lie in the database, made anew when much has changed
    words      which enterprises some words mean, and what a misspelt word may have meant
    results    all of it together: the count, the counts beside the filters, one page

Why it is made so stands in decisions/0013.
"""
