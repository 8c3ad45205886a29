"""How a text is checked against the forget set: channels of evidence, the detector, the release gate.

    detector       `Detector`: all channels, over question, dialogue, passages, draft and tool calls
    channel        the `Channel` protocol: finds evidence of one kind
    channels       which channels are used: alu's without those left out, and those of others
    evidence       `Evidence`: what speaks for a target, from which channel, and where
    detection      everything that was found in one request
    ranking        which evidence comes first
    query          the texts that are looked up together, and the targets that are wanted
    inquiry        the question and the draft, as the detector reads them
    snapshot       `Snapshot`: all targets at one version of the list, ready to be searched
    index          the rows, vectors, words and names of a snapshot, which channels search
    layered_index  an index over a base that stays as it is, for a list that has changed a little
    release        `ReleaseGate`: what no released text may hold
    verbatim       channel: passages of a stored text
    described      channel: definite descriptions that fit one target
    fact_languages whether a text is in a language or script that a target's facts are not in
    elsewhere      what of a request is in languages that facts are not in
    absent         step: drops people that neither question nor answer refers to
    unambiguity    step: evidence in a question that can only mean one target
    disclosure     whether a reason or an id that outlives a target discloses it
    findings       detections as `alu detect` and the server's tools show them
    examination    what a new target would flag, and which of its facts would be missed
    everyday       the harmless corpus, prepared for the detector
    names          sub-package: the channels and indexes of names
    values         sub-package: the channel and indexes of identifiers, and other stored values
    facts          sub-package: the channel of facts, its score, and what weighs question and answer together
    topics         sub-package: the channel of topics and their classifiers
    packed         sub-package: arrays and sequences that hold a long list in little memory

A channel is one module with one class; `detector` lists them in the order in which they run.
"""
