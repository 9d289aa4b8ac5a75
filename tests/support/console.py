"""Python inside an installation, for many questions: starting it takes longer than the answer.

A line of JSON in: the code. A line out: {"printed": …} or {"failed": the traceback}. See `House.shell`.
"""

import contextlib
import io
import json
import sys
import traceback

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402


def answer(code: str) -> dict[str, str]:
    # The database may have been filled anew since.
    ContentType.objects.clear_cache()
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {})
    except Exception:
        return {"failed": traceback.format_exc()}
    return {"printed": printed.getvalue().rstrip("\n")}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
