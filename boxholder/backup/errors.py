class BackupFailed(Exception):
    """The backup was not made; nothing was left behind. The sentence says what to do."""


class RestoreRefused(Exception):
    """Nothing was changed. The sentence says what is in the way and what to do."""
