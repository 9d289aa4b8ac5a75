"""What happened to a piece, latest first, with the signature where somebody signed."""

from dataclasses import dataclass

from boxholder.history.models import Event
from boxholder.mail.models import MailItem, Pickup


@dataclass(frozen=True)
class Step:
    event: Event
    pickup: Pickup | None = None


def trail_of(item: MailItem) -> list[Step]:
    events = list(Event.objects.about(item).reverse())
    pickups = Pickup.objects.filter(operator=item.operator).in_bulk(
        [event.data["pickup"] for event in events if "pickup" in event.data]
    )
    return [Step(event, pickups.get(event.data.get("pickup"))) for event in events]
