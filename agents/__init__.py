"""The agents of the flow, one file each: build messages → call → parse → typed result.

vanilla   the model as it is                    caller    how an agent reaches its model
audit     does the draft leak a target?         brief     what an agent is shown of a target
narrow    the same as one question of two letters
edit      what of the draft goes, by sentences
rewrite   the draft without what leaks          screen    does a question need a topic to be forgotten?
critic    scores every candidate                enrich    what the model knows of a name
compose   the best candidate, or a merged one   unknown   how the model says that it does not know somebody
paper     ALU's four, in our words             published the same in its authors' words
"""
