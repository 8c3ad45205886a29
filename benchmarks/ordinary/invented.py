"""People, places, firms and things that nobody has stored, drawn at random, for requests that touch nothing.

Read by the kinds of `benchmarks.ordinary`.
"""

from __future__ import annotations

from random import Random

__all__ = [
    "CITIES",
    "DAYS",
    "FIRMS",
    "GIVEN",
    "JOBS",
    "MONTHS",
    "PLACES",
    "PRODUCTS",
    "SURNAMES",
    "THINGS",
    "Pair",
    "date",
    "day",
    "email",
    "firm",
    "iso",
    "listed",
    "money",
    "people",
    "person",
    "phone",
    "slug",
    "street",
]

Pair = tuple[str, str]
"""What is asked, and the answer."""


def listed(words: str, between: str | None = None) -> list[str]:
    """Return words that stand in a row."""
    return words.split(between)


GIVEN = listed(
    "Aoife Marit Tobias Ingrid Wendell Priya Kwame Lucia Henrik Yasmin Rafael Noor Beatrix Declan Farida Goran Hana "
    "Ines Jonas Katya Leopold Mireille Nadim Oonagh Pavel "
    "Quentin Rosalind Soren Tamsin Ulrich Vera Willem Ximena "
    "Yusuf "
    "Zainab Adaeze Bogdan Carys Dmitri Elif Fergus Giulia Hamish Isolde Jamal Kirsten Lorenzo Meera Niamh Olga Petra "
    "Ravi Sunita Theo Ursula Viktor Wanda Arjun Bettina Cedric Dolores Emeka Freya Gustav Hilde Ivo Joaquin Keiko Lars "
    "Malik Nils Oskar Paloma Reuben Saskia Tariq Una Vikram Winnie Anwen Bruno Chidi Daria Esme Florian Greta Hassan "
    "Imogen Jules Kofi Lena Milo Nora Otto Philippa Rhea Stefan Thandi Umar Viola Wim Yara Zoltan"
)
SURNAMES = listed(
    "Achterberg Balogun Carmody Dahlgren Eriksen Fairweather Gallagher Halvorsen Ibrahim Jankowski Kaminski Lindqvist "
    "Mbeki Nakamura Obuya Pemberton Quigley Rasmussen Szymanski Thorvald Underhill Venkatesan Whitlock Ximenes "
    "Yilmaz Zielinski Abernathy Bhattacharya Castellanos Drummond Espinoza Featherstone Grabowski Hollister Igwe "
    "Jorgensen Kowalczyk Lombardi Marchetti Novak Okonkwo Petrov Ravenscroft Santangelo Takahashi Uzun Vasquez "
    "Winterbourne Yamamoto Zuberi Ashdown Blackwood Chaudhry Delacroix Ekwueme Fitzgerald Greenhalgh Hathaway Iyer "
    "Jessop Kilbride Lachlan McAllister Nwosu Oduya Prescott Radcliffe Sorensen Tennant Ulanova Valdez Weatherby "
    "Attwater Birkeland Crosby Dunmore Ellery Fontaine Goncalves Horvath Inverarity Joubert Keating Larkin Moretti "
    "Nordstrom Osei Pereira Rahman Sinclair Tveit Vandermeer Wolstenholme Zhou Adebayo Bauer Cohen Das Fischer"
)
CITIES = listed(
    "Bristol Lisbon Oslo Ghent Tampere Kraków Valencia Graz Aarhus Cork Leeds Turin Malmö Porto Utrecht Bergen Dundee "
    "Antwerp Bologna Nantes Basel Galway Split Gdańsk Seville Lyon Leipzig Brno Austin Denver Portland Nairobi Accra "
    "Pune Kochi Osaka Busan Hanoi Lima Quito"
)
PLACES = listed(
    "Alderholt Brackenfell Cawthorne Dunsmere Eastlow Fernhurst Grimsdale Hawkridge Ilford Jarrowby Kelmscott Lyndale "
    "Marlowe Netherby Otterburn Penmorfa Ravenglass Saltburn Thornbury Upwood Wexcombe Yarmouth"
)
FIRMS = listed(
    "Northwind Brightwater Cobalt Larkspur Meridian Quill Redstart Saltmarsh Tidewater Umber Vantage Willowbank Zephyr "
    "Ironbridge Foxglove Harbourline"
)
KIND = ("Ltd", "GmbH", "Inc.", "Logistics", "Labs", "Foods", "Insurance", "Software", "& Sons", "Group", "Systems")
JOBS = listed(
    "nurse|carpenter|software engineer|teacher|accountant|architect|chef|electrician|librarian|pharmacist|plumber|"
    "project manager|data analyst|vet|baker|paralegal|surveyor|translator|midwife|welder",
    "|",
)
PRODUCTS = listed(
    "desk lamp|water bottle|hiking boots|espresso machine|bluetooth speaker|rain jacket|office chair|kettle|backpack|"
    "yoga mat|wireless mouse|sleeping bag|cast-iron pan|standing desk|running shoes|picture frame|garden hose|pump",
    "|",
)
THINGS = listed(
    "apples flour butter onions rice coffee milk eggs cheddar lentils spinach olive-oil basil garlic lemons salmon "
    "yoghurt oats honey walnuts carrots potatoes mushrooms tomatoes cumin paprika thyme chickpeas"
)
MONTHS = listed("January February March April May June July August September October November December")
DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
ROADS = listed("Street Road Lane Avenue Close Drive Terrace Way")
TREES = listed("Alder Birch Chestnut Station Church Mill Orchard Quarry Park Victoria Meadow Harbour")


def person(rng: Random) -> str:
    """Return a name."""
    return f"{rng.choice(GIVEN)} {rng.choice(SURNAMES)}"


def people(rng: Random, n: int) -> list[str]:
    """Return names that share no word."""
    return [f"{g} {s}" for g, s in zip(rng.sample(GIVEN, n), rng.sample(SURNAMES, n), strict=True)]


def firm(rng: Random) -> str:
    """Return the name of a firm."""
    return f"{rng.choice(FIRMS)} {rng.choice(KIND)}"


def slug(name: str) -> str:
    """Return a name as accounts and addresses have it."""
    return name.lower().replace(" ", ".")


def email(rng: Random, name: str) -> str:
    """Return an address of somebody."""
    return f"{slug(name)}@{rng.choice(FIRMS).lower()}.example"


def phone(rng: Random) -> str:
    """Return a phone number."""
    shape = rng.choice(("+44 7### ######", "(0###) ### ####", "+49 1## #######", "+1 (###) ###-####", "06 ## ## ## ##"))
    return "".join(str(rng.randrange(10)) if c == "#" else c for c in shape)


def street(rng: Random) -> str:
    """Return a postal address."""
    return f"{rng.randrange(1, 240)} {rng.choice(TREES)} {rng.choice(ROADS)}, {rng.choice(PLACES)}"


def date(rng: Random) -> str:
    """Return a date in words."""
    return f"{rng.randrange(1, 29)} {rng.choice(MONTHS)} {rng.randrange(1950, 2027)}"


def iso(rng: Random) -> str:
    """Return a recent date as programs write it."""
    return f"{rng.randrange(2019, 2027)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def day(rng: Random) -> str:
    """Return a day of the week."""
    return rng.choice(DAYS)


def money(rng: Random) -> str:
    """Return an amount."""
    return f"{rng.choice('£$€')}{rng.randrange(5, 4000):,}.{rng.randrange(100):02}"
