"""config.settings in a data folder of its own, which goes when the tests end."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="boxholder-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ.update({"BOXHOLDER_DATA": _data, "BOXHOLDER_STATIC_UNHASHED": "1"})
# Playwright keeps an event loop in this thread; Django would take that for a reason to refuse queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for name in ("BOXHOLDER_URL", "BOXHOLDER_DEBUG", "BOXHOLDER_DEMO", "BOXHOLDER_DATABASE_ENGINE", "STRIPE_SIMULATOR_URL"):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASE_URL, DATABASES  # noqa: E402

ALLOWED_HOSTS = ["*"]
# Each test's browser would begin by looking through all static files; so one is looked for when it is asked for.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, and only here
if not DATABASE_URL:
    # A file as in production: in memory, threads would share one cache and its table locks.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA_DIR}/test.sqlite3"}  # type: ignore[assignment]
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread's connection left open would keep the test database
