"""The flow of one request, from the question to the text that is released.

question     what a caller asks, checked             dialogue     what earlier turns add to a question
drafting     the vanilla call                        tool_calls   what tool calls say, as texts
graph        the steps and their order               declining    whether a text declines
checks       detection and release checks            paper_graph  the flow as published
state        what the graph carries                  studio       the flow in LangGraph Studio
vault        what it must not carry: every text     fault        what a broken check may say: its kind
parts        the harmless half of a mixed question   ruling       what an audit's ruling is worth
anew         that half, asked by itself              trust        what a model may be trusted with
"""
