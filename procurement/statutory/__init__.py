"""What the law asks public bodies to publish, made from what they publish here anyway.

The portal is not a place of legal publication. What is not known is said to be not known: an empty cell would read as
a fact. Rules that we have read in extracts only are called so on the pages.
"""
