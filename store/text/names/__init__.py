"""Names of people, organisations and works: their forms, scripts, grammatical cases and rarity.

name_lists          given names, surnames, nicknames, titles and particles, from the lists in `data`
person_names        the parts of a person's name: given names, particles, surname
name_forms          other forms of a person's name («Ms Brannigan», «O. Brannigan»)
caseless_names      other forms of names in letters without capitals
first_names         short forms of first names («Kathi» for Katharina)
titles              titles before a surname («Mr», «Sra.», «pana»)
ranks               people of rank («Prince Odalys, Duke of Tarn», «Odalys VIII»)
name_order          names in capitals, in lower case, or surname first, as exports write them
name_rarity         how rare the words of a name are
capitals            whether a word is written as a name
record_names        names in rows and machine-readable zones
register_names      the plain names in an entry of a register («Dr. med. … née …»)
stated_names        other names that facts give a person
split_names         names of which first name and surname stand apart
relatives           first names of relatives, who have the surname of somebody named before
organisation_names  organisations without legal form and article
abbreviations       names with abbreviations, signs and points written otherwise («Mt. Skerrow», «N.W.A»)
numbered_names      numbers at the end of a name, written otherwise («Salt II», «Salt 2»)
short_names         short names of organisations and works
world_names         names of characters and places of a work
ordinary_words      whether a name is used as an ordinary word («a harbour»)
common_nouns        the same in other languages than English («une marée»)
kinds               a name together with what its bearer is («the film Dune»)
places              surnames that stand as a place («a hotel in London»)
eponyms             things named after a person («the Ada Lovelace Institute»)
cases               names in grammatical cases, recognised by their endings
other_letters       names without diacritics, in other alphabets, and in Russian cases
transliteration     how likely a name is written so in another script
romanised           what all Latin spellings of an East Slavic name share
native_words        words of a name in another script, and how likely Latin letters stand for each
pinyin              Latin spellings of Chinese characters in names
skeletons           the consonant classes of a word, by which it sounds alike in two scripts
"""
