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
    for email_id in OutboxEmail.objects.due(now).values_list("pk", flat=True)[:200]:
        deliver(str(email_id))
