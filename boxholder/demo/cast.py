"""Who rents at Harbor Mail: made up, the same on every machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tenant:
    """One mailbox. `months_ago`: how long before this month it was activated; None where it is still only invited."""

    pmb: str
    name: str
    company: str
    offering: str
    months_ago: int | None
    day: int = 1

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.com"


DOCK_STREET = [
    Tenant("101", "Rosa Reyes", "Reyes Ceramics LLC", "Plus", 14),
    Tenant("102", "Ben Brooks", "", "Basic", 11),
    Tenant("103", "Amara Okafor", "Okafor Design Studio", "Plus", 9),
    Tenant("104", "Chen Wu", "Brightline Imports Inc.", "Pro", 18),
    Tenant("105", "Dilan Yilmaz", "", "Basic", 7, 12),
    Tenant("106", "Elena Petrova", "Northwind Translations", "Plus", 6),
    Tenant("107", "Felix Grant", "Grant & Daughters LLC", "Pro", 16),
    Tenant("108", "Grace Kim", "", "Basic", 5, 20),
    Tenant("109", "Hassan Ali", "Blue Door Coffee LLC", "Plus", 12),
    Tenant("110", "Ingrid Larsen", "", "Basic", 4, 8),
    Tenant("111", "Jamal Carter", "Carter Fitness", "Basic", 10),
    Tenant("112", "Keiko Tanaka", "Tanaka Paper Goods", "Plus", 8),
    Tenant("113", "Liam Murphy", "", "Basic", 3, 17),
    Tenant("114", "Marta Silva", "Silva Legal PLLC", "Pro", 13),
    Tenant("115", "Noah Weiss", "Weiss Photography", "Plus", 6),
    Tenant("116", "Olu Adeyemi", "", "Basic", 2, 5),
    Tenant("117", "Priya Nair", "Lotus Software Inc.", "Pro", 17),
    Tenant("118", "Quinn Foster", "", "Basic", 9),
    Tenant("119", "Raj Patel", "Patel Wholesale LLC", "Plus", 7),
    Tenant("120", "Sofia Marino", "Marino Bakery Supply", "Plus", 4),
    Tenant("121", "Tom Becker", "", "Basic", 1, 14),
    Tenant("122", "Uma Desai", "Desai Consulting", "Pro", 11),
    Tenant("123", "Victor Hugo Ruiz", "", "Basic", 5),
    Tenant("124", "Wren Douglas", "Small Press Collective", "Plus", None),
]

PIER_SEVEN = [
    Tenant("201", "Xavier Dupont", "Dupont Sails LLC", "Plus", 15),
    Tenant("202", "Yara Haddad", "", "Basic", 8),
    Tenant("203", "Zoe Lindqvist", "Lindqvist Boatworks", "Pro", 12),
    Tenant("204", "Abel Mwangi", "Mwangi Tea Company", "Plus", 10),
    Tenant("205", "Bianca Rossi", "", "Basic", 6, 22),
    Tenant("206", "Caleb Stone", "Stone & Tide Surf", "Plus", 5),
    Tenant("207", "Daphne Cole", "", "Basic", 3),
    Tenant("208", "Emil Novak", "Novak Instruments", "Pro", 9),
    Tenant("209", "Farah Aziz", "Aziz Textiles LLC", "Plus", 7),
    Tenant("210", "Gus Hansen", "", "Basic", 2, 9),
    Tenant("211", "Hana Sato", "Sato Ceramics", "Basic", 4),
    Tenant("212", "Ivan Kovac", "Adriatic Foods Inc.", "Pro", 14),
    Tenant("213", "Julia Mendes", "", "Basic", 1, 3),
    Tenant("214", "Kofi Mensah", "Mensah Media", "Plus", 8),
    Tenant("215", "Lena Fischer", "Fischer Books", "Plus", 6),
    Tenant("216", "Mo Rahman", "", "Basic", None),
]
