from boxholder.queues import rest


@rest.task()
def deliver(email_id: str) -> None:
    from boxholder.notifications.delivery import deliver_email

    deliver_email(email_id)


def sweep(now) -> None:
    """Wake what is due: mail that waited for its next try, or whose worker died."""
    from boxholder.notifications.delivery import give_up_on_doubtful
    from boxholder.notifications.models import OutboxEmail

    give_up_on_doubtful(now)
    # Announcements last: a receipt must not wait behind thousands of them.
    due = OutboxEmail.objects.due(now).order_by("at_most_once", "next_try_at")
    for email_id, at_most_once in due.values_list("pk", "at_most_once")[:200]:
        wake(str(email_id), at_most_once=at_most_once)


def wake(email_id: str, *, at_most_once: bool) -> None:
    """Let the worker deliver it: announcements after everything else, for they come by the thousand."""
    deliver(email_id, priority=-10 if at_most_once else 0)
