"""How well a model does each agent's work, over labelled cases of our own making (`alu bench agents`).

case      the cases: what is asked, drafted and leaked          roles     one case put to one agent, or to the flow
measure   runs roles over cases, a line each, and goes on        figures   shares with intervals, tokens, seconds
"""
