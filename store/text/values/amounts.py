"""Sums of money in a text, however the currency is written: «€4,380», «4.380 Euro», «EUR 4380»."""

from __future__ import annotations

import re

__all__ = ["amounts_in"]

_CURRENCIES = {
    "eur": "€ eur euro euros",
    "usd": "$ usd us$ dollar dollars",
    "gbp": "£ gbp sterling",
    "chf": "chf franken francs fr sfr",
    "jpy": "¥ jpy yen 円",
    "cny": "cny rmb yuan 元",
    "inr": "₹ inr rupee rupees rs",
    "sek": "sek kr kronor kroner kronen nok dkk",
    "pln": "pln zł złotych zloty",
    "rub": "₽ rub руб рублей рубля",
    "try": "₺ try tl lira",
}
"""How a currency is written, by its code; three that are all «kr» are one."""
_CODES = {written: code for code, listed in _CURRENCIES.items() for written in listed.split()}
_CURRENCY = "|".join(sorted(map(re.escape, _CODES), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[.,'’ ]\d{3}){1,3}(?:[.,]\d{1,2})?|\d{3,12}(?:[.,]\d{1,2})?"
_SCALE = r"(?! ?(?:k|m|mn|mio|bn|mrd|thousand|million|millions|millionen|millones|milioni|billion|billions)\b)"
_AMOUNT = re.compile(
    rf"(?<!\w)({_CURRENCY})\.? ?({_NUMBER})(?!\d|[.,]\d){_SCALE}|(?<![\w.,])({_NUMBER}) ?({_CURRENCY})(?!\w)", re.I
)
_CENTS = re.compile(r"[.,](\d{1,2})$")


def amounts_in(text: str) -> frozenset[tuple[str, str]]:
    """Return the currencies and the whole numbers of the sums in a text.

    Example:
        >>> from alu.store.text.values.amounts import amounts_in
        >>> amounts_in("€4,380 gross") == amounts_in("4.380,00 Euro") == amounts_in("EUR 4380") == {("eur", "4380")}
        True
    """
    found = ((m[1] or m[4], m[2] or m[3]) for m in _AMOUNT.finditer(text))
    return frozenset((_CODES[sign.lower()], re.sub(r"\D", "", _CENTS.sub("", number))) for sign, number in found)
