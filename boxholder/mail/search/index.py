"""Making the index, and keeping it true.

The database keeps it by itself (`watching.py`). What would take too long to do at once is left in SearchBacklog, and
the worker does it, newest pieces first. After a migration, or where something else is searched, that is everything.
"""

from hashlib import sha256
from types import ModuleType

from django.db import connections, transaction

from boxholder.mail.search import postgres, sqlite
from boxholder.mail.search.watching import Change, after

AT_ONCE = 500


def install(using: str = "default", *, afresh: bool = False) -> None:
    """Safe to run again. `afresh`: put everything anew all the same."""
    from boxholder.mail.models import SearchBacklog, SearchIndex

    known = SearchIndex.objects.using(using).filter(fingerprint=_fingerprint(using)).exists()
    if not known:
        _run(using, _engine(using).create())
        SearchIndex.objects.using(using).all().delete()
        SearchIndex.objects.using(using).create(fingerprint=_fingerprint(using))
    unwatch(using)
    watch(using)
    if afresh or not known:
        SearchBacklog.objects.db_manager(using).put_everything()


def watch(using: str = "default") -> None:
    engine = _engine(using)
    _run(using, engine.watch(using) if engine is postgres else engine.watch())


def unwatch(using: str = "default") -> None:
    """Nothing keeps the index until `watch`. A table that a view or a trigger names cannot be rebuilt."""
    _run(using, _engine(using).unwatch())


def put(pieces: list[int], using: str = "default") -> None:
    if pieces:
        _engine(using).put(pieces, using)


@transaction.atomic
def carry_on() -> bool:
    """The next AT_ONCE pieces of the backlog; False where nothing was due. Two at once do it one after the other."""
    from boxholder.mail.models import MailItem, SearchBacklog

    todo = SearchBacklog.objects.select_for_update().order_by("pk").first()
    if todo is None:
        return False
    items = MailItem.objects.filter(pk__lt=todo.below).order_by("-pk")
    if todo.mailbox_id is not None:
        items = items.filter(mailbox=todo.mailbox_id)
    pieces = list(items.values_list("pk", flat=True)[:AT_ONCE])
    put(pieces)
    if len(pieces) < AT_ONCE:
        todo.delete()
    else:
        todo.below = pieces[-1]
        todo.save(update_fields=["below"])
    return True


def _engine(using: str) -> ModuleType:
    return postgres if connections[using].vendor == "postgresql" else sqlite


def _fingerprint(using: str) -> str:
    """Of all that decides what stands in the index."""
    engine = _engine(using)
    parts = [*engine.create(), engine.SOURCE, *(map(repr, after())), str(Change.AT_ONCE), getattr(engine, "FOLD", "")]
    return sha256("\n".join(parts).encode()).hexdigest()


def _run(using: str, statements) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            # Without parameters, so that a % in it is only a %.
            cursor.execute(statement)
