"""Back-ups of everything the portal keeps, which is one database, and how they are put back."""
