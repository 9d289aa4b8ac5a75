"""Two and more processes of one installation, released together."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.support.processes import Environment


class Actor:
    def __init__(self, environment: Environment):
        self.process = environment.talk("tests.faults.together.actor")

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def tell(self, verb: str, *arguments: Any, at: float = 0, **named: Any) -> None:
        told = {"verb": verb, "arguments": arguments, "named": named, "at": at}
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict:
        """Empty where it was killed before it could say anything. `at_it`: from when until when it was at it."""
        answer = json.loads(self.process.stdout.readline() or "{}")
        self.at_it = answer.pop("at_it", None)
        return answer

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Actors(list[Actor]):
    def together(self, verb: str, *arguments: Any, **named: Any) -> list[str | None]:
        """All of them do this at the same moment. What each raised, sorted; None where it went through."""
        return self.each([(verb, *arguments)] * len(self), **named)

    def each(self, told: list[tuple], **named: Any) -> list[str | None]:
        """Each does its own thing at the same moment."""
        return sorted((answer.get("raised") for answer in self.answers(told, **named)), key=str)

    def answers(self, told: list[tuple], **named: Any) -> list[dict]:
        """The same; what each says, in their order."""
        at = time.monotonic() + 0.02
        for actor, (verb, *arguments) in zip(self, told, strict=True):
            actor.tell(verb, *arguments, at=at, **named)
        return [actor.answer() for actor in self]


@pytest.fixture(scope="session")
def company(tmp_path_factory, _simulator_process) -> Iterator[Callable[[int], Actors]]:
    """Actors are hired once, and belong to the installation they were told last."""
    variables = {
        "BOXHOLDER_SECRETS_KEYS": ",".join(settings.SECRETS_KEYS),
        "STRIPE_SIMULATOR_URL": _simulator_process.url,
    }
    if settings.DATABASE_URL:
        variables["DATABASE_URL"] = settings.DATABASE_URL
    environment = Environment(tmp_path_factory.mktemp("actors"), **variables)
    hired: list[Actor] = []

    def hire(how_many: int) -> Actors:
        living = [actor for actor in hired if actor.lives][:how_many]
        fresh = [Actor(environment) for _ in range(how_many - len(living))]
        hired.extend(fresh)
        assert all(actor.answer() == {"did": "start"} for actor in fresh)
        return Actors([*living, *fresh])

    yield hire
    for actor in hired:
        actor.end()


@pytest.fixture
def actors(company, installation) -> Callable[[int], Actors]:
    """`actors(2)`: so many processes of this installation."""

    def start(how_many: int) -> Actors:
        started = company(how_many)
        assert started.together("connect", installation.database) == [None] * how_many
        return started

    return start
