"""Texts as vectors: embedders, and the features that topic classifiers read.

embedder             the `Embedder` protocol, wordllama (the default) and litellm's models
minilm               all-MiniLM-L6-v2, the contextual embedder
contextual_embedder  the configured contextual embedder, loaded and fetched on demand
centred              vectors of another embedder without their common part
topic_features       the features of a topic classifier
topic_context        contextual vectors of the harmless corpus, computed ahead
topic_calibration    every constant of topics
"""
