"""The console command `boxholder`; `python -m boxholder` is the same."""

import argparse
import io
import os
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    options = _parser().parse_args(arguments)
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="boxholder", description="A self-hosted virtual-mailbox platform.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for run, name, does in (
        (migrate, "migrate", "prepare the database, the cache table and the static files for this version"),
        (web, "web", "serve the web site"),
        (worker, "worker", "run the tasks in the background"),
        (rotate_keys, "rotate-keys", "seal every stored secret with the first key of BOXHOLDER_SECRETS_KEYS"),
        (demo, "demo", "run everything with a demo operator and the Stripe simulator"),
    ):
        commands.add_parser(name, help=does, description=does).set_defaults(run=run)
    _add_backup_and_restore(commands)
    return parser


def _add_backup_and_restore(commands) -> None:
    does = (
        "write the data and the pictures, and the keys if asked for, into one file; the installation may run meanwhile"
    )
    saving = commands.add_parser("backup", help=does, description=does)
    saving.add_argument("file", type=Path, metavar="FILE")
    with_keys = "the keys, too: whoever has the file can open the stored secrets"
    saving.add_argument("--with-keys", action="store_true", help=with_keys)
    without = "leave the pictures out, where you copy the folder `files` some other way"
    saving.add_argument("--without-pictures", action="store_true", help=without)
    saving.set_defaults(run=backup)
    does = "put the data of a backup in place; billing then asks Stripe first what it did since"
    restoring = commands.add_parser("restore", help=does, description=does)
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.add_argument("--force", action="store_true", help="replace the data that is there")
    restoring.set_defaults(run=restore)


def migrate(options: argparse.Namespace) -> None:
    from django.conf import settings

    call = _django()
    call("migrate", interactive=False)
    call("createcachetable")
    if not settings.WHITENOISE_USE_FINDERS:
        call("collectstatic", interactive=False, verbosity=0)
    _say_where_to_begin()


def web(options: argparse.Namespace) -> None:
    """Granian takes the place of this process, so signals reach it directly."""
    _start_checked()
    _say_where_to_begin()
    host, _, port = os.environ.get("BOXHOLDER_BIND", "127.0.0.1:8000").rpartition(":")
    processes = os.environ.get("BOXHOLDER_WEB_WORKERS", "2")
    threads = os.environ.get("BOXHOLDER_WEB_THREADS", "4")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port]
    command += ["--workers", processes, "--blocking-threads", threads, "--respawn-failed-workers"]
    command += ["--no-ws", "--log-level", "warning", "config.wsgi:application"]
    _say_that_it_runs()
    os.execv(sys.executable, command)


def worker(options: argparse.Namespace) -> None:
    _start_checked()
    _say_that_it_runs()
    from boxholder.worker import Worker

    Worker().run()


def rotate_keys(options: argparse.Namespace) -> None:
    _django()
    from boxholder.billing.stripe_gateway.rotation import reseal_everything
    from boxholder.encryption import SecretUnreadable

    try:
        resealed = reseal_everything()
    except SecretUnreadable as error:
        sys.exit(f"Nothing was changed: {error}")
    print(f"{resealed} stored secrets are sealed with the first key now; the other keys may go.")


def backup(options: argparse.Namespace) -> None:
    _django()
    from boxholder.backup import words
    from boxholder.backup.backup import backup
    from boxholder.backup.errors import BackupFailed

    try:
        manifest = backup(options.file.resolve(), with_keys=options.with_keys, with_files=not options.without_pictures)
    except BackupFailed as error:
        sys.exit(f"No backup was made. {error}")
    print(words.of_backup(options.file, manifest))


def restore(options: argparse.Namespace) -> None:
    _django()
    from boxholder.backup import words
    from boxholder.backup.errors import RestoreRefused
    from boxholder.backup.restore import restore

    try:
        restored = restore(options.file.resolve(), force=options.force, migrate=lambda: migrate(options))
    except RestoreRefused as error:
        sys.exit(f"Nothing was restored. {error}")
    print(words.of_restore(restored))


def demo(options: argparse.Namespace) -> None:
    from boxholder.demo.run import run

    sys.exit(run())


def _django():
    import django
    from django.core.management import call_command

    django.setup()
    return call_command


def _say_where_to_begin() -> None:
    """While there is no operator: the link to the first page, with the word that only who runs the server can know."""
    from django.conf import settings
    from django.db import DatabaseError

    from boxholder.operators import setup_token

    try:
        is_needed = not settings.DEMO and setup_token.is_needed()
    except DatabaseError:
        sys.exit("The database is not prepared for this version. Run `boxholder migrate` first.")
    if is_needed:
        print(f"There is no mailroom here yet. Set up the first one at\n\n    {setup_token.link()}\n", flush=True)


def _say_that_it_runs() -> None:
    """To `boxholder restore`, for as long as this process lives."""
    from boxholder.backup.running import hold_lock

    hold_lock()


def _start_checked() -> None:
    """What is set up wrongly says so now, not at the first request."""
    from django.core.management.base import SystemCheckError

    try:
        _django()("check", databases=["default"], stdout=io.StringIO())
    except SystemCheckError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
