"""A toast that can be taken back. The address travels in the message's tags, the only place Django keeps for it."""

from django.contrib import messages

UNDO = "undo:"


def undoable(request, text, undo_url: str) -> None:
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}")


def undo_url(message) -> str:
    return (message.extra_tags or "").partition(UNDO)[2]
