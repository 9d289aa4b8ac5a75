"""`make run`: it says what it does, carries on where it stopped, and never leaves anything running."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

from tests.support.processes import ROOT, Environment, answers, free_port, wait_until


class Running:
    """`boxholder demo` on free ports, its words as they come."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port, self.simulator_port = free_port(), free_port()
        self.environment = Environment(
            folder / "data", BOXHOLDER_PORT=str(self.port), STRIPE_SIMULATOR_PORT=str(self.simulator_port)
        ).variables

    def start(self) -> subprocess.Popen:
        with (self.folder / "said").open("w") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "boxholder", "demo"],
                cwd=ROOT,
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def says(self, words: str, *, seconds: float = 90) -> bool:
        return wait_until(lambda: words in self.said(), seconds=seconds)

    def said(self) -> str:
        return (self.folder / "said").read_text()

    @property
    def simulator(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"


@pytest.fixture
def running(tmp_path) -> Running:
    return Running(tmp_path)


def test_a_taken_port_is_named_with_a_way_out(running):
    with socket.socket() as other:
        other.bind(("127.0.0.1", running.port))
        other.listen()

        assert running.start().wait(60) == 1

    assert f"Port {running.port} is taken" in running.said()
    assert f"BOXHOLDER_PORT={running.port + 1} make run" in running.said()


@pytest.mark.journey
def test_it_carries_on_with_the_same_data_and_stops_when_one_process_dies(running):
    process = running.start()
    try:
        assert running.says("Ctrl-C stops everything"), running.said()
        assert answers(f"http://localhost:{running.port}/health/")
        for words in ("olivia@harbor.example", "acct_", "pk_test_", "rk_test_", "4242 4242 4242 4242"):
            assert words in running.said()
        secret = re.search(r"rk_test_\w+", running.said())[0]
        customer = requests.post(f"{running.simulator}/v1/customers", auth=(secret, ""), timeout=10).json()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert not answers(running.simulator)

    process = running.start()
    try:
        assert running.says("Ctrl-C stops everything"), running.said()
        found = requests.get(f"{running.simulator}/v1/customers/{customer['id']}", auth=(secret, ""), timeout=10)
        assert found.status_code == 200
        children = psutil.Process(process.pid).children(recursive=True)
        worker = next(child for child in children if child.cmdline()[-1] == "worker")

        os.kill(worker.pid, signal.SIGKILL)

        assert process.wait(60) == 1
    finally:
        process.kill()
    assert "worker stopped by itself" in running.said()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
