"""The reader as a process of its own: pictures come in on stdin, each behind its length; what stands on them goes out,
a line of JSON for each. It ends when whoever feeds it does.

On its own, because reading holds the interpreter for long and takes all processors it can get: here it delays nobody,
and a picture that brings a decoder down takes nothing else along.
"""

import io
import json
import os
import signal
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

from PIL import Image

from boxholder.mail.recognition.reader import BARCODE_SIDE, read

LENGTH = struct.Struct(">Q")
NICENESS = 10


def main(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # Ctrl-C in a terminal is for the worker; it tells us by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):  # nobody waits for the answer any more
        while head := incoming.read(LENGTH.size):
            data = incoming.read(LENGTH.unpack(head)[0])
            outgoing.write(json.dumps(answer(data)).encode() + b"\n")
            outgoing.flush()


def answer(data: bytes) -> dict:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            # A JPEG is decoded at a fraction of its size where that is all that is looked at.
            image.draft("RGB", (BARCODE_SIDE, BARCODE_SIDE))
            image.load()
            return {"label": read(image).to_json()}
    except (OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        return {"broken": str(error)}


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
