"""Values in a text, in any notation: identifiers, numbers, dates, addresses and quantities.

identifiers        all identifiers of a text: phone and other numbers, e-mails, handles, addresses, codes
digits             runs of digits, and words that spell digits
cues               words that tell what kind of value follows («phone», «SSN», «Instagram»)
counts             whether digits count, date or measure something, and so identify nobody
folded             a text folded for comparison, with the position each character comes from
codes              licence plates, booking codes, member numbers, wallets, MAC addresses
handles            user names on platforms
hosts              web hosts that belong to somebody
dates              dates as ISO dates
addresses          postal addresses
street_words       the words of a street name, however it is spelt, joined or abbreviated
dwellings          whether a text says that somebody is to be found at an address
amounts            sums of money, however the currency is written
coordinates        latitude and longitude
quantities         years, ages, lengths and weights
number_words       numbers in words
ordinals           words and Roman numerals that count places
more_number_words  the number words of further languages
restated           large numbers and years of life, reduced to the form in which facts state them
"""
