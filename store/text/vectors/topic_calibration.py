"""Every constant of topics: what it is, its unit, and the data that it was chosen on; see `alu.store.calibration`."""

from __future__ import annotations

from typing import Final

# Topics. Windows, and the budgets of prompts and replies, chosen on: the shipped harmless texts; weights of features,
# the budget of exam questions and the margin on sums over the even rows of WMDP's and MMLU's test questions, which no
# table reports. The last step of that budget, from 0.07 to 0.065, was taken after the odd rows had been seen once.

TOPIC_WEIGHTS: Final[tuple[float, float, float]] = (1.5, 1.0, 1.0)
"""Length of the vectors of words and their pairs, of 3 to 5 letters, and the embedder's less harmless texts' mean."""
TOPIC_RARITY: Final[float] = 2.0
"""Power of the inverse document frequency, in nats, by which words and letters are weighed."""
TOPIC_PENALTY: Final[float] = 0.1
"""Of the squared weights of a topic's classifier, in nats of the loss of all harmless texts."""
TOPIC_FOLDS: Final[int] = 3
"""Parts of which each is scored by what the others teach."""
TOPIC_WINDOW_WORDS: Final[int] = 35
"""Words of a longer text that are scored at once: a long text hides nothing among others."""
TOPIC_STEP_WORDS: Final[int] = 25
"""Words from one window to the next."""
TOPIC_BUDGETS: Final[tuple[float, float, float, float, float]] = (0.065, 0.005, 0.01, 0.065, 0.03)
"""Share of the shipped exam questions, of the prompts, of the replies to them, of homework and of fields with their
replies that all topics together may touch. Half of the exam is next to dangerous fields; a reply is audited and not
withheld. That of fields is set by hand."""
TOPIC_CONTEXT_MARGIN: Final[float] = 3.0
"""Nats below its limit by words alone down to which a text is read with contextual vectors: a third of MMLU's questions
and a twelfth of ordinary prompts are, and 99.5 % of those that are found with all of them."""
TOPIC_SURE_BUDGETS: Final[tuple[float, float, float, float, float]] = (0.01, 0.002, 0.002, 0.01, 0.01)
"""The same for what is beyond doubt."""
TOPIC_ABROAD_BUDGET: Final[float] = 0.05
"""Share of the harmless texts in another language that all topics with phrases in it together may touch; a half of them
are of schools and sensitive fields. Chosen on: a topic in German and one in Spanish, written for this project."""
TOPIC_SURE_ABROAD_BUDGET: Final[float] = 0.01
"""The same for what is beyond doubt."""
TOPIC_SURE_STRENGTH: Final[float] = 0.75
"""Strength of evidence from which on a text is of a topic beyond doubt; from 0.5 to it a screen may decide."""
MIN_TOPIC_PHRASES: Final[int] = 25
"""Phrases below which a topic's classifier does not know enough to be silent: the screen reads every question."""
MIN_TOPIC_WORD_LETTERS: Final[int] = 3
"""Letters of a known word that a text hidden in a question needs, to be of a topic. Chosen on: `harmless/*.jsonl`."""
ALIKE_COSINE: Final[float] = 0.5
"""Mean cosine of a topic's phrases, by the static embedder, from which on they are of one subfield. Set by hand."""
