"""A council's forward plan as it keeps it in a spreadsheet: read as people write it, and brought in as drafts.

* A line is recognised by its reference, then by its normalised title; so is a draft that was entered by hand.
* A field that still says what the plan said last follows the plan; what an officer has edited since stays, and an
  `ImportDifference` shows what the plan says. What has been published changes in its working copy only.
* What has vanished from the plan stays, and the officer is asked what became of it.
* The same plan again changes nothing. Nothing is published by an import.
"""
