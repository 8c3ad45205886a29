"""Models: over HTTP, through litellm, or in a process of our own.

open        from a model's name to a `ChatModel`       embedded         llama.cpp for one model file
openai      OpenAI-compatible servers                  llama_server     its child process
litellm     every other provider                       cores            how many processor cores it may use
remote      what all models over HTTP have in common   catalog          models that alu can fetch
wire        requests and replies as JSON               known            what alu knows of them
pools       many connections to one server             download         where a model file comes from
chunks      replies that come as a stream
retry       the one retry layer                        structured       replies with a fixed form
quiet       keeps providers' loggers silent            provider_errors  a provider's exception as alu's
thinking    thoughts, and room for them
roles       one model for all roles, or several       embedder_files   the contextual embedder's weights
"""
