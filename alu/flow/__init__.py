"""The flow of one request, from the question to the text that is released.

question     what a caller asks, checked             dialogue     what earlier turns add to a question
drafting     the vanilla call                        tool_calls   what tool calls say, as texts
graph        the steps and their order               paper_graph  ALU's own flow
checks       detection in question and draft         gate         the release gate: what a text discloses
state        what the graph carries                  studio       the flow in LangGraph Studio
vault        what it must not carry: every text     fault        what a broken check may say: its kind
activity     what a request touched, kept for a while  spans        OpenTelemetry
outcome      what a run comes to: an `Answer`          observation  what is checked and not held back
direct       one run; the clean path without a graph     running      a run of the flow of a profile
unread       what code cannot read is withheld      echo         a draft that repeats what it is asked to
rearranged   … that orders or respells what was asked  user_turns  what of these cannot be read
pieces       what several replies say together      choices      what the choices of one request do
schemas      what a value states by its schema      unit         a name and the pronouns behind it
parts        the harmless half of a mixed question   ruling       what an audit's ruling is worth
anew         that half, asked by itself              trust        what a model may be trusted with
outlet       sentences that leave before the whole   growing      a draft while it is written
ends         where a text that grows may be cut       bearer       another bearer of a target's name
bare         an answer that names nobody             editing      the draft as an agent would have it edited
edits        edits put in by code                    ordinary     names that are used as ordinary words
remainder    what of a held draft may come back       json_text    JSON in a text, with every pair of its objects
schema_reader  values read by a schema               sent         what a model was sent besides the question
references   how a turn refers to what it does not name  antecedents  where that is named before it
word_lists   the wordings of these two, in `data`    latest       the targets as they are enforced now
new_subject  short turns that hang on no earlier one   unresolved   pronouns that mean nothing in their turn
asking       the questions and requests of a turn      group        «the two», «the people I asked about»
subject      turns that leave out what they are about   shift        where a dialogue has gone on to something else
gender       whether «she» may mean somebody         pointers     words that point to what was said before
clearing     what an audit may clear                pasted       answers from what a pasted text says of others
pasted_text  such texts, in pieces                  rare         rare words, figures and names of a text
older        turns that mean what was spoken of earlier  said   what some pieces of a text say, or all others
people       the people that a text names            keys         what stands there for a name: ids, codes, initials
successor    the next subject of a dialogue          introduction  of what kind an answer says that is
mail         the head of a mail that was pasted      quoted       lines in which others speak
renaming     other names that a dialogue gives       courtesy     turns and replies that are all thanks or greetings
"""
