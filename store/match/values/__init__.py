"""The channel and indexes of identifiers, and the other values that are stored of a target.

identifiers       channel `identifier`: identifiers of targets in any notation
identifier_index  all identifiers of all targets, found in one pass
identifier_reads  how the identifiers of many targets were read, packed
number_forms      the digits by which a stored number may be given
jumbled           stored identifiers whose characters are in another order
tails             the last digits of stored numbers
spoken_houses     house numbers in words next to their street
stored_values     values that are stored of a target whose facts alone are forgotten
unheld            a text without the dates, numbers and addresses that a target does not have
"""
