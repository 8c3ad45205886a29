"""Attacks: the ways in which people will ask for what was forgotten, one small `Attack` each.

A module of this package holds a few attacks of one kind in its `ATTACKS`; the registry finds it by itself.

attack    what an attack is, what it is given      registry  all of them by name
ground    what is known of the suite               score     leak, over-refusal and their worst, out of the log
work      what a run has to ask                    shown     table, chart and JSON of the scores
codecs    encodings and what undoes each           invented  codes drawn at random, and attacks with them
pieces    evidence in pieces; sums, echoes         the rest  a family of attacks each
"""

from __future__ import annotations
