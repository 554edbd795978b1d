"""Part of pytest while the committed tests run: writes down, test by test, how each of them ended."""

import json
import os
from pathlib import Path

ended: dict[str, str] = {}


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        ended[report.nodeid] = report.outcome


def pytest_sessionfinish():
    Path(os.environ["PORTAL_ATTACK_TESTS"]).write_text(json.dumps(ended), encoding="utf-8")
