"""Where a carrier tells how far a parcel has come."""

from urllib.parse import quote

from boxholder.mail.models import MailItem, Parcel

Carrier = MailItem.Carrier

PAGES = {
    Carrier.USPS: "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    Carrier.UPS: "https://www.ups.com/track?tracknum={}",
    Carrier.FEDEX: "https://www.fedex.com/fedextrack/?trknbr={}",
    Carrier.DHL: "https://www.dhl.com/en/express/tracking.html?AWB={}",
    Carrier.AMAZON: "https://track.amazon.com/tracking/{}",
}


def tracking_url(item: MailItem) -> str:
    """Of what arrived. Empty where there is no number, or the carrier has no page for it."""
    return _page(item.carrier, item.tracking_number)


def sent_url(parcel: Parcel | None) -> str:
    """Of what was sent on; empty as above."""
    return _page(parcel.carrier, parcel.tracking_number) if parcel else ""


def _page(carrier: str, tracking_number: str) -> str:
    number = "".join(tracking_number.split())
    page = PAGES.get(Carrier(carrier)) if carrier and number else None
    return page.format(quote(number, safe="")) if page else ""
