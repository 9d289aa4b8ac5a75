"""The worker is killed (SIGKILL) after each of its commits, and before and after each answer of Stripe.

A clean run counts both, and the numbers are asserted: a new commit or call must get its place among the kills.
"""

import pytest
from django.conf import settings

from tests.faults.backends import counting
from tests.faults.ledgers import disagreements
from tests.faults.stories import STORIES

ENGINE = f"tests.faults.backends.{'postgresql' if settings.DATABASE_URL else 'sqlite'}"
MOMENTS = ["before", "before_answer", "after_answer"]

SHORT = pytest.mark.skipif(bool(settings.DATABASE_URL), reason="the short form runs on SQLite; `make deep` on both")
FORMS = {"one mailbox": SHORT, "four mailboxes": pytest.mark.deep}


def each(length: str):
    """Every point of every story: the short one always, the long one in `make deep`."""
    return [
        pytest.param(story, k, marks=mark)
        for story, mark in FORMS.items()
        for k in range(1, getattr(STORIES[story], length) + 1)
    ]


@pytest.fixture
def story(request, rent):
    story = STORIES[request.param]
    for pmb, card in story.cards.items():
        rent(pmb, card)
    return story


@pytest.fixture
def commits(installation):
    return installation.folder / "commits"


@pytest.mark.parametrize("story", [pytest.param(s, marks=mark) for s, mark in FORMS.items()], indirect=True)
def test_a_clean_run_counts_its_commits_and_its_calls(simulator, story, start_worker, commits):
    before = len(simulator.exchanges())

    worker = start_worker(BOXHOLDER_DATABASE_ENGINE=ENGINE, **{counting.COUNTS: str(commits)})
    story.play(worker, simulator)

    assert disagreements(simulator) == []
    assert story.ending() == story.ends
    counted = commits.read_text().splitlines()
    assert len(counted) == story.commits, "\n".join(counted)
    assert len(simulator.exchanges()) - before == story.calls


@pytest.mark.parametrize(("story", "k"), each("commits"), indirect=["story"])
def test_killed_after_a_commit(simulator, story, start_worker, commits, k):
    counts = {counting.COUNTS: str(commits), counting.LAST: str(k)}

    worker = start_worker(BOXHOLDER_DATABASE_ENGINE=ENGINE, **counts)
    story.play(worker, simulator)

    worker.must_have_been_killed()
    assert disagreements(simulator) == []
    assert story.ending() == story.ends


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("story", "n"), each("calls"), indirect=["story"])
def test_killed_at_an_answer(simulator, story, start_worker, n, moment):
    worker = start_worker()
    simulator.fault("/v1/*", "kill", method="*", nth=n, when=moment, pid=worker.process.pid)
    story.play(worker, simulator)

    worker.must_have_been_killed()
    assert disagreements(simulator) == []
    assert story.ending() == story.ends
