"""Lists of targets in other programs' forms: import and export."""
