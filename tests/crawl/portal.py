"""The portal that is walked through: gunicorn on a database, a cache and a mail folder that are thrown away."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from collab_portal.local.environment import ROOT
from collab_portal.local.processes import die_with_parent
from tests.crawl.visitor import Visitor

START_SECONDS = 60


class Portal:
    """One web server, as in production but for its settings."""

    def __init__(self, folder: Path):
        self.log = folder / "web.log"
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.web: subprocess.Popen | None = None

    def start(self) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn", "collab_portal.wsgi", f"--bind=fd://{self.listening.fileno()}"]
        threads = ["--worker-class=gthread", "--workers=2", "--threads=4", "--keep-alive=60", "--preload"]
        with self.log.open("wb") as output:
            self.web = subprocess.Popen(
                [*gunicorn, *threads, "--no-control-socket"],
                cwd=ROOT,
                env=os.environ | {"DATABASE_POOL": "1"},
                pass_fds=[self.listening.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(9),
            )
        give_up_at = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.web.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"the portal did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        if self.web:
            self.web.terminate()
            try:
                self.web.wait(15)
            except subprocess.TimeoutExpired:
                self.web.kill()
                self.web.wait()
        self.listening.close()

    def _answers(self) -> bool:
        try:
            return Visitor(self.port, {}).get("/healthz").status == 200
        except OSError:
            return False
