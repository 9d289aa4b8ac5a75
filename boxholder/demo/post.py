"""What arrives at Harbor Mail: made up, the same on every machine.

ARRIVED lies in the mailroom when the demo begins; TO_BE_DROPPED are twenty photographs to try the intake with.
"""

from dataclasses import dataclass

from boxholder.demo.envelopes import Envelope

DOCK = ("12 Dock Street", "Brooklyn, NY 11201")
PIER = ("7 Harbor Pier", "Long Beach, CA 90802")
WATER = ("Brooklyn Water Board", "PO Box 41", "Brooklyn, NY 11202")
CLAY = ("Clay Supply Co.", "88 Kiln Road", "Trenton, NJ 08601")
CLERK = ("County Clerk", "360 Adams Street", "Brooklyn, NY 11201")
BANK = ("First Harbor Bank", "1 Exchange Place", "New York, NY 10005")
TAX = ("Department of Taxation", "PO Box 5045", "Albany, NY 12205")
BOOKS = ("Paper Lantern Books", "14 Mill Lane", "Portland, OR 97209")
PHONE = ("Atlantic Telephone", "PO Box 900", "Newark, NJ 07101")
SAILS = ("Windward Sailcloth", "3 Chandlers Wharf", "Newport, RI 02840")


def dock(pmb: str, *names: str) -> tuple[str, ...]:
    return (*names, f"{DOCK[0]} PMB {pmb}", DOCK[1])


def pier(pmb: str, *names: str) -> tuple[str, ...]:
    return (*names, f"{PIER[0]} #{pmb}", PIER[1])


@dataclass(frozen=True)
class Arrival:
    """`pmb` None: nobody has said yet whose it is. `became`: here, picked_up or returned."""

    pmb: str | None
    days_ago: int
    type: str
    envelope: Envelope
    became: str = "here"


def letter(sender: tuple[str, ...], recipient: tuple[str, ...], mark: str = "") -> Envelope:
    return Envelope("letter", sender, recipient, mark=mark)


def large(sender: tuple[str, ...], recipient: tuple[str, ...], mark: str = "") -> Envelope:
    return Envelope("large", sender, recipient, mark=mark)


def parcel(sender: tuple[str, ...], recipient: tuple[str, ...], carrier: str, tracking: str) -> Envelope:
    return Envelope("parcel", sender, recipient, carrier, tracking)


def magazine(title: str, issue: str, recipient: tuple[str, ...]) -> Envelope:
    return Envelope("magazine", (title, issue), recipient)


ROSA = ("Reyes Ceramics LLC", "Rosa Reyes")
ARRIVED = [
    Arrival("101", 41, "letter", letter(TAX, dock("101", *ROSA))),
    # On Plus a parcel is free for 20 days: this one costs something by now, and the next is about to.
    Arrival("101", 27, "parcel", parcel(SAILS, dock("101", *ROSA), "USPS PRIORITY", "9400111202555810344304")),
    Arrival("101", 18, "oversize", parcel(CLAY, dock("101", *ROSA), "FEDEX GROUND", "")),
    Arrival("101", 23, "parcel", parcel(CLAY, dock("101", *ROSA), "UPS GROUND", "1Z84R2A70390418720"), "picked_up"),
    Arrival("101", 16, "letter", letter(BANK, dock("101", *ROSA), "DO NOT FOLD")),
    Arrival("101", 9, "magazine", magazine("Kiln & Glaze", "Autumn issue", dock("101", *ROSA))),
    Arrival("101", 3, "letter", letter(WATER, dock("101", *ROSA))),
    Arrival("101", 1, "parcel", parcel(CLAY, dock("101", *ROSA), "UPS GROUND", "1Z84R2A70390418739")),
    Arrival("102", 12, "letter", letter(PHONE, dock("102", "Ben Brooks"))),
    Arrival("102", 5, "legal", letter(CLERK, dock("102", "Benjamin Brooks"), "CERTIFIED MAIL")),
    Arrival("103", 8, "large_envelope", large(BANK, dock("103", "Okafor Design Studio"))),
    Arrival("104", 15, "letter", letter(TAX, dock("104", "Brightline Imports Inc."))),
    Arrival("104", 6, "parcel", parcel(SAILS, dock("104", "Chen Wu"), "USPS PRIORITY", "9400111202555810344717")),
    Arrival("104", 2, "letter", letter(BANK, dock("104", "Brightline Imports Inc.", "Attn: Chen Wu"))),
    Arrival("107", 10, "large_envelope", large(CLERK, dock("107", "Grant & Daughters LLC"))),
    Arrival("112", 20, "parcel", parcel(BOOKS, dock("112", "Tanaka Paper Goods"), "FEDEX GROUND", ""), "picked_up"),
    Arrival("114", 4, "legal", large(CLERK, dock("114", "Silva Legal PLLC", "Attn: Marta Silva"), "LEGAL DOCUMENTS")),
    Arrival("118", 30, "letter", letter(PHONE, dock("118", "Former Tenant")), "returned"),
    Arrival("203", 7, "magazine", magazine("Small Boats", "No. 142", pier("203", "Lindqvist Boatworks"))),
    Arrival("212", 11, "letter", letter(BANK, pier("212", "Adriatic Foods Inc."))),
    Arrival(None, 0, "", letter(BANK, dock("109", "Blue Door Coffee LLC"))),
    Arrival(None, 0, "", parcel(BOOKS, dock("119", "Raj Patel"), "UPS GROUND", "1Z84R2A70390522107")),
    Arrival(None, 0, "", letter(WATER, ("Northwind Translations", *DOCK))),
    Arrival(None, 0, "", large(TAX, dock("117", "Lotus Software Inc."))),
]
TO_BE_DROPPED = [
    letter(WATER, dock("101", *ROSA)),
    letter(PHONE, dock("102", "Ben Brooks")),
    letter(BANK, dock("103", "Amara Okafor")),
    letter(TAX, dock("104", "Brightline Imports Inc.")),
    letter(BANK, ("Dilan Yilmaz", f"{DOCK[0]} #105", DOCK[1])),
    large(CLERK, dock("106", "Northwind Translations")),
    parcel(CLAY, dock("101", *ROSA), "UPS GROUND", "1Z84R2A70390603314"),
    letter(PHONE, ("Grace Kim", "PMB 108", *DOCK)),
    letter(WATER, ("BLUE DOOR COFFEE", *DOCK)),
    magazine("Cyclist", "Winter issue", dock("111", "Jamal Carter")),
    letter(BANK, dock("113", "L. Murphy")),
    large(TAX, dock("114", "Silva Legal PLLC"), "CERTIFIED MAIL"),
    parcel(BOOKS, dock("115", "Weiss Photography"), "UPS GROUND", "1Z84R2A70390771204"),
    letter(PHONE, dock("117", "Lotus Software Inc", "Priya Nair")),
    letter(WATER, dock("119", "Patel Wholesale")),
    letter(BANK, ("Marino Bakery Suply", *DOCK)),
    letter(TAX, dock("122", "Desai Consulting"), "SECOND NOTICE"),
    letter(CLERK, ("Nobody We Know", *DOCK)),
    letter(PHONE, dock("101", "Ben Brooks")),
    parcel(SAILS, dock("104", "Chen Wu"), "USPS PRIORITY", "9400111202555810344885"),
]
# From the scanner, a page for each.
TO_BE_SCANNED = [
    letter(TAX, dock("107", "Grant & Daughters LLC")),
    letter(WATER, dock("110", "Ingrid Larsen")),
    letter(BANK, dock("120", "Marino Bakery Supply")),
]
