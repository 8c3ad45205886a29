"""Channels and indexes of names: as stored, in other forms, misspelt, disguised, or in another script.

name_search    all name channels at once, with a cache for the release gate
names          channel `name`: names and aliases as stored, and their other forms
typos          channel `typo`: names with typing errors
phonetic       channel `phonetic`: names in another script
ciphered       channel `cipher`: names with exchanged letters
acrostic       channel `acrostic`: names in the first letters of words
middle         channel `middle`: names with a middle name added or left out
allusion       initials, and names in another script that read alike
name_index     all names and aliases, found in one pass
name_patterns  the patterns that this pass searches for, packed
layered_names  a name index over a base that stays as it is
name_words     the names of targets as hashes of words
form_index     other forms of all names, found in one pass
derived_forms  the other forms of one target's names
target_forms   all forms of a target, and what is known of them at once
surname_signs  what is known of a surname's bearers without deriving their forms
written_forms  whether a text writes a form as a name
declined       names in grammatical cases and with short first names
sentence_ends  where a sentence ends within what would be a name
romanisations  East Slavic names in other Latin spellings
latinised      names stored in another script, found in Latin letters
syllabic       Korean and Chinese names stored in Latin letters, found in their own script
mononyms       names of one word in other scripts
sounded_names  what the searches between scripts share: targets by the sound of their names
sounding       runs in other scripts that may be names
similar_words  words of a list within one or two edits of a word
spelling       the constants of names in other scripts
"""
