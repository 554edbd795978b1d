# Short names for `python3 -m collab_portal.local …`, which also works where there is no make.
PYTHON ?= python3
PORTAL = exec $(PYTHON) -m collab_portal.local

.PHONY: run test check fix bench attack mutate crawl chaos messages lock

run:       # the portal on this machine, until Ctrl-C; PORT=8000
	@$(PORTAL) run

test:      # every test; make test ARGS="tests/procurement -n 0 -q" for some
	@$(PORTAL) test -- $(ARGS)

check:     # all that can be said about the code without running it
	@$(PORTAL) check

fix:       # what ruff can put right
	@$(PORTAL) fix

bench:     # the measurements
	@$(PORTAL) bench -- $(ARGS)

attack:    # the forty attacks; SIZE=small make attack for the short form
	@$(PORTAL) attack -- $(ARGS)

mutate:    # small lies in the modules that decide, each of which a test must notice; ARGS="scoring" for one group
	@$(PORTAL) mutate -- $(ARGS)

crawl:     # all pages as everybody, in both languages; SIZE=small make crawl for the short form
	@$(PORTAL) crawl -- $(ARGS)

chaos:     # everything killed, paused and filled under load; SIZE=small make chaos for the short form, ARGS=7 for a seed
	@$(PORTAL) chaos -- $(ARGS)

messages:  # collect the texts to translate; make messages ARGS="back.po" takes in what a translator sent back
	@$(PORTAL) messages -- $(ARGS)

lock:      # write requirements.txt, requirements-dev.txt and static/package-lock.json anew
	@$(PORTAL) lock
