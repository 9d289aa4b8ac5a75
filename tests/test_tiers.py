"""`make test` says what became of each tier, and its exit code agrees."""

import subprocess
import sys

import pytest

from tests import tiers
from tests.support import chromium
from tests.tiers import Tier


def command(code: int) -> list[str]:
    return [sys.executable, "-c", f"raise SystemExit({code})"]


@pytest.fixture
def three_tiers(monkeypatch):
    known = {"good": Tier("fine", [command(0)]), "bad": Tier("broken", [command(1), command(0)])}
    monkeypatch.setattr(tiers, "TIERS", known)
    return known


def test_one_failure_fails_all_and_the_rest_still_runs(three_tiers, capfd):
    assert tiers.main(["bad", "good"]) == 1

    said = capfd.readouterr().out
    assert "FAILED   bad" in said
    assert "passed   good" in said


def test_a_tier_left_out_is_said_aloud(three_tiers, capfd, monkeypatch):
    monkeypatch.setenv("BOXHOLDER_SKIP", "bad")

    assert tiers.main(["bad", "good"]) == 0
    assert "SKIPPED  bad" in capfd.readouterr().out


def test_a_tier_runs_beside_the_others_and_speaks_after_them(three_tiers, capfd, tmp_path):
    came = tmp_path / "came"
    wait_for_it = f"import os, time\nwhile not os.path.exists({str(came)!r}): time.sleep(0.01)\nprint('it came')"
    say_it_comes = f"open({str(came)!r}, 'w'); print('it comes')"
    three_tiers["patient"] = Tier("waits", [[sys.executable, "-c", wait_for_it], command(1)], beside=True)
    three_tiers["good"].commands = [[sys.executable, "-c", say_it_comes]]

    assert tiers.main(["patient", "good"]) == 1

    said = capfd.readouterr().out
    assert said.index("it comes") < said.index("it came") < said.index("Summary")
    assert "FAILED   patient" in said
    assert "passed   good" in said


def test_a_tier_that_cannot_run_has_failed(three_tiers, capfd):
    def nowhere():
        raise chromium.Unobtainable("no network")

    three_tiers["good"].prepare = nowhere

    assert tiers.main(["good"]) == 1
    said = capfd.readouterr().out
    assert "no network" in said
    assert "BOXHOLDER_CHROMIUM" in said


def test_a_tier_that_was_killed_says_so(three_tiers, capfd):
    three_tiers["good"].commands = [[sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]]

    assert tiers.main(["good"]) == 1
    assert "SIGKILL ended it" in capfd.readouterr().out


@pytest.fixture
def bare_machine(monkeypatch):
    """No Chromium anywhere; the commands that would fetch one are written down."""
    ran = []
    monkeypatch.delenv("BOXHOLDER_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium.subprocess, "run", lambda arguments, **options: ran.append(" ".join(arguments)))
    return ran


@pytest.mark.parametrize(
    ("is_debian", "user", "fetched_by"),
    [
        (True, 0, ["apt-get -qq update", "apt-get -qq install -y --no-install-recommends chromium-headless-shell"]),
        (True, 1000, ["playwright install chromium"]),  # may not install packages
        (False, 0, ["playwright install --with-deps chromium"]),
        (False, 1000, ["playwright install chromium"]),
    ],
)
def test_where_there_is_no_chromium_it_is_fetched(bare_machine, monkeypatch, is_debian, user, fetched_by):
    monkeypatch.setattr(chromium, "_is_debian", lambda: is_debian)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: user)
    monkeypatch.setattr(chromium.platform, "system", lambda: "Linux")

    with pytest.raises(chromium.Unobtainable):
        chromium.get()

    assert [command.removeprefix(f"{sys.executable} -m ") for command in bare_machine] == fetched_by


def test_an_older_debian_gives_the_whole_chromium(bare_machine, monkeypatch):
    def run(arguments, **options):
        bare_machine.append(" ".join(arguments))
        if chromium.HEADLESS in arguments:
            raise subprocess.CalledProcessError(100, arguments)

    monkeypatch.setattr(chromium, "_is_debian", lambda: True)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    monkeypatch.setattr(chromium.subprocess, "run", run)

    with pytest.raises(chromium.Unobtainable):
        chromium.get()

    assert bare_machine[-1] == "apt-get -qq install -y --no-install-recommends chromium"


def test_a_chromium_that_does_not_start_is_named(monkeypatch):
    monkeypatch.setenv("BOXHOLDER_CHROMIUM", "/nowhere/chromium")

    with pytest.raises(chromium.Unobtainable, match="/nowhere/chromium does not start"):
        chromium.get()


def test_make_test_runs_every_tier():
    makefile = (tiers.ROOT / "Makefile").read_text()

    for name in tiers.TIERS:
        assert name in makefile


def test_no_journey_stands_where_its_tier_does_not_read():
    journey = "mark" + ".journey"
    marked = [file for file in (tiers.ROOT / "tests").rglob("*.py") if journey in file.read_text()]
    read = [tiers.ROOT / where for where in tiers.JOURNEYS]

    assert marked
    assert [file for file in marked if not any(file.is_relative_to(where) for where in read)] == []
