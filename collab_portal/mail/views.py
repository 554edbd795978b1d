"""Pages about mail: what staff see of failed messages, and a mailbox to look into in a local run."""
