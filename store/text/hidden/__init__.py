"""Texts hidden in a text: encoded, enciphered, spelt out, put under labels or into markup.

decode     all readings of a text in which something is hidden
encodings  base64, base32, hexadecimal, binary and decimal codes
ciphers    letters shifted, mirrored, reversed or joined
pig_latin  Pig Latin
misspelt   words with swapped neighbouring letters
labels     values of forms, tables and data without their labels
frames     words given one by one in the same frame («print("Ada")», «print("Lark")»)
footnotes  words without the footnote marks attached to them
captions   transcripts without their times
program    the values of a program's expressions, computed without running it
syntax     diagrams and SQL statements without their syntax
terminal   what a terminal shows of a text with control characters
"""
