"""Bidders and buyers in the open: who is interested, what is asked, who meets, who joins with whom."""
