"""Bringing in what other systems publish: OCDS releases from Sell2Wales, Contracts Finder and Find a Tender.

A file is read once, as a stream. Releases are taken in batches, each in one transaction: either a release is in with
all that follows from it, or nothing of it is. One that cannot be taken is named in the report, and the others go in.

* The same OCID and release id again: *unchanged*, whatever else the file says.
* An older release than the last one of its process: kept, but what the portal says stays: *unchanged*.
* A newer one: what it says is taken over and published with its change log: *changed*. What it is silent about stays.
  Lots, awards and links are added or changed by their ids, never removed: so releases are merged in OCDS.
* A column that an officer edited, or a step that was taken here, stays: an `ImportDifference` shows what the notice
  says. Where the officer linked the notice to an opportunity entered here, all of it stays, and no second one is made.
* A truncated file: what was complete before the cut goes in, the cut is reported, and the command ends with status 1.

How single values are read, and which of them are left out, stands in `procurement.ocds.values`.
"""

from procurement.imports.files import Import
from procurement.imports.report import HEADER, Counts, Kind, Row, cells

__all__ = ["HEADER", "Counts", "Import", "Kind", "Row", "cells"]
