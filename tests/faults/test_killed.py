"""The worker is killed (SIGKILL) after each of its commits, and before and after each answer of Stripe.

A clean run counts both, and the numbers are asserted: a new commit or call must get its place among the kills.
"""

import pytest
from django.conf import settings

from tests.faults.backends import counting
from tests.faults.ledgers import disagreements
from tests.faults.stories import every_story, points

ENGINE = f"tests.faults.backends.{'postgresql' if settings.DATABASE_URL else 'sqlite'}"
MOMENTS = ["before", "before_answer", "after_answer"]


@pytest.fixture
def commits(installation):
    return installation.folder / "commits"


@pytest.mark.parametrize("story", every_story(), indirect=True)
def test_a_clean_run_counts_its_commits_and_its_calls(simulator, story, start_worker, commits):
    before = len(simulator.exchanges())

    worker = start_worker(BOXHOLDER_DATABASE_ENGINE=ENGINE, **{counting.COUNTS: str(commits)})
    story.play(worker, simulator)

    assert disagreements(simulator) == []
    assert story.ending() == story.ends
    counted = commits.read_text().splitlines()
    assert len(counted) == story.commits, "\n".join(counted)
    assert len(simulator.exchanges()) - before == story.calls


@pytest.mark.parametrize(("story", "k"), points("commits"), indirect=["story"])
def test_killed_after_a_commit(simulator, story, start_worker, commits, k):
    counts = {counting.COUNTS: str(commits), counting.LAST: str(k)}

    worker = start_worker(BOXHOLDER_DATABASE_ENGINE=ENGINE, **counts)
    story.play(worker, simulator)

    worker.must_have_been_killed()
    assert disagreements(simulator) == []
    assert story.ending() == story.ends


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("story", "n"), points("calls"), indirect=["story"])
def test_killed_at_an_answer(simulator, story, start_worker, n, moment):
    worker = start_worker()
    simulator.fault("/v1/*", "kill", method="*", nth=n, when=moment, pid=worker.process.pid)
    story.play(worker, simulator)

    worker.must_have_been_killed()
    assert disagreements(simulator) == []
    assert story.ending() == story.ends
