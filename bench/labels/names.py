"""Words that made-up people, companies, towns and streets are put together from; nobody is meant.

Renters, senders and strangers draw from lists that share no surname and no first word of a company, so that a name is
in the directory only where the directory says so.
"""

GIVEN = """Adele Alma Amara Anton Arlo Beatriz Benno Bianca Bruno Carla Cecil Chidi Clara Colm Dalia Dario
Della Dmitri Edith Elio Elsa Emeka Enid Esther Fabio Farah Felix Fern Flora Gideon Gilda Greta
Hana Harvey Hedda Hector Ida Ines Irma Ivan Jamal Joan Jonas Judith Kamal Karin Keiko Lars Leila
Leon Lucia Mabel Magnus Marisol Mateo Mina Nadia Nils Nora Odette Olaf Oscar Paloma Petra Priya
Quentin Rafael Ramona Rosa Rufus Sabine Salma Silas Sonja Stefan Tamsin Theo Tilda Umar Ursula
Vera Viktor Wanda Wendell Xenia Yara Yusuf Zelda Zoran""".split()

RENTER_SURNAMES = """Abara Achterberg Albescu Almgren Amsinck Anquetil Arrowood Ashgrove Bagnall Balogun Barraclough
Bexley Birkeland Blackmoor Boateng Bonaventura Bracegirdle Brandvold Brightwater Broderick
Burdock Cadwell Calloway Castellane Chaudhary Clearwell Coldbrook Corrigan Crabtree Dalgaard
Delacroix Devereaux Dragomir Drinkwater Eastlake Eberhart Edgecombe Ekwueme Elderfield Emberton
Fairbairn Farrington Feldspar Fennimore Fitzmaurice Fontanelle Fothergill Galbraith Gantry
Gildersleeve Goldthwait Greenhalgh Grimaldi Grosvenor Gunnarsson Hackenberg Halvorsen Harkness
Hathersage Hellström Hepworth Hollingberry Honeycutt Huckaby Ibrahimovic Inglenook Ironside
Isherwood Jankowski Jellicoe Juniper Kaltenbach Kavanagh Kellerman Kirkbride Klostermann Koroma
Kowalczyk Lachance Langstaff Larkspur Leatherby Lindqvist Lockridge Longfellow Lovelace
MacAllister Maddox Mallory Marchetti Mbeki Merriweather Millbank Montague Moorcroft Mukherjee
Nakagawa Narayan Nettleship Nightingale Norwood Nwosu Oakenfold Obermeyer Okafor Oldcastle
Ostrander Overstreet Palmgren Papadakis Partridge Pemberton Pennyfeather Petrovic Pickersgill
Plumridge Popescu Prendergast Quarles Quigley Radcliffe Ravenscroft Redfern Reyes Ridgeway
Rosenthal Rutherglen Sagasta Salisbury Sandoval Scarborough Seagrave Shadwell Silverthorne
Sinclair Skovgaard Somerville Stanislaus Stillwater Strickland Summerhayes Swearingen Szymanski
Tamblyn Tarkington Thistlewood Thorvaldsen Tillinghast Trelawney Twelvetrees Uddin Underhill
Valcourt Vandermeer Vasquez Villanueva Wadsworth Wainwright Wetherby Whitcombe Wickersham
Winterbourne Woolridge Wrigglesworth Yarborough Yellowlees Zabriskie Zapata Zuckerkandl""".split()

STRANGER_SURNAMES = """Adeyinka Bartosz Bellweather Carvalho Dunwoody Engström Fairweather Gatlinburg Hollister Ivanova
Jaramillo Kettering Lundgren Mossgrove Nordahl Oyelaran Pettibone Quenneville Rockhampton
Sorensen Tattersall Ullmann Vinterberg Westergaard Yamashiro Zellweger Ballantyne Cormorant
Dreyfuss Eisenhardt""".split()

RENTER_WORDS = """Acorn Alder Amberline Anchor Arcadia Atlas Aurora Badger Basalt Beacon Birchwood Bluefin
Brasswork Bravura Brightside Canyon Cardinal Cascade Cedar Cobalt Compass Copperhead Coral
Crescent Cypress Delphi Driftwood Eastbay Echo Elmhurst Emberlight Evergreen Falcon Fernhill
Firefly Foxglove Galleon Garnet Glasshouse Goldfinch Granite Halcyon Harvest Hawthorn Heron
Highline Honeybee Indigo Ironclad Ivory Jackdaw Jasper Juniperus Keystone Kestrel Kingfisher
Lantern Lattice Lighthouse Linden Lodestar Magpie Maple Marigold Meridian Millstone Moonrise
Mosaic Nimbus Northgate Oakleaf Obsidian Orchard Osprey Outpost Palisade Paperboat Peregrine
Pinecrest Plover Polaris Quarry Quill Rainier Redwood Ridgeline Riverstone Sable Saffron
Saltmarsh Sandpiper Seabright Sequoia Silverlake Skylark Slate Sparrow Starling Stonebridge
Summit Sycamore Tamarack Tangent Teal Thistle Thornfield Tidewater Timberline Topaz Trellis
Turnstone Umber Vanguard Verdant Violet Wayfarer Westwind Whitecap Wildrose Willow Windmill Wren
Yarrow Yonder Zenith Zephyr""".split()

TRADES = """Analytics Apparel Bakery Books Builders Capital Ceramics Coffee Consulting Cycles Design
Distribution Electronics Engineering Films Fitness Foods Furniture Games Imports Interiors
Jewelry Labs Logistics Marketing Media Music Nutrition Optics Outfitters Partners Press
Properties Robotics Skincare Software Studio Supply Systems Textiles Toys Trading Travel
Ventures""".split()

FORMS = ("LLC", "LLC", "LLC", "Inc", "Inc.", "Co", "Ltd", "Corp", "Group", "")

SIMILAR_COMPANIES = (
    ("Harbinger Trading LLC", "Harbinger Training LLC"),
    ("Bluestem Imports Inc", "Bluestem Exports Inc"),
    ("Ash & Maple Design", "Ash & Myrtle Design"),
    ("Kittiwake Labs LLC", "Kittiwake Labs Holdings LLC"),
    ("Sunmark Media Group", "Sunmart Media Group"),
    ("A1 Freight Partners", "A2 Freight Partners"),
    ("Oriel Capital Fund I LP", "Oriel Capital Fund II LP"),
    ("Pacifica Dental Supply", "Pacific Dental Supply"),
)

BANKS = (
    "First Meadow Bank",
    "Union Lakes Credit Union",
    "Commonwealth Harbor Bank",
    "Prairie States Insurance Company",
    "Gulf & Western Casualty",
    "Department of Revenue",
    "Ellery County Tax Collector",
    "State Unemployment Division",
    "Tri-County Electric Cooperative",
    "Consolidated Water & Gas",
    "Benefit Administrators of America",
    "Secretary of State Business Filings",
)
SHOPS = (
    "Bramble Outlet Fulfillment",
    "Gadgetarium Warehouse",
    "Wholesale Notions Depot",
    "Returns Center 14",
    "Pixel & Spool Online",
    "Great Basin Auto Parts",
    "Mrs. Tansy's Yarn Barn",
    "Dockside Printers",
    "Bulk Nutrition Direct",
    "Vitrine Cosmetics USA",
    "Hobby Crate Returns",
    "Medi-Mart Pharmacy 0238",
)
MAGAZINES = ("COASTAL KITCHEN", "Modern Gardener", "THE TRADE REVIEW", "TrailHead", "Nine to Noon", "WOODSHOP WEEKLY")
CHARITIES = ("Friends of the Estuary", "Harbor Animal Rescue", "Public Radio Circle", "The Reading Fund")
PRACTICES = (
    "Ellery Smiles Family Dentistry",
    "Blue Gate Realty",
    "Tidepool Pediatrics",
    "Northlight Windows & Doors",
    "Bay Street Auto Care",
    "Sunporch Solar",
    "Dr. Ottoline Pruett, Optometrist",
    "Anchorage Chiropractic PC",
)
SOCIETIES = (
    "Ellery County Historical Society",
    "St. Brannoc Parish",
    "Lakes Chamber Orchestra",
    "Alumni Association of Arden College",
    "Waterfront Farmers Market",
    "Town Library of Cedar Point",
)
CATALOGUES = ("Bulb & Trowel", "HARTWELL TOOLS", "The Paper Kettle", "Saddle and Sail")

ABROAD = (
    ("Musterweg 12", "80999 Beispielstadt", "GERMANY"),
    ("14 Larch Crescent", "Little Hampden", "ZZ9 9ZZ", "UNITED KINGDOM"),
    ("Calle del Olmo 234", "28999 Villanueva del Prado", "ESPAÑA"),
    ("Rua das Flores 117, 3.º", "4999-123 Vila Serena", "PORTUGAL"),
    ("2-14-6 Minamihara", "Kitazawa-shi 999-0234", "JAPAN"),
    ("Unit 318, 60 Wharf Rd", "Port Selwyn NSW 2999", "AUSTRALIA"),
)
_GERMANY, _BRITAIN, _SPAIN, _PORTUGAL, _JAPAN, _AUSTRALIA = ABROAD
FIRMS_ABROAD = (
    ("Finanzamt Beispielstadt", *_GERMANY),
    ("Tannhof Versicherung AG", *_GERMANY),
    ("Verlag Lindenblatt GmbH", *_GERMANY),
    ("Hampden & Whitlock Solicitors", *_BRITAIN),
    ("Caja Mutua del Prado", *_SPAIN),
    ("Banco Vila Serena S.A.", *_PORTUGAL),
    ("Kitazawa Trading K.K.", *_JAPAN),
    ("Selwyn Shipping Pty Ltd", *_AUSTRALIA),
)
STREETS = (
    "Market Street",
    "Commerce Blvd",
    "Old Mill Road",
    "W 14th St",
    "Lakeshore Drive",
    "Industrial Pkwy",
    "Elm Avenue",
    "County Road 12",
    "Prospect Ave",
    "Foundry Lane",
    "Canal St",
    "N Orchard Way",
)
TOWNS = (
    "Fallbrook, OH 43299",
    "Mill Haven, PA 18999",
    "Cedar Point, MI 49399",
    "East Lowry, TX 75999",
    "Sandwell, FL 33899",
    "Granite Pass, NH 03299",
    "Tule Springs, NV 89399",
    "North Arden, WI 54299",
)
