"""Is a contract open to small providers? Checks of how it is designed, while it can still be changed."""
