"""The channel of topics: one classifier each, fitted on the topic's phrases when it is stored.

topics         channel `topic`: texts of a stored field of knowledge
topic_model    the classifier of one topic
logistic       logistic regression, with which it is fitted
topic_phrases  what a topic is learnt from, and whether that is enough
topic_limits   the thresholds that keep all topics together within a false-flag budget
topic_report   what a topic would flag of harmless texts
"""
