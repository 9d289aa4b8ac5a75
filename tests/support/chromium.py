"""A Chromium for the browser journeys: the machine's own, or one fetched now."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

# Debian's Chromium without what only a screen needs: the same pages for much less of the processor's time.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class Unobtainable(Exception):
    """There is no Chromium, and none could be fetched. Install one, or name it in BOXHOLDER_CHROMIUM."""

    def __str__(self) -> str:
        return f"{self.__doc__}\n{super().__str__()}"


def find() -> str | None:
    if named := os.environ.get("BOXHOLDER_CHROMIUM"):
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and MAC.exists():
        found = str(MAC)
    return found or _playwrights_own()


def get() -> str:
    """The path of a Chromium that starts, fetched where there is none."""
    if found := find():
        return _that_starts(found)
    print("… There is no Chromium here; fetching one", flush=True)
    try:
        _fetch()
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unobtainable(f"Fetching it said: {error}") from error
    if found := find():
        return _that_starts(found)
    raise Unobtainable("What was fetched holds none.")


def _fetch() -> None:
    if _is_debian() and os.geteuid() == 0:
        _apt_get("update")
        try:
            _apt_get("install", "-y", "--no-install-recommends", HEADLESS)
        except subprocess.CalledProcessError:  # an older Debian has no such package
            _apt_get("install", "-y", "--no-install-recommends", "chromium")
        return
    with_libraries = ["--with-deps"] if platform.system() == "Linux" and os.geteuid() == 0 else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=True)


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)


def _is_debian() -> bool:
    """Debian itself: elsewhere the package of this name may be an empty one."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    return release["ID"] == "debian" and shutil.which("apt-get") is not None


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def _that_starts(path: str) -> str:
    try:
        subprocess.run([path, "--version"], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unobtainable(f"{path} does not start: {error}") from error
    return path
