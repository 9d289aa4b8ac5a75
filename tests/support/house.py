"""A house: the product as it runs at an operator's, in real processes, with the whole cast in its database."""

import email
import email.policy
import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

from tests.cast import PASSWORD
from tests.support.processes import Environment, answers, free_port, stop, wait_until
from tests.support.simulator import Simulator


def furnish(folder: Path) -> None:
    """A migrated database with everyone in it; each house begins as a copy."""
    environment = Environment(folder)
    environment.run("migrate")
    environment.shell("from tests.cast import everyone; everyone()")


class House:
    def __init__(self, furnished: Path, folder: Path, simulator: Simulator, **variables: str):
        shutil.copytree(furnished, folder, dirs_exist_ok=True)
        self.folder = folder
        self.simulator = simulator
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = Environment(
            folder,
            **{
                "BOXHOLDER_URL": self.url,
                "BOXHOLDER_BIND": f"127.0.0.1:{self.port}",
                "BOXHOLDER_DEMO": "1",  # e-mails become files
                "BOXHOLDER_WEB_WORKERS": "1",
                "BOXHOLDER_SWEEP_SECONDS": "1",
                "STRIPE_SIMULATOR_URL": simulator.url,
                **variables,
            },
        )
        self.processes: dict[str, subprocess.Popen] = {}

    def open(self) -> "House":
        for command in ("web", "worker"):
            self.start(command)
        assert wait_until(lambda: answers(f"{self.url}/health/"), seconds=40), self.logs()
        return self

    def start(self, command: str) -> None:
        self.processes[command] = self.environment.start(command)

    def kill(self, command: str) -> None:
        """As a power cut would."""
        process = self.processes.pop(command)
        process.kill()
        process.wait()

    def close(self) -> None:
        for process in self.processes.values():
            stop(process)

    def logs(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text(errors='replace')}" for log in self.folder.glob("*.log"))

    def shell(self, code: str) -> str:
        """Python inside this installation: `house.shell("print(Invoice.objects.count())")`, models at hand."""
        models = "from boxholder.accounts.models import *; from boxholder.operators.models import *; "
        models += "from boxholder.mailboxes.models import *; from boxholder.billing.models import *; "
        return self.environment.shell(models + code)

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
