"""What a page shows of the parcel in which something went out; for both doors."""

from dataclasses import dataclass

from boxholder.mail.carrier_pages import sent_url
from boxholder.mail.models import ActionRequest, PackingPhoto, Parcel


@dataclass(frozen=True)
class Packed:
    """`door`: "desk" or "renter"; `together`: what else was in it, of what is still the mailbox's."""

    parcel: Parcel
    door: str
    together: list[ActionRequest]

    @property
    def tracking_url(self) -> str:
        return sent_url(self.parcel)

    @property
    def photos(self) -> list[PackingPhoto]:
        photo = getattr(self.parcel, "photo", None)
        return [photo] if photo and photo.large else []

    @property
    def photo_url_name(self) -> str:
        return f"{self.door}:packing_photo"

    @property
    def request_url_name(self) -> str:
        return f"{self.door}:request"


def packed(asked: ActionRequest | None, door: str) -> Packed | None:
    """None where it did not go out in a parcel."""
    if asked is None or asked.parcel is None:
        return None
    return Packed(asked.parcel, door, list(asked.parcel.along_with(asked)))
