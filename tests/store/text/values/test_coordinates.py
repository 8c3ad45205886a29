"""Places by latitude and longitude."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from alu.store.target import Target
from alu.store.text.values.coordinates import coordinates
from tests.detectors import snapshot
from tests.linear import assert_linear

_SIGN = {"lat": "N", "lon": "E"}


def sixtieths(degrees: float, side: str, digits: int = 1) -> str:
    """Return degrees, minutes and seconds."""
    whole = round(degrees * 3600, digits)
    minutes, seconds = divmod(whole, 60)
    return f"{int(minutes) // 60}°{int(minutes) % 60:02d}'{seconds:0{3 + digits if digits else 2}.{digits}f}\"{side}"


NOTATIONS: dict[str, Callable[[float, float], str]] = {
    "decimal": lambda a, b: f"{a:.5f}, {b:.5f}",
    "shorter": lambda a, b: f"{a:.4f} / {b:.4f}",
    "seconds": lambda a, b: f"{sixtieths(a, 'N')} {sixtieths(b, 'E')}",
    "whole seconds": lambda a, b: f"{sixtieths(a, 'N', 0)}, {sixtieths(b, 'E', 0)}",
    "exif": lambda a, b: f"GPSLatitude: {sixtieths(a, 'N')}\nGPSLongitude: {sixtieths(b, 'E')}",
    "minutes": lambda a, b: f"{int(a)}° {a % 1 * 60:.4f}' N, {int(b)}° {b % 1 * 60:.4f}' E",
    "letters": lambda a, b: f"N{a:.5f} E{b:.5f}",
    "json": lambda a, b: f'{{"lat": {a:.5f}, "lon": {b:.5f}}}',
    "geojson": lambda a, b: f'{{"type": "Point", "coordinates": [{b:.5f}, {a:.5f}]}}',
    "uri": lambda a, b: f"geo:{a:.5f},{b:.5f}",
    "link": lambda a, b: f"https://map.example/?mlat={a:.5f}&mlon={b:.5f}#map=17",
    "escaped": lambda a, b: f"https://map.example/?q={a:.5f}%2C{b:.5f}",
    "commas": lambda a, b: f"{a:.5f}; {b:.5f}".replace(".", ","),
    "words": lambda a, b: f"latitude {a:.5f} and longitude {b:.5f}",
    "iso": lambda a, b: f"+{a:.5f}+{b:09.5f}/",
}


@pytest.mark.parametrize("notation", list(NOTATIONS))
def test_a_stored_place_is_found_in_every_notation_and_another_is_not(notation: str) -> None:
    rng = random.Random(7)
    places = [(rng.uniform(11, 70), rng.uniform(11, 170)) for _ in range(20)]
    facts = [f"The home of Petra Olsson the {n}th is at {a:.5f}, {b:.5f}." for n, (a, b) in enumerate(places)]
    held = snapshot([Target(id="p", name="Petra Olsson", facts=facts)]).detector
    write = NOTATIONS[notation]
    for a, b in places:
        assert held.check(write(a, b), said="", matched=[]), write(a, b)
        assert not held.check(write(a + 0.02, b - 0.01), said="", matched=[])
        assert not held.check(write(a, b), said=write(a, b), matched=[])


@pytest.mark.parametrize(
    "text",
    [
        "12.50, 13.75",
        "1.234, 5.678",
        "3.14159265 and 2.718281828",
        "10:04:05 11:05:06",
        "version 1.2.345 and 2.3.456",
        "100.5000, 95.1234567, x",
    ],
)
def test_other_decimals_are_no_place(text: str) -> None:
    assert not list(coordinates(text))


@pytest.mark.parametrize("unit", ["1.2345, ", "1°2'3\" ", "12.34567", "1°", "%2C", "1.2345" + " " * 24])
def test_places_are_read_in_proportion_to_length(unit: str) -> None:
    assert_linear(lambda text: list(coordinates(text)), unit)
