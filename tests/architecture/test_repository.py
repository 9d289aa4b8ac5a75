"""What must never be written down in this repository."""

import re

import pytest

from tests.architecture import sources

# Put together here, so that this file does not hold what it forbids. The index is whatever pip is set up to use.
INDEX_HOSTS = re.compile("|".join(rf"{name}\.org" for name in ("py" + "pi", "python" + "hosted", "npm" + "js")))
# Paths of one particular machine.
MACHINE_PATHS = re.compile(r"(?<![\w.*)}-])/(?:work|root|Users)/")
BINARY = {".png", ".jpg", ".webp", ".ico", ".woff2", ".pdf", ".mo", ".heic", ".zip"}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        sources.name(path): path.read_text(encoding="utf-8", errors="replace")
        for path in sources.tracked()
        if path.suffix not in BINARY
    }


@pytest.mark.parametrize("forbidden", [INDEX_HOSTS, MACHINE_PATHS], ids=["index hosts", "paths of one machine"])
def test_nothing_of_the_kind_is_in_the_repository(texts, forbidden):
    found = [f"{name}: {match[0]}" for name, text in texts.items() for match in forbidden.finditer(text)]

    assert found == []


def test_requirements_are_pinned_with_hashes_and_name_no_index(texts):
    locked = {name: text for name, text in texts.items() if re.fullmatch(r"requirements/\w+\.txt", name)}

    assert set(locked) >= {"requirements/base.txt", "requirements/simulator.txt", "requirements/dev.txt"}
    for name, text in locked.items():
        packages = re.findall(r"^[A-Za-z][^\n]*", text, re.MULTILINE)
        assert packages
        assert all("==" in package for package in packages), name
        assert text.count("--hash=sha256:") >= len(packages), name
        assert "://" not in text, name
        assert "index-url" not in text, name
