"""The channel of facts: whether a text says what is stored of a target, by one learnt score.

facts          channel `fact`: the targets whose facts a text states
scorer         `Scorer`: the features of a text and a target
score_model    the learnt weights of these features
reach          a text, the targets that it can be near to, and bounds of their scores
parts          the parts of a query that are scored separately
term_index     words that a text and a target share, by their rarity
layered_terms  a term index over a base that stays as it is
nearest        exact nearest-neighbour search over vectors
contexts       what the contextual embedder finds for some texts
meaning        the seam to contextual vectors, some of which may be pending
joint          one score of a question and its answer together
confirmation   whether an answer bears out that its question is about a target
recall         which sentences repeat a fact, beyond the user's own words
chances        whether what a long text says of a target is more than chance
bare_facts     facts of an ordinary word or two
nameless       a text without the words of a target's names
"""
