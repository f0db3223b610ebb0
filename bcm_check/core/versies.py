"""The versions of the formats; they stand apart so that telling them costs no other import."""

from typing import Final

ANTWOORDEN: Final = 1
UITVOER: Final = 1
