from django.db.backends.sqlite3 import base

from tests.faults.backends.counting import CountsCommits


class DatabaseWrapper(CountsCommits, base.DatabaseWrapper):
    pass
