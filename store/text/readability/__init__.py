"""Whether code can read a text: what is in no known language, code or notation may hide anything.

opacity         how much of a text code cannot read
legible         the language of a text's words, and how likely each piece is cipher text
unreadable      whether nobody can read a text
plain_words     whether a text is made of words that a sentence is made of
function_words  the commonest short words of languages that the vocabulary does not hold
wordlike        whether letters follow one another as in words
scriptlike      the same for other scripts than Latin
foreign_words   whether unknown letters may be words of a language without a word list
stand_ins       whether numbers, characters or syllables stand for letters
groups          letters cut into groups of equal length
figures         whether the figures of a request are data to calculate with
formulas        sums, equations, measures, chemical formulas
notations       hashes, keys, colours, chess, chords, genes
"""
