"""Where a carrier tells how far a parcel has come."""

from urllib.parse import quote

from boxholder.mail.models import MailItem

Carrier = MailItem.Carrier

PAGES = {
    Carrier.USPS: "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    Carrier.UPS: "https://www.ups.com/track?tracknum={}",
    Carrier.FEDEX: "https://www.fedex.com/fedextrack/?trknbr={}",
    Carrier.DHL: "https://www.dhl.com/en/express/tracking.html?AWB={}",
    Carrier.AMAZON: "https://track.amazon.com/tracking/{}",
}


def tracking_url(item: MailItem) -> str:
    """Empty where there is no number, or the carrier has no page for it."""
    number = "".join(item.tracking_number.split())
    page = PAGES.get(Carrier(item.carrier)) if item.carrier and number else None
    return page.format(quote(number, safe="")) if page else ""
