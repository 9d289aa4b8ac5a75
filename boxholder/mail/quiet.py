"""A thread that stands back: what runs in it gets the processor when nobody else wants it.

On Linux each thread has a priority of its own, and the threads a library starts from here inherit it. Elsewhere it
runs like any other.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

NICENESS = 10


def run(work: Callable, *given) -> Any:
    """Its result; whoever calls waits."""
    return _executor().submit(work, *given).result()


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="quiet", initializer=_stand_back)


def _stand_back() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
