"""What counts places, from the first to the twentieth: English words and Roman numerals in small letters."""

from __future__ import annotations

from typing import Final

__all__ = ["ORDINALS", "ROMAN"]

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
ORDINALS: Final = tuple(_ORDINALS.split())
"""The words, «first» to «twentieth»."""
ROMAN: Final = tuple(_ROMAN.split())
"""The numerals, «i» to «xx»."""
