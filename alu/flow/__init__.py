"""The flow of one request, from the question to the text that is released.

question       what a caller asks, checked
drafting       the vanilla call
graph          the steps and their order
direct         one run, whose usual path needs no graph
running        runs the flow of a profile
paper_graph    ALU's own flow, for comparison
studio         the flow in LangGraph Studio
state          what the graph carries
vault          every text of a request, which the graph must not carry
latest         the targets as they are enforced now
checks         detection in question and draft
gate           the release gate: what a text that would leave discloses
outcome        the `Answer` that a run comes to
fault          what LangGraph learns of a check that broke: its class
observation    what is checked and not held back
activity       what a request touched, kept for a while
spans          OpenTelemetry
dialogue       what earlier turns add to a question
sent           what a model was sent besides the question
references     how a turn refers to somebody without a name («she», «customer 4711»)
antecedents    earlier texts that name whom a turn refers to
unresolved     pronouns that mean nothing in their own turn
word_lists     the wordings in `data/references.toml` by which turns refer, as patterns
gender         whether «she» or «he» may mean somebody by a first name
group          several people taken together («the two», «the people I asked about»)
older          turns that mean what was spoken of before the last exchange
pointers       words that point to something said before («the next three words»)
subject        turns that leave out what they are about («¿Dónde nació?»)
new_subject    short turns that hang on no earlier one
shift          where a dialogue has gone on to another subject
successor      the next subject of a dialogue, which a turn goes on to by name
presented      the person that a system prompt presents as the subject of the dialogue
introduction   what kind of person or thing an answer says its subject is
asking         the questions and requests of a turn
quoted         lines of a turn in which others speak
mail           the head of a pasted mail
pasted         answers that take from a pasted text what it says of others
entries        the entries of a row: records, clauses, people between commas
pasted_text    the texts that come with a question, in pieces
markup         tags, fences of code and heads of sections in their rows
rows           how a row of a list, a table or a log begins
said           what some pieces of a text say, or all others
people         the people that a text names
keys           what stands for a name in a text: ids, codes, initials
looked_up      records that a tool looked up by a person's number
renaming       other names that a dialogue gives
courtesy       turns and replies that are all thanks or greetings
chat_spelling  turns as people type them, written out
rare           rare words, figures and names of a text
unread         answers that code cannot read are withheld
user_turns     what the user's turns ask, as far as code can read them
echo           a draft that repeats what it is asked to repeat
rearranged     a draft that sorts, selects or respells the user's own words
pieces         what several replies say together
choices        the choices of one request, checked together
tool_calls     what tool calls say, as texts
json_text      JSON in a text, with every pair of its objects
schemas        what a value states by its place in a schema
schema_reader  JSON values read together with their schema
bare           answers that name nobody
ordinary       names that are used as ordinary words
bearer         whether a draft speaks of another bearer of a rare name
trust          how far the rulings of a model are trusted
ruling         how much an audit's ruling weighs
clearing       which targets an audit may clear
remainder      what of a held draft may be released
parts          the harmless half of a mixed question
anew           the harmless half of a question, asked of the vanilla model by itself
unit           sentences of a draft that go on about a target by pronouns
editing        the draft as an agent edits it
edits          the edits of that agent, applied by code
outlet         sentences that are released before the whole draft is there
growing        a draft while it is streamed
ends           where an unfinished text may be cut
"""
