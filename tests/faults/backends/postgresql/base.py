from django.db.backends.postgresql import base

from tests.faults.backends.counting import CountsCommits


class DatabaseWrapper(CountsCommits, base.DatabaseWrapper):
    pass
