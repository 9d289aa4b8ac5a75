"""What can be asked about a piece, and what has to be known for it."""

from boxholder.billing.models import RequestKind

# A mailroom cannot do with an address what it was not given.
NEEDS_ADDRESS = {RequestKind.FORWARD, RequestKind.LOCAL_DELIVERY}
NEEDS_DATE = {RequestKind.HOLD}
# Nobody can undo these: they are asked about twice.
ENDS_IT = {RequestKind.SHRED, RequestKind.RECYCLE, RequestKind.RETURN_TO_SENDER}

ICONS = {
    RequestKind.OPEN_AND_SCAN: "scan-text",
    RequestKind.FORWARD: "send",
    RequestKind.LOCAL_DELIVERY: "bike",
    RequestKind.ONSITE_PICKUP: "hand",
    RequestKind.SHRED: "scissors",
    RequestKind.RECYCLE: "recycle",
    RequestKind.RETURN_TO_SENDER: "undo-2",
    RequestKind.HOLD: "archive",
    RequestKind.DEPOSIT_CHEQUE: "landmark",
}


def kinds_for(items) -> list[RequestKind]:
    """What fits all of these pieces: only a cheque is deposited, and a parcel is neither shredded nor recycled."""
    kinds = list(RequestKind)
    if not all(item.type == item.Type.CHEQUE for item in items):
        kinds.remove(RequestKind.DEPOSIT_CHEQUE)
    if any(item.is_package for item in items):
        kinds.remove(RequestKind.SHRED)
        kinds.remove(RequestKind.RECYCLE)
    return kinds
