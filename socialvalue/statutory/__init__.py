"""The yearly report of the Social Partnership and Public Procurement (Wales) Act 2023, section 39.

What we have read of the law in extracts only is called so on the pages; a list of items that we have not read is not
made up.
"""
