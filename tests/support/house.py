"""A house: the product as it runs at an operator's, in real processes, with the whole cast in its database."""

import email
import email.policy
import json
import shutil
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

from tests.cast import PASSWORD
from tests.support.forks import AnyProcess
from tests.support.processes import Environment, answers, free_port, stop, wait_until
from tests.support.simulator import Simulator

DATABASE = "boxholder.sqlite3"


def furnish(migrated: Path, folder: Path) -> None:
    """A database with everyone in it; each story begins with a copy."""
    shutil.copytree(migrated, folder, dirs_exist_ok=True)
    Environment(folder).shell("from tests.cast import everyone; everyone()")


class House:
    """Its web server stays up from story to story, as starting it takes seconds; what a story leaves behind goes."""

    def __init__(self, furnished: Path, folder: Path, simulator: Simulator):
        shutil.copytree(furnished, folder, dirs_exist_ok=True)
        self.furnished = furnished
        self.folder = folder
        self.simulator = simulator
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = Environment(
            folder,
            BOXHOLDER_URL=self.url,
            BOXHOLDER_BIND=f"127.0.0.1:{self.port}",
            BOXHOLDER_DEMO="1",  # e-mails become files
            BOXHOLDER_WEB_WORKERS="1",
            BOXHOLDER_SWEEP_SECONDS="1",
            STRIPE_SIMULATOR_URL=simulator.url,
        )
        self.processes: dict[str, AnyProcess] = {}
        self._console: AnyProcess | None = None

    def open(self) -> "House":
        """With everyone in it, and nothing that happened before."""
        self.stop("worker")
        self._forget()
        self._start("worker")
        if "web" not in self.processes:
            self._start("web")
        assert wait_until(lambda: answers(f"{self.url}/health/"), seconds=40), self.logs()
        return self

    def close(self) -> None:
        for command in list(self.processes):
            self.stop(command)
        if self._console:
            stop(self._console)

    def stop(self, command: str) -> None:
        if process := self.processes.pop(command, None):
            stop(process)

    def _start(self, command: str) -> None:
        self.processes[command] = self.environment.start(command)

    def _forget(self) -> None:
        """Into the database as it lies there, so that the web server's connections to it see the new one."""
        with (
            closing(sqlite3.connect(self.furnished / DATABASE)) as furnished,
            closing(sqlite3.connect(self.folder / DATABASE, timeout=20)) as database,
        ):
            furnished.backup(database)
        for left_behind in ("mail", "files"):
            shutil.rmtree(self.folder / left_behind, ignore_errors=True)
        for queue in self.folder.glob("queue-*.sqlite3"):
            with closing(sqlite3.connect(queue, timeout=20)) as tasks, tasks:
                for table in ("task", "schedule", "kv"):
                    tasks.execute(f"DELETE FROM {table}")
        for log in self.folder.glob("*.log"):
            log.write_bytes(b"")

    def logs(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text(errors='replace')}" for log in self.folder.glob("*.log"))

    def shell(self, code: str) -> str:
        """Python inside this installation: `house.shell("print(Invoice.objects.count())")`, models at hand."""
        models = "from boxholder.accounts.models import *; from boxholder.operators.models import *; "
        models += "from boxholder.mailboxes.models import *; from boxholder.billing.models import *; "
        return self._ask(models + code)

    def _ask(self, code: str) -> str:
        console = self._console = self._console or self.environment.talk("tests.support.console")
        assert console.stdin
        assert console.stdout
        console.stdin.write(json.dumps(code) + "\n")
        console.stdin.flush()
        answer = json.loads(console.stdout.readline() or '{"failed": "The console ended."}')
        assert "failed" not in answer, answer["failed"]
        return answer["printed"]

    def connect(self, slug: str = "harbor") -> None:
        """This operator bills with the simulator's fresh account, in test mode."""
        keys = self.simulator.keys
        self.shell(
            f"from tests.support.connected import connect; connect(Operator.objects.get(slug={slug!r}), "
            f"{self.simulator.account!r}, {keys['publishable']!r}, {keys['restricted']!r})"
        )

    def mails(self, to: str = "") -> list[EmailMessage]:
        """Everything delivered, oldest first."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        return [mail for file in files for mail in _messages(file) if to in mail["To"]]

    def mail(self, to: str, *, about: str = "", seconds: float = 20) -> EmailMessage:
        """The newest e-mail to this person with these words in its subject, as soon as it is there."""

        def newest() -> EmailMessage | None:
            found = [mail for mail in self.mails(to) if about.lower() in mail["Subject"].lower()]
            return found[-1] if found else None

        mail = wait_until(newest, seconds=seconds)
        assert mail, (
            f"No e-mail about {about!r} to {to}; there are {[m['Subject'] for m in self.mails()]}\n{self.logs()}"
        )
        return mail

    def log_in(self, page, who: str, *, operator: str = "harbor", password: str = PASSWORD) -> None:
        """Through the log-in page, as people do: `house.log_in(page, "olivia@harbor.example")`."""
        page.goto(f"{self.url}/{operator}/account/login/")
        page.locator("input[type=email]").fill(who)
        page.locator("input[type=password]").fill(password)
        page.locator("form[method=post]:has(input[type=password]) button").last.click()
        page.wait_for_url(lambda url: "/account/login/" not in url)


def _messages(file: Path) -> list[EmailMessage]:
    """Django's file backend writes one message after the other, each closed with a line of dashes."""
    parts = file.read_bytes().split(b"-" * 79)
    return [email.message_from_bytes(part.strip(), policy=email.policy.default) for part in parts if part.strip()]  # type: ignore[misc]
