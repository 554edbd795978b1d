"""`make run` and `make test`: everything the portal needs, started on this machine and stopped again."""
