"""Bringing lists of enterprises into the directory as unclaimed stubs, from sheets of any shape.

* A row is recognised by the line it left last time, by its register numbers, then by normalised name and postcode.
* A stub follows the list it came from; what an enterprise has claimed stays, and what the row says otherwise is told.
* What may be a double goes in, and a pair waits for a person: `DoubtfulPair`.
* The same list again changes nothing.
"""

from enterprises.imports.running import check, run
from enterprises.imports.writing import Source

__all__ = ["Source", "check", "run"]
