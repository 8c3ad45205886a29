"""Arrays and sequences that hold a long list in little memory, and that processes share by mapping files.

strings         strings by number
packed_words    rows of words, each word kept once
packed_numbers  numbers by key
postings        numbers by key, over a base that stays as it is
numbered        sequences whose items are made on access; two of them as one
by_key          targets by an id, a wording or another key, each read on access
spans           which of many strings occur in a text, at word boundaries
"""
