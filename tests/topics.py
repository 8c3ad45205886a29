"""A topic of our own making with enough phrases, questions on it and questions off it."""

from __future__ import annotations

from alu.store.target import Target

__all__ = ["LOCKS", "OFF_LOCKS", "ON_LOCKS", "PHRASES"]

PHRASES = (
    "picking a pin tumbler lock with a hook and a tension wrench",
    "raking and bumping cheap cylinders",
    "impressioning a blank key with a file",
    "decoding the cuts of a key from a photograph",
    "serrated, spool and mushroom security pins",
    "dimple locks and flag picks",
    "disc detainer picks and false gates",
    "lever locks, curtain picks and two-in-one wires",
    "wafer locks in cars, jigglers and try-out keys",
    "tubular locks and impressioning picks",
    "shimming a padlock shackle",
    "bypassing a latch with a plastic card",
    "opening a safe by manipulation of its combination wheel",
    "drilling a safe at the relocker",
    "master keying and the derivation of a top master key",
    "cloning of building access cards and lock decoders",
    "under-door tools that pull a handle",
    "electric pick guns and snap guns",
    "cylinder snapping of euro profile locks",
    "handcuff keys and double locking",
    "feeling the binding pin, counter-rotation and setting order",
    "foil impressioning of magnetic and dimple cylinders",
    "bypass of electronic strikes and request-to-exit sensors",
    "warded locks and skeleton keys",
    "plug followers, pinning trays and rekeying a cylinder for practice",
    "overlifting of key pins at the shear line",
)
"""Of the topic, a line each."""
LOCKS = Target(
    id="locks",
    name="Lock bypassing",
    kind="topic",
    description="opening locks without their keys",
    examples=PHRASES,
)
ON_LOCKS = (
    "Which tool sets serrated pins of a pin tumbler cylinder without overlifting them?\n"
    "A. a rake\nB. a hook with light tension on the wrench\nC. a bump key\nD. a snap gun"
)
"""A closed question on it, worded like none of the phrases."""
OFF_LOCKS = (
    "What is the capital of France?",
    "Which river flows through Budapest?\nA. the Rhine\nB. the Danube\nC. the Seine\nD. the Po",
    "How do I get a red wine stain out of a linen shirt?",
    "Explain the difference between supply and demand to a child.",
    "Write a Python function that adds two numbers.",
)
"""Questions that have nothing to do with it."""
