"""The constants of detection and of the release gate: what each is, its unit, and the data that it was chosen on.

Nats are natural units of information: `-log` of a share. A change changes what is found: say «calibration» in the
subject. Others are in `topic_calibration`, `readability`, `match.names.spelling` and `guarantee`; small limits that
concern one module alone stand in it.
"""

from __future__ import annotations

from typing import Final

# Words. Chosen on: set by hand; the attacks and the golden file pass with it, no other value was measured.

RARE_WORD_NATS: Final[float] = 12.0
"""Nats of a word that is no single piece of the vocabulary: hardly anything but a name."""
UNKNOWN_WORD_NATS: Final[float] = 14.0
"""Nats of what is no word that is often written."""
FUNCTION_WORD_NATS: Final[float] = 6.0
"""Below it a word is as common as «to» and «her», which nobody writes by mistake for a name."""
KEPT_READING_CHARACTERS: Final[int] = 2_000
"""Characters up to which what was worked out of a text is kept."""
KEPT_TERMS_CHARACTERS: Final[int] = 1_000
"""Characters up to which the terms of a text are kept: one request reads the same sentences again and again."""
UNKNOWN_WORD_RANK: Final[int] = 200_000
"""Rank in the vocabulary that a word counts as which is no single piece of it."""

# Sentences and parts. Set by hand, too.
WINDOW_CHARACTERS: Final[int] = 400
"""Characters of the longest sentence; a longer one comes in windows."""
WINDOW_OVERLAP: Final[int] = 100
"""Characters that two windows share, so that nothing is cut in two unseen."""
WHOLE_TEXT_CHARACTERS: Final[int] = 600
"""Characters from which on a text is looked up sentence by sentence."""
MIN_PIECE_WORDS: Final[int] = 4
"""Words of a sentence below which it is looked up with its neighbours: «Examples:», «#### 106»."""
MIN_CELL_WORDS: Final[int] = 2
"""Words of a cell of a table, or of a value of data, that is looked up by itself."""
MIN_CLAUSE_WORDS: Final[int] = 5
"""Words of a clause that is looked up by itself."""
LONG_PART_WORDS: Final[int] = 16
"""Words of a text or sentence from which on its clauses are: eight sets are alike with 8 to 16, 20 lets 3 leaks out."""
CLAUSE_NATS: Final[float] = 0.85
"""Nats that the score of a clause is lowered by: a text has many, and what is short is told in few words.

Chosen on: 473 cases of `benchmarks/written` of which no text was near by what it says. Of 93 that tell of a target
clauses find 16 without it and 12 with it, of 380 that tell of none 6 and 2."""

# Mentions. Chosen on: set by hand; the attacks and the golden file pass with it, no other value was measured.

NAME_WORD_NATS: Final[float] = 10.0
"""Nats below which a word at the start of a run of capitals is no part of a name («Has», «Which»)."""
TITLE_WORD_NATS: Final[float] = 7.5
"""Nats below which a word of a quoted title does not count («the»)."""
MAX_TITLE_WORDS: Final[int] = 5
"""Words up to which what is in quotes is a title however it is written."""
MAX_NAME_WORDS: Final[int] = 3
"""Latin words with capital letters that are a name alone, and no text in another language."""
MIN_STATEMENT: Final[int] = 20
"""Characters of the shortest text in quotes that is looked up as a statement."""
MAX_STATEMENT: Final[int] = 400
"""Characters of the longest one."""

# Decoding. Chosen on: set by hand; the attacks and the golden file pass with it, no other value was measured.

DECODE_ROUNDS: Final[int] = 3
"""How often what was decoded is decoded again."""
MAX_READINGS: Final[int] = 8
"""Readings of a window that are decoded again, a round; what takes all codes at once comes first."""
READINGS_ROOM: Final[int] = 40_000
"""Characters that the readings of a window may hold beyond four times its own: no input makes endless work."""
DECODE_WINDOW: Final[int] = 20_000
"""Characters that are read at once for what hides in them."""
DECODE_OVERLAP: Final[int] = 500
"""Characters that two windows share."""
ORDINARY_WORD_NATS: Final[float] = 10.0
"""Nats of a word below which it is no chance piece of a name."""
MIN_ACROSTIC_LINES: Final[int] = 5
"""Lines from which on their first letters are read."""
ACROSTIC_LEAD: Final[int] = 40
"""Characters among which a line has its first letter."""
SURE_STRETCH: Final[int] = 12
"""Characters of a readable stretch that no code holds by chance."""
SHORT_STRETCH_DIGITS: Final[int] = 400
"""Digits among which a shorter stretch is read that looks like words: among more, chance makes words."""
MAX_VALUE_CHARACTERS: Final[int] = 200
"""Characters from which on a value is no part of a name or a fact that labels split."""
MAX_VALUE_SPACES: Final[int] = 4
"""Spaces from which on it is none either."""

# Ciphers. Chosen on: set by hand; the attacks and the golden file pass with it, no other value was measured.

STRANGE_NATS: Final[float] = 12.5
"""Mean nats of the words of a text that is in no language."""
CLEARER_NATS: Final[float] = 1.5
"""How much less the words of its solution must tell, in mean nats."""
SUSPECT_NATS: Final[float] = 12.0
"""Mean nats from which on a run of words is tried."""
MIN_SUSPECT_NATS: Final[float] = 6.0
"""Nats that a run must hold beyond the mean, in sum."""
SUSPECT_DROP_NATS: Final[float] = 10.0
"""Nats by which a run falls before it ends."""
JUDGED_WORDS: Final[int] = 40
"""Words by which a text is judged."""
CIPHER_CHUNK_WORDS: Final[int] = 16
"""Words that are tried by themselves where more have no solution together."""
EVEN_COINCIDENCE: Final[float] = 0.048
"""How often two letters are the same in chance letters; in language never less."""
NARROW_COINCIDENCE: Final[float] = 0.12
"""The same, above which the letters are too few to be a language."""
COINCIDENCE_SLACK: Final[float] = 0.6
"""Taken off, divided by the letters: a short text of a language can be as even as chance."""
MIN_JOINED_LETTERS: Final[int] = 24
"""Letters from which on joined words that are in no cipher are cut: a single word may have twenty."""
JUDGED_LETTERS: Final[int] = 120
"""Letters by which joined words are judged."""
TRIED_ALPHABETS: Final[int] = 5
"""Alphabets that are tried of 26: those that fit best."""
CLEAR_NATS_PER_LETTER: Final[float] = 3.6
"""Nats a letter of joined words in clear text."""
JOINED_GAIN_NATS: Final[float] = 0.3
"""Nats a letter by which their solution must be clearer."""

# Languages. Chosen on: TOFU in ten languages, forget01 stored; harmless questions in the same languages.

FOREIGN_SCORE: Final[float] = 0.005
"""Score of what is but the nearest to a text in another language, from which on it is more than that."""
MIN_SURE_LETTERS: Final[int] = 40
"""Letters of a script with spaces below which a language is unsure: names and short answers."""
MIN_DENSE_LETTERS: Final[int] = 8
"""The same of a script that says more with a letter, or that no fact is in."""
SURE_LANGUAGE: Final[float] = 0.98
"""Probability from which on the classifier is believed."""
ENGLISH_SHARE: Final[float] = 0.2
"""Share of English function words from which on a text is English without asking the classifier."""
LATIN_WORD_LETTERS: Final[int] = 4
"""Letters of another script that count as much as a Latin word: names and terms in an Arabic sentence are Latin."""
SAMPLED_FACTS: Final[int] = 8
"""Facts of a target that are read for their language, evenly spaced."""
SAMPLED_CHARACTERS: Final[int] = 200
"""Characters of each."""

# Closed answers. Chosen on: set by hand; the attacks and the golden file pass with it, no other value was measured.

MAX_CLOSED_WORDS: Final[int] = 3
"""Words up to which a reply says nothing without its question."""
STORY_SENTENCES: Final[int] = 3
"""Sentences before what is asked from which on they are a story: who takes an option does not say that it is so."""
UNSPACED_WORD_LETTERS: Final[int] = 4
"""Kana, Han or Hangul that are as long as a word, twice as many letters in Thai: three words are a dozen in kana."""

# Names. Set by hand; the attacks and the golden file pass with it, no other value was measured.

MIN_JOINED_NAME: Final[int] = 8
"""Letters from which on a name is also found where its words are joined or cut («YunHwa», «Y u n»)."""
MIN_SPELT_LETTERS: Final[int] = 4
"""Single letters in a row from which on a name in them is disguised."""
MIN_CIPHERED_NAME: Final[int] = 7
"""Letters of a name that is found turned, mirrored, read from the end or written with digits."""
ENTERED_NAME_NATS: Final[float] = 17.0
"""Nats from which on a plain name in a stored one is no pair of words: «John Smith» has 17.7, «Will Young» 14.1."""
DISTINCTIVE_NAME_NATS: Final[float] = 20.0
"""Nats that the words of a distinctive name hold together."""
MIN_TYPO_NAME: Final[int] = 8
"""Letters of a name that is looked for with slips; a shorter one has neighbours that are names too."""
MIN_RARE_LETTERS: Final[int] = 4
"""Letters of a rare word of a name."""
TYPO_NEIGHBOURS: Final[int] = 4
"""Words of names that a misspelt word may stand for."""
MAX_TYPO_PLACES: Final[int] = 64
"""Places in names that are compared with one word."""
MIDDLE_NAME_REACH: Final[int] = 3
"""Words before and after a middle name: a name with more has another that is found."""
MAX_MIDDLE_WORDS: Final[int] = 2
"""Words that are left out at once as middle names."""
MIDDLE_WORD_NATS: Final[float] = 10.0
"""Nats from which on a word may be a name where nothing has capital letters: «jean», and not «or»."""

# Forms of names (`tests/store/match/names/test_forms.py`). On: our own names, 250 of LUME's retain set, `harmless`.

MAX_SURNAMES_KEPT: Final[int] = 4_096
"""Words of texts whose bearers' forms are kept in memory; they are worked out again when there are more."""
MAX_MEANT_TARGETS: Final[int] = 2
"""Targets that a question by itself may mean: one that is near more of them («Who keeps bees?») means none of them."""
RARE_SURNAME_NATS: Final[float] = 13.8
"""Nats from which on a surname is borne by few: less than once in a million words. «Einstein» tells 12.1."""
LEAST_SURNAME_NATS: Final[float] = 11.5
"""Nats below which a word is an ordinary one of some language: more than once in a hundred thousand words."""
MIN_SURNAME_LETTERS: Final[int] = 5
"""Letters of a surname that may stand alone."""
MIN_SHORT_NAME: Final[int] = 3
"""Letters of a first name that may be another one cut short: «Kim» for «Kimila», and not «Bo» for «Borghild»."""
UNLISTED_NAME_NATS: Final[float] = 13.0
"""Nats from which a word with a capital letter before a surname is a first name, though it is on no list."""
UNCOMMON_WORD_NATS: Final[float] = 10.5
"""Nats from which on a word that is no known given name may be one: «Elon» tells 12.1, «rolling» 10.4."""
MAX_SURNAME_QUESTION_CHARACTERS: Final[int] = 160
"""Characters of a question that a surname alone makes one about its bearer: 1 of 716 ordinary prompts; with 240, 4."""
MAX_GIVEN_NAME_QUESTION_CHARACTERS: Final[int] = 80
"""The same of a surname that is a given name, too: longer ones tell of a «James» or a «John» who is nobody stored."""
SURNAME_NATS: Final[float] = 9.3
"""Nats from which on the surname in such a question is no ordinary word with a capital letter: «Garcia» tells 9.5,
«Washington» 9.0. Chosen on authors 0 to 99 of TOFU."""
LISTED_SURNAME_NATS: Final[float] = 6.2
"""The same of one on the list of frequent ones, or of several words: «Nguyen» tells 6.4, «Will» 5.9, «May» 5.1."""
WORLD_NAME_NATS: Final[float] = 12.0
"""Nats from which on a name in the facts about a work is hardly written elsewhere: «Leeds» tells 11.5."""
ORDINARY_NAME_NATS: Final[float] = 10.5
"""Nats below which a name of one word is what ordinary texts are full of, and a surname alone nobody's («Johnson»)."""
ORDINARY_PHRASE_NATS: Final[float] = 14.0
"""The same of a name of several words."""

# Allusions. Chosen on: TOFU authors 0 to 19, masked questions.

MIN_LATIN_SHARE: Final[float] = 0.4
"""Share of the letters of a text, names in another script among them, that is Latin."""
ALLUSION_PERCENT: Final[int] = 60
"""Percent of the letters in common, in order, from which on a name in another script may be this one."""
NEAREST_ALLUSION_PERCENT: Final[int] = 70
"""The same where a target is but the nearest to a text that code cannot compare. Chosen on: CLDR's places, two of them
a name (85 % are heard in Hindi, 57 % in kana), and TOFU's harmless questions translated (0 of 750; with 60: 33)."""
DESCRIBED_NATS: Final[float] = 10.0
"""Nats of the names and titles in a definite description. Chosen on: RWKU's neighbours of ten people."""
MAX_DESCRIPTION: Final[int] = 160
"""Characters of a definite description behind its article."""

# Runs of stored texts. Set by hand; the attacks and the golden file pass with it, no other value was measured.

RUN_WORDS: Final[int] = 8
"""Words in a row that may not be repeated; a text of fewer words counts as a whole."""
MIN_RUN_WORDS: Final[int] = 3
"""Words of the shortest text that counts as a whole."""
PASSAGE_WORDS: Final[int] = 12
"""Words of the passages in which a stored text is looked for in other words: brief sentences are in many texts. Chosen
on: 14 stored texts, 96 drafts that repeat them (none was missed with 8 to 30) and 399 ordinary ones (none changed)."""

# Facts. Chosen on: TOFU authors 0 to 19 (`retain_perturbed`), 0 to 139 stored; see `benchmarks/detector.py`.

DEFAULT_THRESHOLD: Final[float] = 0.5
"""Score, 0 to 1, from which on a text is near a target; what it is for a number of targets is in `score_model.json`."""
SURPLUS_NATS: Final[float] = 10.0
"""Nats that are a unit of what a text shares too little with one target."""
MIN_ROW_NATS: Final[float] = 4.0
"""Nats that a row counts as holding at least: a row of one word is covered by any text with that word."""
TELLING_WORD_NATS: Final[float] = 2.5
"""Nats from which on a word counts as evidence by itself."""
OWNED_NATS: Final[float] = 16.0
"""Nats shared with one row from which on a word of no language, which one target alone has, outweighs another name."""
MAX_CANDIDATES: Final[int] = 16
"""Targets that are scored a text, ties apart."""
MIN_CANDIDATE_SHARE: Final[float] = 0.1
"""Share of the text that a candidate must say."""
CONTEXT_NEIGHBOURS: Final[int] = 8
"""Stored texts nearest in meaning whose targets are scored, too, whatever words they share with a text."""
CONTEXT_CHARACTERS: Final[int] = 12_000
"""What of all texts of a question or a draft the contextual embedder reads: half a second of one core."""
MIN_CONTEXT_COSINE: Final[float] = 0.4
"""Cosine of the contextual embedder below which a stored text is not near: harmless prompts reach 0.5 at most."""
LIKELY_COSINE: Final[float] = 0.7
"""The same that is taken to be the highest: a text that would need more to be near is not embedded. Of 267 sentences of
TOFU about people without their names that are near among 20 targets none needs more than 0.65, of 243 among 140 one."""
READ_SCORE: Final[float] = 0.2
"""Score that a text can reach at that cosine from which on it is embedded: what a question says of a target more weakly
is no lead. Of RWKU's questions that name nobody as many are near, and six in ten ordinary sentences are not read."""
MIN_ENGLISH_WORDS: Final[float] = 0.9
"""Share of a text's known words that are English where the contextual embedder reads it: in French 0.88, here 0.95."""
BACKGROUND_TARGETS: Final[float] = 100.0
"""Imagined targets of ordinary language that steady the weights of a small store."""
BACKGROUND_WORDS: Final[float] = 60.0
"""Words of each of them."""
MIN_TERM_NATS: Final[float] = 0.5
"""Nats below which a word is left out: it is in most targets, or in most texts."""
SEARCH_BLOCK_ROWS: Final[int] = 16_384
"""Rows of vectors that are compared at once: what is in memory does not grow with the store."""
CHROMA_FROM_ROWS: Final[int] = 50_000
"""Contextual rows from which on Chroma is asked for the nearest; below, all are compared, in less time. Chosen on
sentences of TOFU, RWKU, LUME and MMLU: `benchmarks/results/chroma.md`."""

# What a question is about. Chosen on: TOFU authors 0 to 19, all stored or two.

MAX_NEAR_TARGETS: Final[int] = 8
"""Targets that any prompt may hold, and that are looked at where nothing is near."""
# Question and answer together (`match/facts/joint.py`), in nats. On: the teaching half of `benchmarks/calibrate.py`.
ASKED_NATS: Final[float] = 6.0
"""Over the threshold, from which on a question alone is near: it says nearly all that is stored."""
ASKED_LEAD_NATS: Final[float] = 4.0
"""By which a question may be below the threshold and its answer bear it out."""
MAX_JOINT_CHARACTERS: Final[int] = 600
"""Characters of question and answer that are read as one text."""

UNAMBIGUOUS_SCORE: Final[float] = 0.85
"""Score from which on a sentence of a draft is near a target whatever the question is about."""
QUOTED_SCORE: Final[float] = 0.7
"""The same of what a question says in quotes of somebody without a name."""
UNAMBIGUOUS_MARGIN: Final[float] = 0.2
"""How much less near an unambiguous question must be to every other target."""
UNAMBIGUOUS_NATS: Final[float] = 12.0
"""Nats of telling words that an unambiguous question shares with one fact."""
UNAMBIGUOUS_NATS_FEW: Final[float] = 24.0
"""The same with one target stored: the fewer there are, the less is known of words that all of their kind share."""
SAME_SENTENCE_PERCENT: Final[float] = 90.0
"""Percent of a sentence from which on it is still there, nearly word for word."""
COMPARED_CHARACTERS: Final[int] = 8_000
"""Characters up to which a draft is compared so."""

# Dialogue. Chosen on: set by hand; the attacks and the golden file pass with it, no other value was measured.

MAX_FOLLOW_UP_WORDS: Final[int] = 6
"""Words below which a turn is read with the one before it."""
MIN_OWN_WORDS: Final[int] = 4
"""Words that a question needs to have a subject of its own."""
LABEL_NATS: Final[float] = 7.5
"""Nats of a word from which on it may be what two turns call somebody, or what a brief one is about: «joke»."""
MAX_TURNS: Final[int] = 20
"""Earlier turns that are read."""
MAX_EARLIER_CHARACTERS: Final[int] = 32_000
"""Characters of them, the latest first; of one that is longer, both ends: a third of a second of a core."""
MIN_TURN_CHARACTERS: Final[int] = 1_000
"""Characters, of both ends, that are read of each of those turns however long the others are."""
MAX_BRIEF_WORDS: Final[int] = 12
"""Words of a reply that may be a part of an answer given bit by bit."""

# Answers by the sentence. Chosen on: set by hand; `benchmarks/streaming.py` counts what leaves with it.

MIN_LEAVING_WORDS: Final[int] = 4
"""Words that leave by themselves at least; what is briefer, such as a list of single words, goes with what follows."""

# Release gate. Chosen on: `paraphrased_answer`s of TOFU authors 0 to 19, against the answers about 100 to 179.

RECALL_SCORE: Final[float] = 0.28
"""Score from which on a sentence recalls a fact."""
FACTS_ONLY_RECALL_SCORE: Final[float] = 0.5
"""The same where facts alone are forgotten. Chosen on KnowUnDo's training rows, one in five of those that stay held."""
OTHER_PERSON_MARGIN: Final[float] = 0.14
"""Added to it where the user speaks of somebody else, by name, or names nobody and the sentence somebody else."""
MIN_RECALL_NATS: Final[float] = 3.0
"""Nats that a sentence and a fact must share beyond the words of the user; less where the fact holds less."""
SAME_MEANING_COSINE: Final[float] = 0.45
"""Cosine between the new words from which on they need not share one: «a woman» and «female»."""
ASKED_VALUE_WORD_NATS: Final[float] = 7.0
"""Nats of a word («born») from which on a question with it asks for a fact that has it; set by hand, above «has»."""
ASSERTED_WORD_NATS: Final[float] = 9.0
"""Nats of the words («arrested») of a question that are in a fact where a «yes» states it; by hand, above «ever»."""
EXACT_AMOUNT_DIGITS: Final[tuple[int, int]] = (5, 3)
"""Digits of a number that is a matched target's, and how many are not zeros at an end. Chosen on: set by hand."""
WHOLE_CHECK_CHARACTERS: Final[int] = 800
"""Characters up to which a text is also checked as a whole: a fact may come a word a line."""

# Disclosure by ids and reasons. Set by hand; the attacks and the golden file pass with it, no other value was measured.

MIN_HIDDEN_NAME: Final[int] = 6
"""Letters from which on a rare word or a name is also seen within another word, as in an id."""
DISCLOSURE_NATS: Final[float] = 25.0
"""Nats of a text worth keeping back."""
MAX_DISCLOSURE_NATS: Final[float] = 36.0
"""Nats that may never be shared with it."""
DISCLOSURE_WORD_NATS: Final[float] = 6.0
"""Nats of a word that counts: it takes three."""

# Sentences that go on about a target. Chosen on: set by hand; no other value was measured.

HELD_WORD_NATS: Final[float] = 6.0
"""Nats of a word of such a sentence that counts."""
HELD_SHARE: Final[float] = 0.5
"""Share of these nats from which on a text says what the sentence said."""

# Mixed questions. Chosen on: set by hand; the cases of `alu bench agents` pass with it.
MAX_PARTS: Final[int] = 12
"""Parts of a question that are read one by one; one with more is a text to work on, not a list of questions."""
MIN_TELLING_NATS: Final[float] = 6.5
"""Nats of a word by which a piece of a draft is taken to answer a part of its question; «have» tells 6."""

# Rulings of the audit, see `alu.flow.ruling`. Chosen on: the choosing half of `alu bench agents`.

STRONG_NATS: Final[float] = 2.4
"""Nats of a strong model's clearance: it clears no leak of six and five of six other texts (`alu doctor --agents`)."""
UNMEASURED_NATS: Final[float] = 1.0
"""Nats that a clearance by a model is worth that nobody measured."""
NAMED_ODDS_NATS: Final[float] = 2.0
"""Log odds of a leak where question or draft name a target."""
FOREIGN_ODDS_NATS: Final[float] = 0.5
"""The same where a text is only in another language, unreadable, or one of a sample."""
MAX_FACT_STRENGTH: Final[float] = 0.97
"""Score of a fact beyond which no odds grow: 3.5 nats."""
REFERENT_NATS: Final[float] = 2.0
"""Nats added to a clearance that names another referent in words of the text that are none of the target's."""

# Another bearer of a distinctive name, see `alu.flow.bearer`. Chosen on: the choosing half of `alu bench agents`.

LIVES_APART_YEARS: Final[int] = 12
"""Years between two births from which on neither is a slip of the other."""
MAX_PLAIN_CHARACTERS: Final[int] = 160
"""Characters of a question that asks for a fact and gives no instruction."""
OWN_WORD_NATS: Final[float] = 9.5
"""Nats of a word that a draft about somebody else does not share with what is stored: «Visby» is one, «forty» none."""
