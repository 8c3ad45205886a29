"""What can be read in a text, without any target: its forms, sentences, names, values, language.

reading         `Reading`: everything derived from one text, each part computed once, on first use
choice          a choice of many words as a pattern that looks at each letter once
kept            what was worked out of a short text is kept for those who ask again
normalise       one normal form for all spellings of a text; sentence boundaries
han             Chinese characters by one shape, traditional and simplified
lookalikes      letters of other scripts that look like Latin ones
words           the words of a text
terms           normalised words, and how rare each is (information in nats)
vocabulary      how often a word is written, and in which languages
languages       which language and script a text is in, as far as that is sure
first_letters   which sentences are the first letters of the others, in no language
mentions        the people, titles and years that a text mentions
referring       whether a text refers to a person without a name («he», «the actor»)
roles           words for people without a name («widow», «the applicant»)
descriptions    definite descriptions («the actor from 'The Salt Ledger'»)
biography       years of life and fields of work in a text
bare_questions  the questions of a text without what stands around them
closed_answer   what a letter, a number or a yes asserts as an answer to its question
option_letters  which options of a multiple-choice question a reply takes
cells           cells of tables and values of data, each read by itself
clauses         clauses of a sentence, each read by itself
garbled         whether a name was read in another encoding than it was written in
escaped         whether a name is written as a page or a program writes it
divided         whether punctuation separates two words
declining       whether a text declines: does not know, or will not say
rewording       other wordings of a fact, made by code
passages        a stored text in passages, by which it is found in other words
harmless        the harmless corpus that ships with alu: prompts, exam questions, fields of study
names           sub-package: names of people, organisations and works, in all their forms and scripts
values          sub-package: identifiers, numbers, dates, addresses and quantities, in any notation
hidden          sub-package: texts hidden in a text by an encoding, a cipher, labels or markup
readability     sub-package: whether code can read a text at all
vectors         sub-package: embedders, and the features of topic classifiers
"""
