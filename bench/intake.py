"""How many photographs a minute a mailroom can take in: pieces per second, and how long each sender waits.

    .venv/bin/python -m bench.intake 200                                          # SQLite
    .venv/bin/python -m tests.on_postgres .venv/bin/python -m bench.intake 200    # PostgreSQL

A web server of its own with two processes, as `boxholder web` starts it, and three senders at a time, as the page has:
each sends 12-megapixel JPEGs over HTTP, one after the other. A piece is done when it is on the disk, upright, stripped,
in two sizes, with its rows committed. Nothing is read meanwhile: that is the worker's, on what it is given.
"""

import io
import os
import random
import statistics
import struct
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from PIL import Image, ImageDraw, ImageFont

from tests.support.processes import Environment, answers, free_port, stop, wait_until

SENDERS = 3
PROCESSES = 2
WIDTH, HEIGHT = 4032, 3024
LOG_IN = ("carl@harbor.example", "correct horse battery staple")
PREPARE = "from tests.cast import *; harbor = make_harbor(); make_dock(harbor); make_carl(harbor)"


def main(count: int) -> None:
    photograph = make_photograph()
    print(f"{count} photographs of {WIDTH} × {HEIGHT}, {len(photograph) / 1e6:.1f} MB each", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = Environment(Path(folder), **_variables(port))
        environment.run("migrate")
        environment.shell(PREPARE)
        web = environment.start("web")
        try:
            url = f"http://localhost:{port}"
            assert wait_until(lambda: answers(f"{url}/health/"), seconds=60)
            _measure(f"{url}/harbor", photograph, count, web.pid)
        finally:
            stop(web)


def _variables(port: int) -> dict[str, str]:
    variables = {
        "BOXHOLDER_URL": f"http://localhost:{port}",
        "BOXHOLDER_BIND": f"127.0.0.1:{port}",
        "BOXHOLDER_WEB_WORKERS": str(PROCESSES),
    }
    if database := os.environ.get("DATABASE_URL"):
        variables["DATABASE_URL"] = database
    return variables


def make_photograph() -> bytes:
    """An envelope on a table: as large, and as hard to compress, as what a phone makes."""
    photo = Image.merge("RGB", [Image.effect_noise((WIDTH, HEIGHT), 24) for _channel in range(3)])
    draw = ImageDraw.Draw(photo)
    draw.rectangle((500, 500, 3500, 2500), fill=(236, 231, 220))
    words = "Reyes Ceramics LLC\n12 Dock Street PMB 101\nBrooklyn, NY 11201"
    draw.multiline_text((1500, 1300), words, fill=0, font=ImageFont.load_default(90))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=90, exif=_held_sideways())
    return out.getvalue()


def _held_sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def another(photograph: bytes) -> bytes:
    """The same pixels as other bytes: a comment behind the first marker."""
    comment = random.randbytes(16)
    return photograph[:2] + struct.pack(">BBH", 0xFF, 0xFE, len(comment) + 2) + comment + photograph[2:]


def _measure(url: str, photograph: bytes, count: int, pid: int) -> None:
    senders = [_log_in(url) for _n in range(SENDERS)]
    for sender in senders:
        _send(url, sender, photograph)  # every process is warm
    busy, began = _processor_seconds(pid), time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as pool:
        waits = list(pool.map(lambda n: _send(url, senders[n % SENDERS], photograph), range(count)))
    took, busy = time.perf_counter() - began, _processor_seconds(pid) - busy
    print(f"{count / took:6.1f} pieces per second, {1000 * busy / count:.0f} ms of a processor each")
    print(f"{1000 * statistics.median(waits):6.0f} ms a sender waits at the median, {1000 * max(waits):.0f} at most")


def _log_in(url: str) -> requests.Session:
    session = requests.Session()
    page = f"{url}/account/login/"
    session.get(page)
    token = session.cookies["csrftoken"]
    answer = session.post(page, {"login": LOG_IN[0], "password": LOG_IN[1], "csrfmiddlewaretoken": token})
    assert "/account/login/" not in answer.url, "the log-in was refused"
    return session


def _send(url: str, session: requests.Session, photograph: bytes) -> float:
    began = time.perf_counter()
    answer = session.post(
        f"{url}/desk/mail/intake/files/",
        files={"file": ("IMG.jpg", another(photograph), "image/jpeg")},
        headers={"X-CSRFToken": session.cookies["csrftoken"]},
    )
    assert answer.status_code == 201, answer.text
    return time.perf_counter() - began


def _processor_seconds(pid: int) -> float:
    """Of the server and its processes, from Linux's /proc; 0 elsewhere."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(path.parent.name) == pid or int(fields[1]) == pid:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
