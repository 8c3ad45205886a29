"""What is to be forgotten: the list of targets, its vectors, and how a text is checked against them.

The list in a database is the truth; vectors, names and everything else are derived from it.

    store         `TargetStore`, the way in             loader        from the list to a `Snapshot`
    target        `Target` and `Fact`                   doctor        what is wrong with a store
    guarantee     a calibrated threshold, what it holds traffic       a user's prompts, to calibrate on
    derived       files brought up to date and wiped    embedding     the vectors of the targets' texts
    edit          a target before and after a write      undo          taking the last write back
    calibration   every constant of the detector and the release gate, and the data it was chosen on
    readability   the constants of what code can read   topic_models  the classifiers of topics, fitted, kept and read

`text`: what a text holds, without any target.

    reading       all that is worked out of a text      labels        values without their labels
    normalise     one form for every spelling           closed_answer what a letter or a number asserts
    words, terms  words, and how rare they are          option_letters which options a reply takes
    vocabulary    how often a word is written           languages     a text in another language
    mentions      who and when a text speaks of         name_forms    other forms of a person's name
    decode        plain texts that hide in a text       titles        «Mr», «Sra.», «pana»
    cases         what a name in a case may be of
    first_names   what a first name is called for short capitals      whether a word is written as a name
    other_letters names in other letters                record_names  names in rows and machine-readable zones
    encodings     bytes written out in a text           embedder      texts to vectors
    ciphers       texts with exchanged letters          minilm        the contextual embedder
    stated_names  other names that facts give a person  descriptions  «the actor from …»
    world_names   names of the world of a work          misspelt      words with swapped letters
    referring     «he», «the actor», «who»; `roles`     name_lists    given names, surnames, titles
    contextual_embedder  the one that is chosen, loaded and fetched when it is needed; `centred`, one that is not MiniLM
    identifiers   numbers, e-mails, addresses in any notation; of `digits`, `dates`, `addresses`, in a `folded` text
    cues          words that tell what a number is      counts        whether digits count or date something
    number_words  numbers in words; more_number_words   lookalikes    letters that are read as Latin ones
    footnotes     words without marks of footnotes      street_words  a street, however it is spelt or joined
    hosts         sites of somebody's own               coordinates   places by latitude and longitude
    handles       names on a platform                   dwellings     whether somebody is to be found at an address
    opacity       how much of a text can be read        function_words the shortest words of other languages
    legible       … piece by piece                      stand_ins     numbers, Han, syllables that are letters
    groups        letters cut into groups               plain_words   whether a text is in words of a sentence
    figures       those of a request about figures      notations     hashes, keys, chess, chords, genes
    scriptlike    … as the languages of a script do     foreign_words words of a language that is in no list
    program       what a program's expressions come to  unreadable    what is in no language
    harmless      prompts of our own that nothing may flag; `rewording` says a fact in other words
    topic_features what a topic's classifier reads of a text; `topic_context` vectors of the harmless ones, made ahead
    codes         plates, bookings, wallets and the like pig_latin     words with their first letters last
    restated      large numbers in figures, years of a life in words
    cells         what is in tables and data, by itself; `biography` years of a life and fields of work
    ordinary_words names that are used as words         eponyms       things that have a person's name
    name_rarity   how rare the words of a name are      wordlike      whether letters stand in rows as in words
    transliteration  what the letters of other scripts stand for in names        formulas  sums, measures, compounds
    register_names   plain names in entries of registers («Dr. med. …»); `name_order`, in capitals or surname first
    romanised     what all spellings of an East Slavic name share
    native_words  the words of a name in another script, and what Latin letters they may be; `pinyin`, of Chinese ones
    skeletons     the consonants of a word, which outlive a way into another script
    divided       whether a mark is between two words   organisation_names  firms without their legal form
    quantities    years, ages, lengths and weights, however they are given
    frames        words that are given one by one in the same frame
    syntax        diagrams and statements of a database without their syntax
    short_names   what firms and works are called in short, and in capitals

`match`: what a text touches. A channel is one file that finds evidence of one kind.

    channel       the protocol of a channel             names         names as they are stored
    channels      which ones are used                   typos         names with typing errors
    evidence      one reason, and where it is           phonetic      names in another script
    sounding      runs in other scripts that may be names
    spelling      the constants of these
    detector      all channels, on all of a request     ciphered      names with exchanged letters
    inquiry       question and draft, read              acrostic      names in first letters
    query         texts that are looked up at once      middle        names with a middle name
    release       the release gate                      verbatim      runs of a stored text
    snapshot      all targets at one version            facts         what is said of a target
    index         what channels look targets up in      allusion      initials, and names that sound alike
    name_index    all names in one pass                 name_patterns what they are found by, packed
    nearest       exact search by vectors
    term_index    words that text and target share      disclosure    reasons that identify their target
    identifiers   phone numbers, addresses and the like identifier_index all of them, in one pass
    scorer        features of a text and a target       score_model   what they weigh
    reach         a text and what it can be near to
    ranking       which evidence comes first            described     who a definite description means
    parts         what of a text is scored by itself    meaning       contextual vectors, as they are asked for
    contexts      what the contextual embedder says     detection     what was found in a request
    examination   what a new target would flag          everyday      the harmless prompts, looked up
    form_index    other forms of all names («Ms X»)     derived_forms those of one target
    target_forms  … by their words, and what is known of them at once         surname_signs … of all bearers, packed
    topics        texts of a field of knowledge         topic_model   the classifier of one topic
    topic_phrases what it is fitted on, and how well    topic_limits  from which score on a text is of it
    topic_report  what a topic touches of harmless texts; `logistic` fits the classifier
    recall        facts that a text repeats             similar_words words within a slip or two
    joint         one score of question and answer      confirmation  what the answer bears out
    unambiguity   what can be meant of one target alone absent        people that nothing refers to
    findings      what a text touches, as it is shown   nameless      texts without the words of a name
    bare_facts    facts that are an ordinary word or two
    written_forms whether a form is written as a name   by_key        targets by id or wording, read when asked for
    romanisations East Slavic names in other letters    name_search   all channels of names, asked together
    latinised     names of other scripts, in Latin letters    syllabic      Korean and Chinese names, in their own;
                  of both, `sounded_names`
    declined      names in other cases                  sentence_ends where no name goes on
    layered_index a list that has changed a little, over what was made of it before; of `layered_names`, `layered_terms`
    postings      numbers by key, over a base that stays as it is
    numbered      sequences whose items are made when they are asked for; two of them as one
    strings       texts in arrays that processes share; `packed_words`, rows of them; `packed_numbers`, numbers by them
    spans         rows of letters that stand in a text  name_words    names as word hashes, packed
    identifier_reads   what identifiers were read as; `number_forms`, what a stored number may be given by
    stored_values numbers of a target whose facts alone are forgotten
    jumbled       identifiers in another order
    unheld        a text without the dates and numbers that a target has not
    spoken_houses house numbers in words, beside their street

`persist`: where the list is kept.

    database      the list, SQLite or PostgreSQL        events        who changed the list, when and why
    transaction   one write to it                       vector_cache  memory-mapped vector files
    schema        its tables and migrations             vector_index  Chroma, the index of record
    driver        differences of the two databases      files         private files, one writer at a time
    records       targets as the database holds them    location      where a store is
    stats         what a store holds, in numbers        shard         one folder of Chroma's
    vector_query  Chroma, asked for the nearest rows    activity      what was answered: its table
    activity_log  … written, searched and ruled on      activity_summary … added up by time
    listing       what was written since the last read  merging     work that waits until the list is quiet
    head_reader   the state of the list, which every request reads           loaded       the snapshot made of it
    clock         the list's clock, and this machine's  packed_targets a long list, read target by target
    contextual    contextual vectors, made in a thread  vector_rows   the vectors of targets, cut out of one matrix
    contextual_rows    those that there are             contextual_search  those that are near
    contextual_files   their files, and the wiping of them
    apart         the files of a long list, worked out by a process that ends, which runs `worked_out`
    chroma_server      … on a Chroma server, which several machines share; chroma_collection, its rows

`exchange`: `formats` imports and exports targets, from bytes that `decoding` reads; `columns` say which fields a table
fills, be it CSV, `tables`, or a workbook, `spreadsheet`. `doubles` are rows about one target. `update` changes the
targets on the list, `tofu` finds the names in TOFU's rows. `edit` makes a change of one target. `receipt` says
on paper, without a name, what became of one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alu.store.exchange.formats import read_targets, write_targets
    from alu.store.match.evidence import Evidence
    from alu.store.match.examination import examine
    from alu.store.match.snapshot import Snapshot
    from alu.store.persist.events import Event
    from alu.store.persist.stats import Stats
    from alu.store.store import TargetStore
    from alu.store.target import Fact, Target
    from alu.store.text.embedder import Embedder, load_embedder

__all__ = [
    "Embedder",
    "Event",
    "Evidence",
    "Fact",
    "Snapshot",
    "Stats",
    "Target",
    "TargetStore",
    "examine",
    "load_embedder",
    "read_targets",
    "write_targets",
]

_HOMES = {
    "Embedder": "text.embedder",
    "Event": "persist.events",
    "Fact": "target",
    "Evidence": "match.evidence",
    "Snapshot": "match.snapshot",
    "Stats": "persist.stats",
    "Target": "target",
    "TargetStore": "store",
    "examine": "match.examination",
    "load_embedder": "text.embedder",
    "read_targets": "exchange.formats",
    "write_targets": "exchange.formats",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
