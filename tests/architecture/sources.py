"""The project's own files, for the tests that read them."""

import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "boxholder"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def templates() -> list[Path]:
    return sorted(path for path in PRODUCT.glob("**/templates/**/*") if path.suffix in {".html", ".txt"})


def pages() -> list[Path]:
    """Templates a browser sees; e-mails are not under the Content-Security-Policy."""
    return [path for path in templates() if path.suffix == ".html" and "emails" not in path.parts]


def spoken(paths: list[Path]) -> list[Path]:
    """Without the specimen of the shared look: only who works on it sees that."""
    return [path for path in paths if "specimen" not in {*path.parts, path.stem}]


def python_files() -> list[Path]:
    return sorted(path for path in PRODUCT.glob("**/*.py") if "migrations" not in path.parts)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for line in listed.stdout.split("\0") if line and (path := ROOT / line).is_file()]


def rooms() -> list[list[str]]:
    """The layers of the import contract, top to bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = next(each for each in settings["tool"]["importlinter"]["contracts"] if each["id"] == "rooms")
    return [layer.strip("()").replace(":", "|").replace(" ", "").split("|") for layer in contract["layers"]]
