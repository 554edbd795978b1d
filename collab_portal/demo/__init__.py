"""A small believable world for a local run, built by the same actions that the pages call.

What is in it stands in `world/*.toml`; the modules here read those files and act. Dates there are days from today.
"""
